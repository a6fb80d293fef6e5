using System.Runtime.CompilerServices;

namespace BondFast.Datapath;

/// <summary>Drops by <see cref="DropReason"/>.</summary>
[InlineArray(DropReasons.Count)]
public struct DropCounters
{
    private ulong _first;

    public readonly ulong this[DropReason reason] => this[(int)reason];

    internal void Add(in DropCounters other)
    {
        for (int i = 0; i < DropReasons.Count; i++) this[i] += other[i];
    }

    internal void Subtract(in DropCounters other)
    {
        for (int i = 0; i < DropReasons.Count; i++) this[i] -= other[i];
    }
}

/// <summary>What went through one slave. Frames and bytes (without FCS) as the bond sees them: receive counts what the slave
/// brought, drops included; transmit what the slave's driver took.</summary>
public struct SlaveCounters
{
    public ulong RxFrames;
    public ulong RxBytes;
    public ulong TxFrames;
    public ulong TxBytes;

    /// <summary>LACP and Marker frames among the received ones, and tapped copies.</summary>
    public ulong ControlFrames;

    public DropCounters Drops;

    internal void Add(in SlaveCounters other)
    {
        RxFrames += other.RxFrames;
        RxBytes += other.RxBytes;
        TxFrames += other.TxFrames;
        TxBytes += other.TxBytes;
        ControlFrames += other.ControlFrames;
        Drops.Add(other.Drops);
    }

    internal void Subtract(in SlaveCounters other)
    {
        RxFrames -= other.RxFrames;
        RxBytes -= other.RxBytes;
        TxFrames -= other.TxFrames;
        TxBytes -= other.TxBytes;
        ControlFrames -= other.ControlFrames;
        Drops.Subtract(other.Drops);
    }
}

/// <summary>What went through a bond's uplink side.</summary>
public struct UplinkCounters
{
    /// <summary>Frames taken from the uplink (or from callers of <see cref="BondPort.Transmit"/>).</summary>
    public ulong FromUplink;

    /// <summary>Frames delivered to the uplink (or to callers of <see cref="BondPort.Receive"/>).</summary>
    public ulong ToUplink;

    /// <summary>Drops that belong to no slave.</summary>
    public DropCounters Drops;

    internal void Add(in UplinkCounters other)
    {
        FromUplink += other.FromUplink;
        ToUplink += other.ToUplink;
        Drops.Add(other.Drops);
    }
}
