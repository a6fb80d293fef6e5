using System.Diagnostics;
using BondFast.Wire;

namespace BondFast.Datapath.Receive;

/// <summary>CLOCK_MONOTONIC in ns, the clock that the engine is driven by. About 25 ns a call: per burst at most, never per packet.</summary>
[HotPath]
internal static class MonotonicClock
{
    public static long Now => Stopwatch.GetTimestamp();
}
