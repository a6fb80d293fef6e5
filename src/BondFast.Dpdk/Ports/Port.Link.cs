using BondFast.Dpdk.Native;

namespace BondFast.Dpdk;

public sealed unsafe partial class Port
{
    /// <summary>af_packet and af_xdp report their link as up for ever; for them the kernel interface is asked whatever use_carrier says.</summary>
    public bool DriverKnowsLink => Info.Driver is not ("net_af_packet" or "net_af_xdp");

    /// <summary>The device does not exist any more. One or two system calls; not for the datapath.</summary>
    public bool IsGone => Netdev is { Exists: false } || Shim.bf_port_is_removed(Id) != 0;

    /// <summary>
    /// The link now, without waiting. Allocates nothing.
    /// </summary>
    /// <param name="useCarrier">HOWTO use_carrier: true asks the driver, false the kernel interface behind the port, if there is one.</param>
    public LinkState ReadLink(bool useCarrier = true)
    {
        if (Netdev is not null && (!useCarrier || !DriverKnowsLink))
        {
            return Netdev.TryRead(out NetdevState state)
                ? new LinkState(true, IsStarted && state.Up, state.Carrier, state.SpeedMbps, state.Duplex)
                : default;
        }
        NativeLink link;
        if (IsGone || Shim.bf_link_get(Id, &link) < 0) return default;
        LinkDuplex duplex = link.Up == 0 ? LinkDuplex.Unknown : link.FullDuplex != 0 ? LinkDuplex.Full : LinkDuplex.Half;
        return new LinkState(true, IsStarted, link.Up != 0, link.SpeedMbps, duplex);
    }

    /// <summary>Takes the port's own end of the link up or down, where the driver can. A virtual wire is cut or joined.</summary>
    public bool SetLink(bool up) => Shim.bf_link_set(Id, up ? 1 : 0) == 0;

    /// <summary>False when the driver has none.</summary>
    public bool TryReadStatistics(out PortStatistics statistics)
    {
        NativeStats s;
        bool known = Shim.bf_stats_get(Id, &s) == 0;
        statistics = known ? new PortStatistics(s.RxPackets, s.TxPackets, s.RxBytes, s.TxBytes, s.RxMissed, s.RxErrors, s.TxErrors, s.RxNoMbuf) : default;
        return known;
    }

    public bool ResetStatistics() => Shim.bf_stats_reset(Id) == 0;

    /// <summary>Steers slow protocols (EtherType 0x8809) to a receive queue of their own. Null when the hardware cannot; then they come with the data.</summary>
    public SlowProtocolFlow? TrySteerSlowProtocols(int queue)
    {
        void* flow;
        return Shim.bf_flow_slow_protocols(Id, (ushort)queue, &flow) < 0 ? null : new SlowProtocolFlow(Id, flow);
    }
}

/// <summary>A rule in the hardware; ends on <see cref="Dispose"/>, before its port is closed.</summary>
public sealed unsafe class SlowProtocolFlow : IDisposable
{
    private readonly ushort _port;
    private void* _flow;

    internal SlowProtocolFlow(ushort port, void* flow)
    {
        _port = port;
        _flow = flow;
    }

    public void Dispose()
    {
        if (_flow is null) return;
        _ = Shim.bf_flow_destroy(_port, _flow);
        _flow = null;
    }
}
