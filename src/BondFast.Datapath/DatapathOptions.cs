namespace BondFast.Datapath;

/// <summary>What is fixed for the life of a bond's datapath.</summary>
public sealed record DatapathOptions
{
    /// <summary>Workers that share the bond: 1..64.</summary>
    public int Workers { get; init; } = 1;

    /// <summary>How often frames are offered again to a slave or uplink whose queue is full, before they are dropped and counted.</summary>
    public int TransmitRetries { get; init; }

    /// <summary>Frames a worker takes from a queue at once: 1..64.</summary>
    public int Burst { get; init; } = 32;

    /// <summary>Frames that may wait for the control core, per worker; a power of two.</summary>
    public int ControlRing { get; init; } = 512;
}
