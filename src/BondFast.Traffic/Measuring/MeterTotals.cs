namespace BondFast.Traffic;

/// <summary>What a meter has seen, all flows together. A snapshot taken while traffic runs is right within a burst.</summary>
public readonly record struct MeterTotals
{
    /// <summary>Good frames of this run, copies included.</summary>
    public ulong Received { get; init; }

    /// <summary>Bytes in them, without FCS.</summary>
    public ulong Bytes { get; init; }

    /// <summary>Frames that came for the second time or more often.</summary>
    public ulong Duplicated { get; init; }

    /// <summary>Frames whose sequence number was below the next expected one of their flow (RFC 4737, type-P-reordered); copies do not count.</summary>
    public ulong Reordered { get; init; }

    /// <summary>Numbers below the highest of each flow that have not come. Frames lost at the very end show only against <see cref="Generator.Frames"/>.</summary>
    public ulong Lost { get; init; }

    /// <summary>Frames of this run whose stamp, lengths or (where asked for) payload are damaged.</summary>
    public ulong Corrupt { get; init; }

    /// <summary>Frames without our stamp.</summary>
    public ulong Foreign { get; init; }

    /// <summary>Frames of another run.</summary>
    public ulong OtherRuns { get; init; }

    /// <summary>Times a frame came over another path than its flow's frame before.</summary>
    public ulong PathChanges { get; init; }

    /// <summary>Nanoseconds: the longest silence of a flow between two of its frames, by arrival. 0 before a flow has two.</summary>
    public double LargestGap { get; init; }

    /// <summary>Nanoseconds: the longest time, by sending stamps, from a flow's last frame before a hole in its numbers to the first after. Full stamps only.</summary>
    public double LargestHole { get; init; }

    /// <summary>Different frames received.</summary>
    public ulong Unique => Received - Duplicated;

    /// <summary>Frames missing of those a generator made.</summary>
    public ulong LostOf(ulong generated) => generated > Unique ? generated - Unique : 0;
}

/// <summary>One flow at a meter.</summary>
/// <param name="Path">Over which its last frame came.</param>
public readonly record struct FlowTotals(ulong Received, ulong Duplicated, ulong Reordered, ulong Lost, ulong PathChanges, int Path);
