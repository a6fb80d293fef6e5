namespace BondFast.Bonding.Monitors;

/// <summary>One run of the ARP monitor in active-backup (linux-bonding 5.3): inspect all, commit, then probe on the active slave or hunt for one.</summary>
internal static class ActiveBackupArp
{
    public static void Run(ArpMonitor monitor, Bond bond, long now)
    {
        var window = new ArpWindow(monitor.Interval, now);
        bool changes = false;
        foreach (Slave slave in bond.SlaveList)
        {
            slave.Proposed = Inspect(monitor, bond, slave, window);
            changes |= slave.Proposed != slave.Link;
        }
        if (changes) Commit(monitor, bond);
        Probe(monitor, bond, now);
    }

    private static SlaveLink Inspect(ArpMonitor monitor, Bond bond, Slave slave, ArpWindow window)
    {
        long heard = monitor.LastHeard(slave);
        if (slave.Link != SlaveLink.Up)
        {
            if (slave.IsUp && window.Within(heard, 1)) return SlaveLink.Up;
            return slave.Link == SlaveLink.Back ? SlaveLink.Fail : slave.Link;
        }
        if (window.Within(slave.LastLinkUp, 2)) return SlaveLink.Up;
        int missed = bond.Options.ArpMissedMax;
        bool silent = slave.Backup
            ? monitor.Hunting is null && !window.Within(heard, missed + 1)
            : !window.Within(slave.LastProbe, missed) || !window.Within(heard, missed);
        return silent ? SlaveLink.Down : SlaveLink.Up;
    }

    private static void Commit(ArpMonitor monitor, Bond bond)
    {
        bool reselect = false;
        foreach (Slave slave in bond.SlaveList)
        {
            if (slave.Proposed == slave.Link) continue;
            switch (slave.Proposed)
            {
                case SlaveLink.Up:
                    reselect |= bond.CommitUp(slave, "it is heard");
                    monitor.StopHunting();
                    break;
                case SlaveLink.Down:
                    if (slave == bond.Active) monitor.StopHunting();
                    reselect |= bond.CommitDown(slave, $"no sign of life from {(slave.Backup ? "our probes" : "a target")} for {bond.Options.ArpMissedMax} intervals");
                    break;
                default:
                    bond.SetLink(slave, SlaveLink.Fail);
                    bond.SetInactiveRole(slave);
                    if (bond.Active is not null) monitor.StopHunting();
                    bond.Mode.OnLinkChanged(slave, bond.Now);
                    break;
            }
        }
        if (reselect) bond.Reselect();
    }

    private static void Probe(ArpMonitor monitor, Bond bond, long now)
    {
        if (bond.Active is { } active)
        {
            monitor.SendProbes(active, now);
            return;
        }
        FailWithoutCarrier(bond);
        if (Next(bond.SlaveList, monitor.Hunting) is not { } next) return;
        Hunt(monitor, bond, next, now);
    }

    /// <summary>No slave is active: one after the other gets an interval to be answered in.</summary>
    private static void Hunt(ArpMonitor monitor, Bond bond, Slave next, long now)
    {
        if (monitor.Hunting is { } before && before != next) bond.SetInactiveRole(before);
        monitor.Hunting = next;
        bond.SetLink(next, SlaveLink.Back);
        bond.SetActiveRole(next);
        next.LastLinkUp = now;
        bond.ApplyFilters();
        bond.Raise(EventLevel.Debug, "hunting", next, $"{bond.Name}: no slave is answered; trying {next.Name}");
        monitor.SendProbes(next, now);
    }

    private static void FailWithoutCarrier(Bond bond)
    {
        foreach (Slave slave in bond.SlaveList)
            if (slave is { IsUp: false, Link: SlaveLink.Up }) bond.CommitDown(slave, "its link is gone");
    }

    /// <summary>The next slave with carrier after the one tried last, around; at first after the first slave.</summary>
    private static Slave? Next(List<Slave> slaves, Slave? last)
    {
        int start = last is null ? 0 : slaves.IndexOf(last);
        for (int i = 1; i <= slaves.Count; i++)
        {
            Slave slave = slaves[(start + i) % slaves.Count];
            if (slave.IsUp) return slave;
        }
        return null;
    }
}
