namespace BondFast.Bonding.Lacp;

/// <summary>Keeps a port that a hostile or broken partner drives from filling the event log: at most so many events in a second.</summary>
internal struct EventBudget
{
    private const int EventsPerSecond = 20;

    private long _windowStart;
    private int _used;

    /// <summary>Events that were left out since the last one that was not.</summary>
    public int LeftOut { get; private set; }

    public bool Spend(long now)
    {
        if (now - _windowStart >= LacpTime.Second)
        {
            _windowStart = now;
            _used = 0;
        }
        if (_used++ < EventsPerSecond) return true;
        LeftOut++;
        return false;
    }

    public int TakeLeftOut()
    {
        int count = LeftOut;
        LeftOut = 0;
        return count;
    }
}
