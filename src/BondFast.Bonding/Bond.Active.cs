using BondFast.Bonding.Failover;

namespace BondFast.Bonding;

/// <summary>The current active slave: choice, change, role bits.</summary>
public sealed partial class Bond
{
    private bool _forcePrimary;

    /// <summary>The current active slave in active-backup, balance-tlb and balance-alb; in balance-rr the one for IGMP; else null.</summary>
    public Slave? Active { get; private set; }

    /// <summary>The slave that option <c>primary</c> names, if it is enslaved and the mode has one.</summary>
    public Slave? PrimarySlave => Options.HasActiveSlave && Options.Primary is { } name ? Find(name) : null;

    private bool KeepsActive => Options.HasActiveSlave || Options.Mode == BondMode.BalanceRoundRobin;

    public Slave? Find(string name)
    {
        foreach (Slave slave in _slaves)
            if (slave.Name == name) return slave;
        return null;
    }

    /// <summary>Chooses the active slave again by linux-bonding 4.1 and changes to it.</summary>
    internal void Reselect()
    {
        if (!KeepsActive) return;
        bool force = _forcePrimary && PrimarySlave is { Link: SlaveLink.Up };
        if (force) _forcePrimary = false;
        ChangeActive(force ? PrimarySlave : BestSlave.Choose(this));
    }

    /// <summary>linux-bonding 6: the sequence of a failover. Peers are told after the plan is out.</summary>
    private void ChangeActive(Slave? to)
    {
        Slave? from = Active;
        if (from == to) return;
        if (to is not null)
        {
            to.LastLinkUp = Now;
            if (to.Link == SlaveLink.Back) CommitUp(to, "no other slave is usable, so its updelay is cut short");
        }
        Mode.OnActiveChanging(from, to, Now);
        if (Options.HasActiveSlave)
        {
            if (from is not null) SetInactiveRole(from);
            if (to is not null) SetActiveRole(to);
        }
        Active = to;
        if (to is not null) _arp.StopHunting();
        Mode.OnActiveChanged(from, to, Now);
        ApplyFilters();
        if (Options.HasActiveSlave) RaiseActiveChanged(from, to);
        if (IsOpen && to is not null) TellPeers();
        MarkChanged();
    }

    /// <summary>active-backup announces its addresses from the new place; group memberships are repeated in every mode with an active slave.</summary>
    private void TellPeers()
    {
        if (Options.Mode == BondMode.ActiveBackup) _notifications.Start(Now);
        _memberships.Start(Now);
    }

    /// <summary>802.3ad with broadcast_neighbor: a port was enabled, its switch has to learn the bond's addresses (linux-bonding 6.2).</summary>
    internal void NotifyPeers() => _notifications.Start(Now);

    private void RaiseActiveChanged(Slave? from, Slave? to)
    {
        if (to is not null) Raise(EventLevel.Notice, "active-changed", to, $"{Name}: {to.Name} is now the active slave{(from is null ? "" : $" instead of {from.Name}")}");
        else Raise(EventLevel.Warning, "no-active", from, $"{Name}: {from!.Name} no longer is the active slave");
    }

    /// <summary>BACKUP role (not in balance-tlb and balance-alb, where every slave transmits) and, without all_slaves_active, no receiving.</summary>
    internal void SetInactiveRole(Slave slave)
    {
        if (Options.Mode is not (BondMode.BalanceTlb or BondMode.BalanceAlb)) slave.Backup = true;
        if (!Options.AllSlavesActive) slave.Inactive = true;
        MarkChanged();
    }

    /// <summary>ACTIVE role, and it receives.</summary>
    internal void SetActiveRole(Slave slave)
    {
        slave.Backup = false;
        slave.Inactive = false;
        MarkChanged();
    }

    /// <summary>linux-bonding 9: modes 1 and 4 start inactive, 5 and 6 only do not receive, the others are active.</summary>
    private void SetInitialRole(Slave slave)
    {
        if (Options.HasActiveSlave || Options.Mode == BondMode.Ieee8023ad) SetInactiveRole(slave);
        else SetActiveRole(slave);
    }
}
