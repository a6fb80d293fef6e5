namespace BondFast.Bonding.Monitors;

/// <summary>
/// One run of the ARP monitor in balance-rr, balance-xor and broadcast (linux-bonding 5.4). Every slave is probed and every one
/// must be answered: the switch has to spread the answers over all of them (HOWTO arp_interval).
/// </summary>
internal static class LoadBalanceArp
{
    public static void Run(ArpMonitor monitor, Bond bond, long now)
    {
        var window = new ArpWindow(monitor.Interval, now);
        bool reselect = false;
        foreach (Slave slave in bond.SlaveList)
        {
            reselect |= Judge(bond, slave, window);
            if (slave.IsUp) monitor.SendProbes(slave, now);
        }
        if (reselect) bond.Reselect();
    }

    private static bool Judge(Bond bond, Slave slave, ArpWindow window)
    {
        if (slave.Link != SlaveLink.Up)
            return slave.IsUp && window.Within(slave.LastProbe, 1) && window.Within(slave.LastReceived, 1)
                && bond.CommitUp(slave, "it is heard") && bond.Active is null;
        int missed = bond.Options.ArpMissedMax;
        if (window.Within(slave.LastProbe, missed) && window.Within(slave.LastReceived, missed)) return false;
        bool wasActive = bond.CommitDown(slave, $"not heard for {missed} intervals");
        slave.Backup = true;
        return wasActive;
    }
}
