namespace BondFast.Bonding.Failover;

/// <summary>Which slave should be the active one (linux-bonding 4.1).</summary>
internal static class BestSlave
{
    public static Slave? Choose(Bond bond)
    {
        Slave? wanted = bond.PrimarySlave is { Link: SlaveLink.Up } primary ? primary : HighestPriority(bond);
        Slave? current = bond.Active;
        if (wanted is null) return LongestWaiting(bond) ?? (current is { Link: SlaveLink.Fail } ? current : null);
        if (current is null || current.Link != SlaveLink.Up || wanted == current) return wanted;
        return bond.Options.PrimaryReselect switch
        {
            PrimaryReselect.Failure => current,
            PrimaryReselect.Better => IsBetter(wanted, current) ? wanted : current,
            _ => wanted,
        };
    }

    private static bool IsBetter(Slave wanted, Slave current) =>
        wanted.SpeedMbps != current.SpeedMbps ? wanted.SpeedMbps > current.SpeedMbps : wanted.Duplex > current.Duplex;

    /// <summary>
    /// The usable slave with the highest prio. Among equals the current one stays, as a slave becomes active if, and only if,
    /// the active one fails (HOWTO mode 1); then order of enslavement decides.
    /// </summary>
    private static Slave? HighestPriority(Bond bond)
    {
        Slave? best = bond.Active is { Link: SlaveLink.Up } current ? current : null;
        foreach (Slave slave in bond.SlaveList)
            if (slave.Link == SlaveLink.Up && (best is null || slave.Options.Prio > best.Options.Prio)) best = slave;
        return best;
    }

    /// <summary>Nothing is up: of the slaves in updelay the one that went into it first is used at once (HOWTO 13.1).</summary>
    private static Slave? LongestWaiting(Bond bond)
    {
        Slave? best = null;
        int least = bond.UpdelayTicks;
        foreach (Slave slave in bond.SlaveList)
        {
            if (slave.Link != SlaveLink.Back || !slave.IsUp || slave.Delay >= least || bond.NeedsSpeed && !slave.SpeedKnown) continue;
            best = slave;
            least = slave.Delay;
        }
        return best;
    }
}
