namespace BondFast.Bonding.Lacp;

/// <summary>At most so many in any second, judged by the moments of the last ones. Owned by one port.</summary>
internal struct RateLimit(int limit)
{
    private readonly long[] _taken = NeverTaken(limit);
    private int _oldest;

    /// <summary>Monotonic ns of the next moment at which one may go.</summary>
    public readonly long AllowedAt => _taken[_oldest] == long.MinValue ? long.MinValue : _taken[_oldest] + LacpTime.Second;

    public void Take(long now)
    {
        _taken[_oldest] = now;
        _oldest = (_oldest + 1) % _taken.Length;
    }

    private static long[] NeverTaken(int limit)
    {
        long[] taken = new long[limit];
        Array.Fill(taken, long.MinValue);
        return taken;
    }
}
