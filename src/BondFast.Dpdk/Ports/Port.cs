using System.Text;
using BondFast.Dpdk.Native;

namespace BondFast.Dpdk;

/// <summary>
/// An ethdev port: probe, configure, start, stop, close. Owned by one control thread; bursts on its queues go past it, by
/// <see cref="Id"/> and <see cref="Burst"/>. What is changed on the device (MAC, MTU, filters) is put back on <see cref="Dispose"/>.
/// </summary>
public sealed unsafe partial class Port : IDisposable
{
    private const int MaxPortsOfDevice = 32;

    private bool _disposed;

    private Port(ushort id, string name, PortInfo info)
    {
        Id = id;
        Name = name;
        Info = info;
        Netdev = info.InterfaceIndex != 0 ? KernelInterface.FromIndex(info.InterfaceIndex) : null;
        RememberOriginals();
    }

    /// <summary>DPDK's number for <see cref="Burst"/>.</summary>
    public ushort Id { get; }

    /// <summary>Ours, for people.</summary>
    public string Name { get; }

    public PortInfo Info { get; }

    /// <summary>The kernel interface behind the port (tap, af_packet, af_xdp, bifurcated NICs), or null.</summary>
    public KernelInterface? Netdev { get; }

    public bool IsStarted { get; private set; }

    /// <summary>Queues of the last <see cref="Configure"/>.</summary>
    public int RxQueues { get; private set; }
    public int TxQueues { get; private set; }

    /// <summary>Probes one device and returns its ports (most have one; named name, name.1, ...).</summary>
    /// <param name="name">For people.</param>
    /// <param name="device">A PCI address or a virtual device with its arguments: <c>net_af_packet0,iface=ens5</c>.</param>
    /// <exception cref="DpdkException">BF21xx: nothing was added.</exception>
    public static IReadOnlyList<Port> ProbeAll(string name, string device)
    {
        if ((PciDevice.Parse(device)?.Obstacle() ?? VirtualDevice.Obstacle(device)) is { } obstacle)
            throw new DpdkException(obstacle.Code, $"Port {name} ({device}) was not added", obstacle.Why, obstacle.Remedy);
        _ = EalLog.Take();
        ushort* ids = stackalloc ushort[MaxPortsOfDevice];
        int count = Shim.bf_device_probe(device, ids, MaxPortsOfDevice);
        if (count < 0) throw Faults.Probe(name, device, count, Shim.LastError, EalLog.Take());
        Port[] ports = new Port[count];
        for (int i = 0; i < count; i++) ports[i] = Attach(ids[i], i == 0 ? name : $"{name}.{i}");
        return ports;
    }

    /// <summary>Probes a device that has one port.</summary>
    /// <inheritdoc cref="ProbeAll"/>
    public static Port Probe(string name, string device)
    {
        IReadOnlyList<Port> ports = ProbeAll(name, device);
        for (int i = 1; i < ports.Count; i++) ports[i].Dispose();
        return ports[0];
    }

    /// <summary>Takes over a port that exists already, made by DPDK's own functions.</summary>
    /// <exception cref="DpdkException">BF2103: there is none.</exception>
    public static Port Attach(ushort id, string name)
    {
        NativePortInfo raw;
        if (Shim.bf_port_info_get(id, &raw) < 0) throw new DpdkException("BF2103", $"Port {name} cannot be used", Shim.LastError);
        PortInfo info = new(Text(raw.Driver, 32), Text(raw.Device, 64), MacBytes.Read(raw.Mac), raw.Mtu, raw.MinMtu, raw.MaxMtu,
            raw.MaxRxQueues, raw.MaxTxQueues, raw.Socket, raw.IfIndex, raw.HasLsc != 0, (int)raw.MaxMacAddresses, raw.RxOffloads, raw.TxOffloads);
        return new Port(id, name, info);

        static string Text(byte* bytes, int size)
        {
            ReadOnlySpan<byte> span = new(bytes, size);
            int end = span.IndexOf((byte)0);
            return Encoding.UTF8.GetString(end < 0 ? span : span[..end]);
        }
    }

    /// <summary>Queues, offloads, MTU. The port is stopped.</summary>
    /// <exception cref="DpdkException">BF2120: the driver cannot.</exception>
    public void Configure(PortOptions options)
    {
        NativePortConfig config = new()
        {
            RxQueues = (ushort)options.RxQueues,
            TxQueues = (ushort)options.TxQueues,
            RxDescriptors = (ushort)options.RxDescriptors,
            TxDescriptors = (ushort)options.TxDescriptors,
            Mtu = (ushort)options.Mtu,
            Flags = (ushort)((options.Rss ? NativePortConfig.Rss : 0) | (options.MultiSegments ? NativePortConfig.MultiSegments : 0)
                | (options.FastFree ? NativePortConfig.FastFree : 0)),
            Socket = Info.Socket,
            Pool = options.Pool.Handle,
        };
        if (Shim.bf_port_configure(Id, &config) < 0) throw Faults.Device("BF2120", $"Port {Name} ({Info.Device}) cannot be set up");
        RxQueues = options.RxQueues;
        TxQueues = options.TxQueues;
    }

    /// <exception cref="DpdkException">BF2121: the driver refused.</exception>
    public void Start()
    {
        if (IsStarted) return;
        if (Shim.bf_port_start(Id) < 0) throw Faults.Device("BF2121", $"Port {Name} ({Info.Device}) did not start");
        IsStarted = true;
    }

    /// <summary>No worker may be inside a burst of this port. False when the driver refused.</summary>
    public bool Stop()
    {
        if (!IsStarted) return true;
        IsStarted = Shim.bf_port_stop(Id) < 0;
        return !IsStarted;
    }

    /// <summary>Stops, gives MAC, MTU and filters back, closes, and removes the device with its last port. Safe to call twice.</summary>
    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        if (!IsGone) Restore();
        IsStarted = false;
        if (Shim.bf_device_remove(Id) < 0) RemoveFailure = Shim.LastError;
    }

    /// <summary>After <see cref="Dispose"/>: why the device stayed, or null.</summary>
    public string? RemoveFailure { get; private set; }

    public override string ToString() => $"{Name} ({Info.Device})";
}
