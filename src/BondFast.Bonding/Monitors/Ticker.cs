namespace BondFast.Bonding.Monitors;

/// <summary>
/// A periodic deadline in monotonic ns that keeps its grid. When whole periods were missed they are not made up for: one
/// run, and the next comes a period later.
/// </summary>
internal struct Ticker
{
    private long _next;
    private long _period;

    /// <summary><see cref="long.MaxValue"/> while stopped.</summary>
    public readonly long Next => _period == 0 ? long.MaxValue : _next;

    /// <summary>Due at once, then every <paramref name="milliseconds"/>; 0 stops.</summary>
    public void Start(long now, int milliseconds)
    {
        _period = milliseconds * Bond.NanosecondsPerMillisecond;
        _next = now;
    }

    public void Stop() => _period = 0;

    /// <summary>A run took place.</summary>
    public void Advance(long now)
    {
        _next += _period;
        if (_next <= now) _next = now + _period;
    }
}
