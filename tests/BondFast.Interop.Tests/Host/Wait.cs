using System.Diagnostics;

namespace BondFast.Interop.Tests.Host;

/// <summary>Waiting for something outside to become true.</summary>
internal static class Wait
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(20);

    /// <summary>Asks again and again until the answer is yes; how long it took.</summary>
    /// <exception cref="TimeoutException">It was still no after <paramref name="limit"/>; <paramref name="otherwise"/> says what was seen.</exception>
    public static TimeSpan Until(Func<bool> condition, TimeSpan limit, Func<string> otherwise, TimeSpan? step = null)
    {
        var watch = Stopwatch.StartNew();
        while (!condition())
        {
            if (watch.Elapsed > limit)
                throw new TimeoutException($"after {limit.TotalSeconds:0.#} s: {otherwise()}");
            Thread.Sleep(step ?? Step);
        }
        return watch.Elapsed;
    }
}
