using System.Globalization;
using BondFast.Configuration;
using BondFast.Datapath;
using BondFast.Dpdk;

namespace BondFast.Hosting;

/// <summary>Brings configured ports to life: probes each device by itself, so that each gets its own verdict, and sets its queues up.</summary>
internal sealed class PortSetup(HostConfiguration configuration, Mempool pool, int workers, Unwind unwind)
{
    /// <summary>Frames a virtual wire holds in each direction and queue.</summary>
    private const int WireSlots = 2048;

    /// <summary>These drivers insist on as many transmit as receive queues.</summary>
    private static readonly string[] PairedQueues = ["net_tap", "net_af_packet", "net_af_xdp", "net_memif"];

    private readonly Dictionary<string, Port> _wireEnds = [];
    private readonly Dictionary<ushort, int> _controlQueues = [];

    /// <summary>Null for a port without a device (<c>none</c>).</summary>
    /// <exception cref="DpdkException">Nothing of this port is left.</exception>
    public HostedPort? Bring(PortConfiguration port)
    {
        if (port.Kind == DeviceKind.None) return null;
        Port device = port.Kind switch
        {
            DeviceKind.Wire => WireEnd(port),
            DeviceKind.Tap => Port.Probe(port.Name, string.Create(CultureInfo.InvariantCulture, $"net_tap_{port.Name},iface={port.Interface}")),
            _ => Port.Probe(port.Name, port.Device),
        };
        var hosted = new HostedPort(device, port.Device, owned: port.Kind != DeviceKind.Wire);
        unwind.Push($"closing {port.Name}", hosted.Dispose);
        Configure(device, port);
        return hosted;
    }

    /// <summary>The port as the workers use it.</summary>
    public DatapathPort ForWorkers(Port port) =>
        new(port.Id, port.RxQueues, Math.Min(workers, port.TxQueues), _controlQueues.GetValueOrDefault(port.Id, -1));

    private void Configure(Port device, PortConfiguration port)
    {
        int queues = Math.Max(1, Math.Min(port.Queues > 0 ? port.Queues : workers, device.Info.MaxRxQueues));
        int txQueues = Math.Max(workers, queues);
        if (device.Info.MaxTxQueues < workers)
        {
            throw new DpdkException("BF2130", $"Port {port.Name} ({device.Info.Device}) has {device.Info.MaxTxQueues} transmit queues, but there are {workers} workers",
                "each worker needs a transmit queue of its own", "Give it more queues (net_af_packet: qpairs=N in the device string), or have fewer workers.");
        }
        bool paired = Array.IndexOf(PairedQueues, device.Info.Driver) >= 0;
        if (paired) queues = txQueues = Math.Max(queues, workers);
        bool spare = !paired && device.Info.MaxTxQueues > txQueues;
        device.Configure(new PortOptions(pool)
        {
            RxQueues = queues,
            TxQueues = spare ? txQueues + 1 : txQueues,
            RxDescriptors = port.RxDescriptors,
            TxDescriptors = port.TxDescriptors,
            Mtu = port.Mtu ?? 0,
        });
        if (spare) _controlQueues[device.Id] = txQueues;
    }

    private Port WireEnd(PortConfiguration port)
    {
        if (_wireEnds.Remove(port.Name, out Port? end)) return end;
        // One queue more for the control core's frames.
        VirtualWire wire = VirtualWire.Create(port.Name, WireSlots, workers + 1);
        unwind.Push($"closing the wire {port.Name}", wire.Dispose);
        PortConfiguration? peer = configuration.FindPort(port.Peer);
        if (peer is not null) _wireEnds[peer.Name] = wire.B;
        return wire.A;
    }
}
