namespace BondFast.Bonding.Monitors;

/// <summary>
/// The MII monitor (HOWTO 7.3, linux-bonding 4): every miimon ms it looks at the reported link of each slave, lets updelay and
/// downdelay pass in whole ticks, and commits what results. First all slaves are inspected, then all changes are committed,
/// then the active slave is chosen again once.
/// </summary>
internal sealed class MiiMonitor(Bond bond)
{
    private Ticker _ticker;

    public long NextDeadline => _ticker.Next;

    /// <summary>Updelay in ticks, rounded down; 0 while the monitor is off.</summary>
    public int UpdelayTicks => Ticks(bond.Options.Updelay);

    public int DowndelayTicks => Ticks(bond.Options.Downdelay);

    private int Ticks(int milliseconds) => bond.Options.Miimon > 0 ? milliseconds / bond.Options.Miimon : 0;

    public void Start(long now) => _ticker.Start(now, bond.Options.Miimon);

    public void Stop() => _ticker.Stop();

    public void Run(long now)
    {
        _ticker.Advance(now);
        bool changes = false;
        bool anyUp = false;
        foreach (Slave slave in bond.SlaveList)
        {
            slave.Proposed = Inspect(slave);
            changes |= slave.Proposed != slave.Link;
            anyUp |= slave.Proposed == SlaveLink.Up && slave.Link != SlaveLink.Up;
        }
        if (!anyUp && !bond.Mode.HasUsableSlave) changes |= CutUpdelayShort();
        if (changes) Commit();
    }

    private SlaveLink Inspect(Slave slave) => slave.IsUp ? InspectUp(slave) : InspectDown(slave);

    private SlaveLink InspectUp(Slave slave) => slave.Link switch
    {
        SlaveLink.Down => WaitUp(slave, slave.AwaitsSpeed ? 0 : UpdelayTicks),
        SlaveLink.Back => WaitUp(slave, slave.Delay),
        _ => SlaveLink.Up,
    };

    private SlaveLink InspectDown(Slave slave)
    {
        slave.AwaitsSpeed = false;
        return slave.Link switch
        {
            SlaveLink.Up => WaitDown(slave, DowndelayTicks),
            SlaveLink.Fail => WaitDown(slave, slave.Delay),
            _ => SlaveLink.Down,
        };
    }

    private static SlaveLink WaitUp(Slave slave, int ticks)
    {
        slave.Delay = ticks - 1;
        return ticks <= 0 ? SlaveLink.Up : SlaveLink.Back;
    }

    private static SlaveLink WaitDown(Slave slave, int ticks)
    {
        slave.Delay = ticks - 1;
        return ticks <= 0 ? SlaveLink.Down : SlaveLink.Fail;
    }

    /// <summary>No slave is usable: the one that went into updelay first is taken at once (HOWTO 13.1).</summary>
    private bool CutUpdelayShort()
    {
        Slave? first = null;
        foreach (Slave slave in bond.SlaveList)
        {
            if (slave.Proposed != SlaveLink.Back || bond.NeedsSpeed && !slave.SpeedKnown) continue;
            if (first is null || slave.Delay < first.Delay) first = slave;
        }
        if (first is null) return false;
        first.Proposed = SlaveLink.Up;
        return true;
    }

    private void Commit()
    {
        bool reselect = false;
        foreach (Slave slave in bond.SlaveList)
        {
            if (slave.Proposed == slave.Link) continue;
            reselect |= Commit(slave);
        }
        bond.MarkChanged();
        if (reselect) bond.Reselect();
    }

    private bool Commit(Slave slave)
    {
        switch (slave.Proposed)
        {
            case SlaveLink.Up:
                return CommitUp(slave);
            case SlaveLink.Down:
                return bond.CommitDown(slave, slave.Link == SlaveLink.Back ? "its link went away again before its updelay ended" : "its link is gone");
            case SlaveLink.Fail:
                bond.SetLink(slave, SlaveLink.Fail, slave.Delay);
                bond.Raise(EventLevel.Info, "link-going-down", slave, $"{bond.Name}: the link of {slave.Name} is gone; it is disabled after downdelay, {bond.Options.Downdelay} ms");
                break;
            default:
                bond.SetLink(slave, SlaveLink.Back, slave.Delay);
                bond.Raise(EventLevel.Info, "link-going-back", slave, $"{bond.Name}: the link of {slave.Name} is back; it is enabled after updelay, {bond.Options.Updelay} ms");
                break;
        }
        bond.Mode.OnLinkChanged(slave, bond.Now);
        return false;
    }

    private bool CommitUp(Slave slave)
    {
        slave.ReadSpeed();
        if (!bond.NeedsSpeed || slave.SpeedKnown)
        {
            slave.AwaitsSpeed = false;
            slave.LastLinkUp = bond.Now;
            return bond.CommitUp(slave, "its link is there");
        }
        bond.AwaitSpeed(slave);
        if (slave.Link == SlaveLink.Down) return false;
        bond.SetLink(slave, SlaveLink.Down);
        bond.Mode.OnLinkChanged(slave, bond.Now);
        return slave == bond.Active;
    }
}
