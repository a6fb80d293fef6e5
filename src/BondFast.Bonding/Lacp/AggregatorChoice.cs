namespace BondFast.Bonding.Lacp;

/// <summary>
/// Which aggregator carries the bond's traffic: option ad_select, as Linux decides it. There is one at most. When every link is lost
/// the last one stays, so that links that come back as they were need no new selection (802.1AX keeps Selected).
/// </summary>
internal static class AggregatorChoice
{
    public static Aggregator? Best(List<Aggregator> aggregators, Aggregator? current, AdSelect policy)
    {
        Aggregator? best = null;
        var merit = new Merit();
        var currentMerit = new Merit();
        if (current is not null)
        {
            currentMerit = new Merit(current, policy);
            if (currentMerit.IsCandidate) (best, merit) = (current, currentMerit);
        }
        foreach (Aggregator aggregator in aggregators)
        {
            if (aggregator == current) continue;
            var other = new Merit(aggregator, policy);
            if (!other.IsCandidate || best is not null && !IsBetter(aggregator, in other, best, in merit, best == current)) continue;
            (best, merit) = (aggregator, other);
        }
        if (best is null) return current is { Ports.Count: > 0 } ? current : null;
        bool kept = policy == AdSelect.Stable && currentMerit.IsCandidate && IsKept(current!, best);
        return kept ? current : best;
    }

    /// <summary>
    /// Policy stable holds on to an aggregator that carries traffic as long as it has a link (HOWTO, ad_select). One that is
    /// still being set up is not worth it: until then the larger bandwidth wins.
    /// </summary>
    private static bool IsKept(Aggregator current, Aggregator best) =>
        current.InUse && (current.HasPartner || !best.HasPartner) && !(current.LagId.Actor.Key == 0 && best.LagId.Actor.Key != 0);

    /// <summary>Equals leave the present aggregator in place; between two others the lower number wins.</summary>
    private static bool IsBetter(Aggregator one, in Merit merit, Aggregator other, in Merit otherMerit, bool otherIsCurrent)
    {
        int order = merit.CompareTo(in otherMerit);
        return order > 0 || order == 0 && !otherIsCurrent && one.Id < other.Id;
    }

    /// <summary>What counts for an aggregator, worked out once per choice: the first difference decides.</summary>
    private readonly struct Merit
    {
        private readonly bool _speaksLacp, _hasPartner;
        private readonly ulong _first, _second, _third;

        public Merit(Aggregator aggregator, AdSelect policy)
        {
            int ports = aggregator.EnabledPorts;
            IsCandidate = ports > 0;
            if (!IsCandidate) return;
            _speaksLacp = !aggregator.WithoutLacp;
            _hasPartner = aggregator.HasPartner;
            ulong bandwidth = aggregator.Bandwidth;
            (_first, _second, _third) = policy switch
            {
                AdSelect.ActorPortPriority => (aggregator.PrioritySum, (ulong)ports, bandwidth),
                AdSelect.Count => ((ulong)ports, bandwidth, 0UL),
                _ => (bandwidth, 0UL, 0UL),
            };
        }

        /// <summary>It has a link.</summary>
        public bool IsCandidate { get; }

        public int CompareTo(in Merit other)
        {
            int order = _speaksLacp.CompareTo(other._speaksLacp);
            if (order == 0) order = _hasPartner.CompareTo(other._hasPartner);
            if (order == 0) order = _first.CompareTo(other._first);
            if (order == 0) order = _second.CompareTo(other._second);
            return order == 0 ? _third.CompareTo(other._third) : order;
        }
    }
}
