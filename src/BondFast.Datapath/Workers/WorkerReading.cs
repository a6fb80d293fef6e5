namespace BondFast.Datapath;

/// <summary>A worker's own counters at one moment. Times are TSC ticks.</summary>
public sealed class WorkerReading
{
    private readonly ulong[] _gaps;

    internal WorkerReading(ulong polls, ulong busyPolls, ulong longestGap, long allocatedBytes, ulong[] gaps)
    {
        Polls = polls;
        BusyPolls = busyPolls;
        LongestGap = longestGap;
        AllocatedBytes = allocatedBytes;
        _gaps = gaps;
    }

    public ulong Polls { get; }

    /// <summary>Polls that found something to do.</summary>
    public ulong BusyPolls { get; }

    /// <summary>Longest time between the starts of two polls.</summary>
    public ulong LongestGap { get; }

    /// <summary>Managed memory the worker has allocated since its loop began: 0, or something is wrong.</summary>
    public long AllocatedBytes { get; }

    /// <summary>The gap that a share of all polls (0.9999 is p99.99) do not exceed, to a quarter of a power of two.</summary>
    public ulong Percentile(double share)
    {
        ulong wanted = (ulong)Math.Ceiling(Polls * share);
        ulong seen = 0;
        for (int bucket = 0; bucket < _gaps.Length; bucket++)
        {
            seen += _gaps[bucket];
            if (seen >= wanted && seen > 0) return Math.Min(Workers.WorkerMeter.UpperEnd(bucket), LongestGap);
        }
        return LongestGap;
    }

    /// <summary>The histogram: upper end of each bucket that is not empty, and the polls in it.</summary>
    public IEnumerable<(ulong UpTo, ulong Polls)> Histogram()
    {
        for (int bucket = 0; bucket < _gaps.Length; bucket++)
            if (_gaps[bucket] != 0) yield return (Workers.WorkerMeter.UpperEnd(bucket), _gaps[bucket]);
    }
}
