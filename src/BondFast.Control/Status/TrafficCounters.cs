namespace BondFast.Control.Status;

/// <summary>What went through a slave or a bond since it was made. Bytes without FCS.</summary>
public struct TrafficCounters
{
    public ulong RxPackets;
    public ulong RxBytes;
    public ulong TxPackets;
    public ulong TxBytes;

    /// <summary>All drops, whatever the reason.</summary>
    public ulong Dropped;
}
