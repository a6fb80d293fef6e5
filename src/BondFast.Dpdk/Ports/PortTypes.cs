namespace BondFast.Dpdk;

/// <summary>What a port is, as it was when it was probed.</summary>
/// <param name="Driver">DPDK's name of it: <c>net_tap</c>.</param>
/// <param name="Device">DPDK's name of the device: <c>net_tap0</c>, <c>0000:3b:00.0</c>.</param>
/// <param name="Mac">Six bytes in wire order as a number.</param>
/// <param name="Socket">NUMA node, -1 is none.</param>
/// <param name="InterfaceIndex">Kernel interface behind the port, 0 is none.</param>
/// <param name="HasLinkInterrupt">The driver says it has them; some that say so never raise one.</param>
public sealed record PortInfo(
    string Driver, string Device, ulong Mac, int Mtu, int MinMtu, int MaxMtu, int MaxRxQueues, int MaxTxQueues,
    int Socket, uint InterfaceIndex, bool HasLinkInterrupt, int MaxMacAddresses, ulong RxOffloads, ulong TxOffloads);

/// <summary>How a port is set up.</summary>
public sealed record PortOptions(Mempool Pool)
{
    public int RxQueues { get; init; } = 1;
    public int TxQueues { get; init; } = 1;

    /// <summary>0: the driver's choice. Clamped to its limits.</summary>
    public int RxDescriptors { get; init; }
    public int TxDescriptors { get; init; }

    /// <summary>Bytes of payload in a frame; 0 keeps.</summary>
    public int Mtu { get; init; }

    /// <summary>Spread received flows over the queues and put the hash into the mbufs, where the hardware can.</summary>
    public bool Rss { get; init; } = true;

    /// <summary>Frames of several segments will be sent.</summary>
    public bool MultiSegments { get; init; } = true;

    /// <summary>All frames sent come from one pool and have one owner: the driver may skip checks. Never with broadcast.</summary>
    public bool FastFree { get; init; }
}

public enum LinkDuplex : byte { Unknown, Half, Full }

/// <summary>State of a link.</summary>
/// <param name="Present">False: the device is gone (interface deleted, hardware pulled).</param>
/// <param name="Running">Started, and administratively up where a kernel interface is behind it.</param>
/// <param name="Carrier">There is a link.</param>
/// <param name="SpeedMbps">0: unknown.</param>
public readonly record struct LinkState(bool Present, bool Running, bool Carrier, uint SpeedMbps, LinkDuplex Duplex)
{
    public bool IsUp => Present && Running && Carrier;
}

/// <summary>The driver's counters since the last reset.</summary>
/// <param name="RxMissed">Frames the device dropped because no descriptor was free.</param>
/// <param name="RxNoMbuf">Failed allocations of receive buffers.</param>
public readonly record struct PortStatistics(
    ulong RxPackets, ulong TxPackets, ulong RxBytes, ulong TxBytes, ulong RxMissed, ulong RxErrors, ulong TxErrors, ulong RxNoMbuf);
