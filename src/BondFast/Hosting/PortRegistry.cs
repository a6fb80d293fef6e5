using System.Globalization;
using BondFast.Configuration;
using BondFast.Datapath;
using BondFast.Dpdk;

namespace BondFast.Hosting;

/// <summary>
/// The ports that are alive, by name. Each device is probed by itself when a bond first needs it, so that each gets its own verdict, and
/// closed when the bond lets it go. Control thread.
/// </summary>
internal sealed class PortRegistry(Mempool pool, int workers) : IDisposable
{
    /// <summary>Frames a virtual wire holds in each direction and queue.</summary>
    private const int WireSlots = 2048;

    /// <summary>These drivers insist on as many transmit as receive queues.</summary>
    private static readonly string[] PairedQueues = ["net_tap", "net_af_packet", "net_af_xdp", "net_memif"];

    private readonly Dictionary<string, HostedPort> _ports = [];
    private readonly Dictionary<string, Port> _freeWireEnds = [];
    private readonly List<VirtualWire> _wires = [];
    private readonly Dictionary<ushort, int> _controlQueues = [];

    /// <summary>The live port of that name, or null.</summary>
    public HostedPort? Find(string name) => _ports.GetValueOrDefault(name);

    public IEnumerable<HostedPort> All => _ports.Values;

    /// <summary>Probes and configures a port; it is not started. Null for a port without a device (<c>none</c>).</summary>
    /// <exception cref="DpdkException">Nothing of this port is left.</exception>
    public HostedPort? Bring(PortConfiguration port)
    {
        if (port.Kind == DeviceKind.None) return null;
        if (Find(port.Name) is { } alive) return alive;
        Port device = port.Kind switch
        {
            DeviceKind.Wire => WireEnd(port),
            DeviceKind.Tap => Port.Probe(port.Name, string.Create(CultureInfo.InvariantCulture, $"net_tap_{port.Name},iface={port.Interface}")),
            _ => Port.Probe(port.Name, port.Device),
        };
        var hosted = new HostedPort(port.Name, device, port.Device, owned: port.Kind != DeviceKind.Wire);
        try
        {
            Configure(device, port);
        }
        catch (DpdkException)
        {
            hosted.Dispose();
            throw;
        }
        return _ports[port.Name] = hosted;
    }

    /// <summary>Nobody uses the port any more: closes it. An end of a wire waits to be brought again.</summary>
    public void Close(HostedPort port)
    {
        if (!_ports.Remove(port.Name)) return;
        port.Dispose();
        _controlQueues.Remove(port.Port.Id);
        if (_wires.Exists(w => w.A == port.Port || w.B == port.Port)) _freeWireEnds[port.Name] = port.Port;
    }

    /// <summary>The port as the workers use it.</summary>
    public DatapathPort ForWorkers(HostedPort port) =>
        new(port.Port.Id, port.Port.RxQueues, Math.Min(workers, port.Port.TxQueues), _controlQueues.GetValueOrDefault(port.Port.Id, -1));

    /// <summary>Closes what is left, the newest first.</summary>
    public void Dispose()
    {
        foreach (HostedPort port in _ports.Values.Reverse().ToArray()) Close(port);
        foreach (VirtualWire wire in _wires) wire.Dispose();
        _wires.Clear();
    }

    private void Configure(Port device, PortConfiguration port)
    {
        if (device.Info.MaxTxQueues < workers)
        {
            throw new DpdkException("BF2123", $"Port {port.Name} ({device.Info.Device}) has {device.Info.MaxTxQueues} transmit queues, but there are {workers} workers",
                "each worker needs a transmit queue of its own", "Give it more queues (net_af_packet: qpairs=N in the device string), or have fewer workers.");
        }
        int rxQueues = Math.Clamp(port.Queues > 0 ? port.Queues : workers, 1, device.Info.MaxRxQueues);
        int txQueues = Math.Max(workers, Math.Min(rxQueues, device.Info.MaxTxQueues));
        bool paired = Array.IndexOf(PairedQueues, device.Info.Driver) >= 0;
        if (paired) rxQueues = txQueues = Math.Max(rxQueues, workers);
        bool spare = !paired && device.Info.MaxTxQueues > txQueues;
        // What leaves a wire by a queue arrives at the other end by the queue of the same number, the control core's too.
        if (spare && port.Kind == DeviceKind.Wire) rxQueues = txQueues + 1;
        device.Configure(new PortOptions(pool)
        {
            RxQueues = rxQueues,
            TxQueues = spare ? txQueues + 1 : txQueues,
            RxDescriptors = port.RxDescriptors,
            TxDescriptors = port.TxDescriptors,
            Mtu = port.Mtu ?? 0,
        });
        if (spare) _controlQueues[device.Id] = txQueues;
    }

    private Port WireEnd(PortConfiguration port)
    {
        if (_freeWireEnds.Remove(port.Name, out Port? end)) return end;
        // One queue more for the control core's frames.
        VirtualWire wire = VirtualWire.Create(port.Name, WireSlots, workers + 1);
        _wires.Add(wire);
        if (port.Peer is { } peer) _freeWireEnds[peer] = wire.B;
        return wire.A;
    }
}
