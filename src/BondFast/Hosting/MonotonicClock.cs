using System.Diagnostics;

namespace BondFast.Hosting;

/// <summary>The host's clock: CLOCK_MONOTONIC in nanoseconds, the one that workers stamp frames with.</summary>
internal static class MonotonicClock
{
    public const long Millisecond = 1_000_000;
    public const long Second = 1_000_000_000;

    public static long Now => Stopwatch.GetTimestamp();
}
