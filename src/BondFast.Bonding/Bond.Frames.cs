using BondFast.Bonding.Addressing;
using BondFast.Wire;

namespace BondFast.Bonding;

/// <summary>Frames that the workers hand to the engine, and what they measured.</summary>
public sealed partial class Bond
{
    /// <summary>IP addresses of the bond and of VLAN devices on it, told and learned.</summary>
    internal IReadOnlyList<KnownAddress> Addresses => _addresses.All;

    /// <summary>VLANs on the bond, told and learned: self-made frames for them are tagged (HOWTO 6).</summary>
    internal List<BondVlan> Vlans => _addresses.Vlans;

    /// <summary>Taps that do not depend on the mode: what the ARP monitor validates, and what failover must be able to repeat.</summary>
    internal FrameTaps CommonTaps
    {
        get
        {
            FrameTaps taps = FrameTaps.None;
            bool validates = Options is { ArpInterval: > 0, ArpValidate: not (ArpValidate.None or ArpValidate.Filter) };
            if (WantsIpv6Stamps || validates && !Options.ArpIpTarget.IsEmpty) taps |= FrameTaps.ReceivedArp;
            if (validates && !Options.NsIp6Target.IsEmpty) taps |= FrameTaps.ReceivedNeighbourDiscovery;
            if (KeepsActive && Options.ResendIgmp > 0) taps |= FrameTaps.SentMembership;
            if (Options.HasActiveSlave || Options.ArpInterval > 0) taps |= FrameTaps.SentNeighbour;
            return taps;
        }
    }

    /// <summary>On some role the ARP monitor counts any received frame (arp_validate none, active, backup).</summary>
    internal bool WantsReceiveStamps => Options is { ArpInterval: > 0, ArpValidate: ArpValidate.None or ArpValidate.Active or ArpValidate.Backup };

    /// <summary>On some role it counts any ARP and any IPv6 frame (filter, filter_active, filter_backup).</summary>
    internal bool WantsIpv6Stamps => Options is { ArpInterval: > 0, ArpValidate: >= ArpValidate.Filter };

    /// <summary>A control frame from a slave: slow protocols always, ARP and neighbour discovery when the plan taps them.</summary>
    /// <param name="arrived">Monotonic ns at which the worker took it from the port; may be earlier than the time of the last call.</param>
    public void Receive(Slave slave, ReadOnlySpan<byte> frame, long arrived)
    {
        Enter(arrived);
        if (slave.Gone || !_slaves.Contains(slave)) return;
        _arp.Receive(slave, frame, arrived);
        Mode.Receive(slave, frame, arrived);
        Finish();
    }

    /// <summary>When the worker last received a frame on the slave, monotonic ns. For every slave before each <see cref="Advance"/>,
    /// while the plan says <see cref="ForwardingPlan.StampReceive"/> or <see cref="ForwardingPlan.StampIpv6"/>.</summary>
    public void ReportReceived(Slave slave, long lastReceived)
    {
        if (lastReceived > slave.LastReceived && _slaves.Contains(slave)) _arp.ReportReceived(slave, lastReceived);
    }

    /// <summary>A copy of a frame from the uplink that the plan taps (membership reports, tagged neighbour frames).</summary>
    public void ObserveSent(ReadOnlySpan<byte> frame, long now)
    {
        Enter(now);
        _memberships.Learn(frame);
        if (_addresses.Learn(frame)) Mode.OnAddressesChanged(now);
        Finish();
    }

    /// <summary>IP addresses of the bond and of VLAN devices on it: gratuitous ARPs, advertisements and probes are made from them.</summary>
    public void SetAddresses(IReadOnlyList<BondAddress> addresses, long now)
    {
        ArgumentNullException.ThrowIfNull(addresses);
        Enter(now);
        _addresses.Tell(addresses);
        Mode.OnAddressesChanged(now);
        Finish();
    }

    /// <summary>balance-alb: an ARP frame from the uplink, taken over (<see cref="FrameTaps.SentArp"/>). May be rewritten in place.</summary>
    /// <returns>The slave to send it on; null drops it.</returns>
    public Slave? SendArp(Span<byte> frame, long now)
    {
        Enter(now);
        if (_addresses.Learn(frame)) Mode.OnAddressesChanged(now);
        Slave? slave = Mode.SendArp(frame, now);
        Finish();
        return slave;
    }

    /// <summary>balance-tlb and balance-alb: bytes sent since the last call, per flow bucket, and of frames that are not balanced.</summary>
    public void ReportFlowLoad(ReadOnlySpan<ulong> bytesPerBucket, ulong unbalancedBytes) => Mode.OnFlowLoad(bytesPerBucket, unbalancedBytes);
}
