namespace BondFast.Bonding;

/// <summary>Link states: what drivers report and what monitors commit.</summary>
public sealed partial class Bond
{
    /// <summary>Modes that work with speed and duplex refuse to use a slave while they are unknown (linux-bonding 4).</summary>
    internal bool NeedsSpeed => Options.Mode is BondMode.Ieee8023ad or BondMode.BalanceTlb or BondMode.BalanceAlb;

    internal int UpdelayTicks => _mii.UpdelayTicks;

    /// <summary>
    /// What the driver says of a slave's link now. Call it for every slave before each <see cref="Advance"/>. The link state is
    /// the monitors' matter, but a slave without carrier stops transmitting at once in the modes that have others to use.
    /// </summary>
    public void ReportLink(Slave slave, in LinkStatus status, long now)
    {
        Enter(now);
        if (slave.Status == status || slave.Gone || !_slaves.Contains(slave)) return;
        slave.Status = status;
        slave.ReadSpeed();
        if (Options.Mode == BondMode.Ieee8023ad && !slave.SpeedKnown && slave.Link == SlaveLink.Up)
            SetLink(slave, SlaveLink.Fail, _mii.DowndelayTicks);
        Mode.OnLinkChanged(slave, now);
        MarkChanged();
        Finish();
    }

    internal void SetLink(Slave slave, SlaveLink link, int delay = 0)
    {
        slave.Link = link;
        slave.Delay = delay;
        MarkChanged();
    }

    /// <summary>A monitor found the slave usable. Returns whether the active slave must be chosen again.</summary>
    internal bool CommitUp(Slave slave, string how)
    {
        bool recovered = slave.Link == SlaveLink.Fail;
        SetLink(slave, SlaveLink.Up);
        if (Options.Mode == BondMode.Ieee8023ad) slave.Backup = true;
        else if (Options.Mode != BondMode.ActiveBackup) slave.Backup = false;
        Raise(EventLevel.Info, "link-up", slave, $"{Name}: {slave.Name} is up{SpeedText(slave)}, {(recovered ? "before its downdelay ended" : how)}");
        Mode.OnLinkChanged(slave, Now);
        return Active is null || slave == PrimarySlave || slave.Options.Prio > Active.Options.Prio;
    }

    /// <summary>A monitor found the slave unusable. Returns whether the active slave must be chosen again.</summary>
    internal bool CommitDown(Slave slave, string why)
    {
        slave.CountFailure();
        SetLink(slave, SlaveLink.Down);
        if (Options.Mode is BondMode.ActiveBackup or BondMode.Ieee8023ad) SetInactiveRole(slave);
        Raise(EventLevel.Warning, "link-down", slave, $"{Name}: {slave.Name} is down, {why}");
        Mode.OnLinkChanged(slave, Now);
        return slave == Active;
    }

    /// <summary>Modes 4, 5 and 6 cannot use a slave whose speed or duplex is unknown; the monitor tries again at every tick.</summary>
    internal void AwaitSpeed(Slave slave)
    {
        if (slave.AwaitsSpeed || !slave.IsUp) return;
        slave.AwaitsSpeed = true;
        Raise(EventLevel.Warning, "speed-unknown", slave, $"{Name}: {slave.Name} has a link but its speed or duplex is unknown; {Options.Mode.OptionName()} cannot use it until the driver reports them");
    }

    private static string SpeedText(Slave slave) => slave.SpeedKnown ? $" at {slave.SpeedMbps} Mb/s {(slave.Duplex == Duplex.Full ? "full" : "half")} duplex" : "";

    /// <summary>State of a slave that just came (linux-bonding 9): with MII it waits for updelay, with ARP carrier decides, without a
    /// monitor every link counts as up (HOWTO 15, question 5).</summary>
    private void SetInitialLink(Slave slave)
    {
        slave.ReadSpeed();
        if (NeedsSpeed && !slave.SpeedKnown)
        {
            AwaitSpeed(slave);
            SetLink(slave, SlaveLink.Down);
        }
        else if (Options.Miimon > 0 && slave.IsUp && _mii.UpdelayTicks > 0) SetLink(slave, SlaveLink.Back, _mii.UpdelayTicks);
        else if (Options.Miimon > 0 || Options.ArpInterval > 0) SetLink(slave, slave.IsUp ? SlaveLink.Up : SlaveLink.Down);
        else SetLink(slave, SlaveLink.Up);
        if (slave.Link != SlaveLink.Down) slave.LastLinkUp = Now;
        _arp.Welcome(slave, Now);
    }
}
