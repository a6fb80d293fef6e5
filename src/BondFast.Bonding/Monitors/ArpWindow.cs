namespace BondFast.Bonding.Monitors;

/// <summary>
/// Was something recent enough? (linux-bonding 5.1.) With interval I a moment counts up to m intervals and a half after it, so
/// that a run which comes a little late still sees what the run before it caused. Both ends count.
/// </summary>
internal readonly struct ArpWindow(long interval, long now)
{
    public bool Within(long moment, int intervals) => moment - interval <= now && now <= moment + intervals * interval + interval / 2;
}
