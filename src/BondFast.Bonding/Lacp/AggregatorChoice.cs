namespace BondFast.Bonding.Lacp;

/// <summary>
/// Which aggregator carries the bond's traffic: option ad_select, as Linux decides it. There is one at most, and none only when no
/// port has a link.
/// </summary>
internal static class AggregatorChoice
{
    public static Aggregator? Best(List<Aggregator> aggregators, Aggregator? current, AdSelect policy)
    {
        Aggregator? best = current is not null && IsCandidate(current) ? current : null;
        bool keepable = best is not null;
        foreach (Aggregator aggregator in aggregators)
            if (aggregator != best && IsCandidate(aggregator) && (best is null || IsBetter(aggregator, best, policy, best == current))) best = aggregator;
        return keepable && policy == AdSelect.Stable && IsKept(current!, best!) ? current : best;
    }

    private static bool IsCandidate(Aggregator aggregator) => aggregator.EnabledPorts > 0;

    /// <summary>
    /// Policy stable holds on to an aggregator that carries traffic as long as it has a link (HOWTO, ad_select). One that is
    /// still being set up is not worth it: until then the larger bandwidth wins.
    /// </summary>
    private static bool IsKept(Aggregator current, Aggregator best) =>
        current.InUse && (current.HasPartner || !best.HasPartner) && !(current.LagId.Actor.Key == 0 && best.LagId.Actor.Key != 0);

    /// <summary>Equals leave the present aggregator in place; between two others the lower number wins.</summary>
    private static bool IsBetter(Aggregator one, Aggregator other, AdSelect policy, bool otherIsCurrent)
    {
        int order = Compare(one, other, policy);
        return order > 0 || order == 0 && !otherIsCurrent && one.Id < other.Id;
    }

    private static int Compare(Aggregator one, Aggregator other, AdSelect policy)
    {
        int order = other.WithoutLacp.CompareTo(one.WithoutLacp);
        if (order == 0) order = one.HasPartner.CompareTo(other.HasPartner);
        if (order == 0 && policy == AdSelect.ActorPortPriority) order = one.PrioritySum.CompareTo(other.PrioritySum);
        if (order == 0 && policy is AdSelect.ActorPortPriority or AdSelect.Count) order = one.EnabledPorts.CompareTo(other.EnabledPorts);
        return order == 0 ? one.Bandwidth.CompareTo(other.Bandwidth) : order;
    }
}
