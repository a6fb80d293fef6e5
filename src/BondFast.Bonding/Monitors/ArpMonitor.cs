using BondFast.Bonding.Addressing;
using BondFast.Wire;

namespace BondFast.Bonding.Monitors;

/// <summary>
/// The ARP and NS monitor (HOWTO 7.1 and 7.2, linux-bonding 5): every arp_interval ms it judges each slave by when its last
/// probe left and when the last frame that counts came in, then sends probes. Modes 0, 2 and 3 probe every slave, active-backup only the
/// active one. Our own probes are what counts as sent; regular traffic does not.
/// </summary>
internal sealed class ArpMonitor(Bond bond, KnownAddresses addresses)
{
    private readonly ArpProbes _probes = new(bond, addresses);
    private readonly ArpValidation _validation = new(bond, addresses);
    private Ticker _ticker;

    public long NextDeadline => _ticker.Next;

    /// <summary>active-backup without an active slave: the slave that is being tried.</summary>
    public Slave? Hunting { get; set; }

    public long Interval => bond.Options.ArpInterval * Bond.NanosecondsPerMillisecond;

    public void Start(long now)
    {
        _ticker.Start(now, bond.Options.ArpInterval);
        foreach (Slave slave in bond.SlaveList) Welcome(slave, now);
    }

    public void Stop()
    {
        _ticker.Stop();
        StopHunting();
    }

    /// <summary>A slave starts as if it had last been heard just over an interval ago.</summary>
    public void Welcome(Slave slave, long now)
    {
        slave.LastReceived = slave.LastProbe = now - Interval - 1;
        slave.TargetHeard.AsSpan().Fill(slave.LastReceived);
    }

    /// <summary>The slave leaves.</summary>
    public void Forget(Slave slave)
    {
        if (Hunting == slave) Hunting = null;
    }

    public void Run(long now)
    {
        _ticker.Advance(now);
        if (bond.Options.Mode == BondMode.ActiveBackup) ActiveBackupArp.Run(this, bond, now);
        else LoadBalanceArp.Run(this, bond, now);
    }

    /// <summary>ARP or neighbour discovery received on a slave.</summary>
    public void Receive(Slave slave, ReadOnlySpan<byte> frame, long arrived)
    {
        if (bond.Options.ArpInterval > 0) _validation.Receive(slave, frame, arrived, Hunting);
    }

    /// <summary>The workers' stamp; it counts where nothing is validated.</summary>
    public void ReportReceived(Slave slave, long at)
    {
        if (_validation.CountsStamps(slave)) slave.LastReceived = at;
    }

    public void SendProbes(Slave slave, long now)
    {
        slave.LastProbe = now;
        _probes.Send(slave);
    }

    public void StopHunting()
    {
        if (Hunting is null) return;
        if (Hunting != bond.Active) bond.SetInactiveRole(Hunting);
        Hunting = null;
        bond.ApplyFilters();
    }

    /// <summary>When the slave was last heard: with arp_all_targets=all and validation the time of the target that is silent the longest.</summary>
    public long LastHeard(Slave slave)
    {
        BondOptions options = bond.Options;
        if (options.ArpAllTargets == ArpAllTargets.Any || !_validation.Validates(slave)) return slave.LastReceived;
        long oldest = long.MaxValue;
        for (int i = 0; i < options.ArpIpTarget.Length; i++) oldest = Math.Min(oldest, slave.TargetHeard[i]);
        for (int i = 0; i < options.NsIp6Target.Length; i++) oldest = Math.Min(oldest, slave.TargetHeard[MaxTargets + i]);
        return oldest == long.MaxValue ? slave.LastReceived : oldest;
    }

    /// <summary>Most targets of one kind; IPv6 targets are remembered after the IPv4 ones.</summary>
    public const int MaxTargets = 16;

    /// <summary>Targets were added or removed: who stays keeps its time, who is new counts as heard now (linux-bonding 1.4).</summary>
    public void TargetsChanged(BondOptions before, long now)
    {
        foreach (Slave slave in bond.SlaveList)
        {
            long[] old = [.. slave.TargetHeard];
            for (int i = 0; i < bond.Options.ArpIpTarget.Length; i++)
                slave.TargetHeard[i] = before.ArpIpTarget.IndexOf(bond.Options.ArpIpTarget[i]) is >= 0 and var was ? old[was] : now;
            for (int i = 0; i < bond.Options.NsIp6Target.Length; i++)
                slave.TargetHeard[MaxTargets + i] = before.NsIp6Target.IndexOf(bond.Options.NsIp6Target[i]) is >= 0 and var was ? old[MaxTargets + was] : now;
        }
        _probes.ForgetWarnings();
    }

    /// <summary>A backup must hear the active slave's solicitations, which go to the targets' solicited-node groups; the active need not.</summary>
    public void AddGroups(Slave slave, List<MacAddress> groups)
    {
        if (bond.Options is not { Mode: BondMode.ActiveBackup, ArpInterval: > 0, ArpValidate: not ArpValidate.None } || !slave.Backup) return;
        foreach (Ipv6Address target in bond.Options.NsIp6Target)
        {
            MacAddress group = target.SolicitedNode.MulticastMac;
            if (!groups.Contains(group)) groups.Add(group);
        }
    }
}
