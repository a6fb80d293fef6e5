namespace BondFast.Hosting;

/// <summary>
/// From "ready" on the collector stays out of the way: start-up's garbage is collected once, then a budget is set aside that
/// what little the control side allocates fits into for a long time. Workers allocate nothing.
/// </summary>
internal static class SteadyState
{
    /// <summary>Bytes that may be allocated before the first collection.</summary>
    private const long Budget = 200L << 20;

    private static int CollectionsBefore;

    /// <summary>Collections since <see cref="Enter"/>.</summary>
    public static int Collections => CountAll() - CollectionsBefore;

    public static void Enter()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true);
        try
        {
            GC.TryStartNoGCRegion(Budget);
        }
        catch (ArgumentOutOfRangeException)
        {
            // the machine allows a smaller heap only; the collector then runs when it must
        }
        CollectionsBefore = CountAll();
    }

    private static int CountAll() => GC.CollectionCount(0); // counts the older generations' collections too
}
