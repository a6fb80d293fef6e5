namespace BondFast.Bonding.Lacp;

/// <summary>
/// The selection logic (802.1AX-2014 6.4.14): an unselected port whose mux has detached gets an aggregator, the one with its own
/// LAG ID if there is one, otherwise an empty one. Whether it is SELECTED or STANDBY there depends on which
/// aggregator carries the bond (<see cref="AggregatorChoice"/>).
/// </summary>
internal static class SelectionLogic
{
    /// <summary>True when the port got an aggregator.</summary>
    public static bool Run(LacpPort port, AggregatorPool pool)
    {
        if (port.Selected != Selected.Unselected || port.MuxPosition.State != MuxState.Detached || port.Leaving) return false;
        Leave(port, pool);
        Aggregator aggregator = pool.For(LagId.Of(port));
        aggregator.Add(port);
        port.Aggregator = aggregator;
        port.Selected = aggregator.Active ? Selected.Selected : Selected.Standby;
        return true;
    }

    public static void Leave(LacpPort port, AggregatorPool pool)
    {
        if (port.Aggregator is not { } old) return;
        port.Aggregator = null;
        old.Remove(port);
        if (old.Ports.Count == 0) pool.Free(old);
    }
}

/// <summary>The aggregators that have ports, and spare ones: there are never more than ports.</summary>
internal sealed class AggregatorPool
{
    private readonly List<Aggregator> _used = [];
    private readonly Stack<Aggregator> _spare = [];

    public List<Aggregator> Used => _used;

    /// <summary>The aggregator of this LAG, or an empty one made ready for it.</summary>
    public Aggregator For(in LagId lagId)
    {
        if (!lagId.Individual)
            foreach (Aggregator aggregator in _used)
                if (aggregator.LagId == lagId) return aggregator;
        if (!_spare.TryPop(out Aggregator? empty)) empty = new Aggregator();
        empty.LagId = lagId;
        empty.Active = false;
        _used.Add(empty);
        return empty;
    }

    public void Free(Aggregator aggregator)
    {
        _used.Remove(aggregator);
        aggregator.Active = false;
        _spare.Push(aggregator);
    }
}
