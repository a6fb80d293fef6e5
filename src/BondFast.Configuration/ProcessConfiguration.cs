using System.Collections.Immutable;

namespace BondFast.Configuration;

/// <summary>What a worker does when it finds no frames.</summary>
public enum IdlePolicy : byte
{
    /// <summary>Looks again at once.</summary>
    Poll,

    /// <summary>Pauses for a few hundred cycles first: kind to the sibling thread.</summary>
    Pause,

    /// <summary>Sleeps some microseconds after a while without frames: kind to everybody else.</summary>
    Sleep,
}

/// <summary><c>[workers]</c>.</summary>
public sealed record WorkersConfiguration
{
    /// <summary>The CPUs that forward frames, one worker each; empty: <see cref="Count"/> of them, chosen by the program.</summary>
    public ImmutableArray<int> Cpus { get; init; } = [];
    public int Count { get; init; } = 1;

    /// <summary>The CPU of monitors, LACP and the control socket; null: chosen by the program.</summary>
    public int? ControlCpu { get; init; }

    /// <summary>Most frames that are received or sent in one call.</summary>
    public int Burst { get; init; } = 32;
    public IdlePolicy Idle { get; init; }
}

/// <summary>Where DPDK's memory comes from.</summary>
public enum MemoryMode : byte
{
    /// <summary>Hugepages when there are enough, ordinary pages otherwise.</summary>
    Auto,

    /// <summary>Hugepages, private to the process; no mount is needed.</summary>
    Hugepages,

    /// <summary>Ordinary pages: no privilege and no preparation, but slower, and few NICs can use them.</summary>
    None,

    /// <summary>Hugepages that other processes can map: vhost-user, memif, secondary processes.</summary>
    Shared,
}

/// <summary><c>[memory]</c>.</summary>
public sealed record MemoryConfiguration
{
    public MemoryMode Mode { get; init; }

    /// <summary>0: what ports and queues need.</summary>
    public int Megabytes { get; init; }

    /// <summary>Frames in each pool; 0: what ports and queues need.</summary>
    public int Mbufs { get; init; }
}

/// <summary><c>[control]</c>.</summary>
public sealed record ControlConfiguration
{
    public string Socket { get; init; } = "/run/bondfast/bondfast.sock";

    /// <summary>User name or number; null: the process's own.</summary>
    public string? Owner { get; init; }

    /// <summary>Group name or number; null: the process's own.</summary>
    public string? Group { get; init; }
}

/// <summary><c>[eal]</c>: DPDK's start-up.</summary>
public sealed record EalConfiguration
{
    /// <summary>Tells processes that use DPDK on one host apart.</summary>
    public string FilePrefix { get; init; } = "bondfast";

    public ImmutableArray<string> ExtraArgs { get; init; } = [];
}
