namespace BondFast.Bonding;

public static partial class OptionTable
{
    private static IEnumerable<OptionEntry> ActiveSlaveChoice()
    {
        yield return new OptionEntry
        {
            Name = "primary",
            Kind = OptionKind.SlaveName,
            Modes = BondModes.WithActiveSlave,
            UsedIn = BondModes.WithActiveSlave,
            Summary = "the slave that is active whenever it can be",
            Reference = "HOWTO 2, primary",
            ModeReason = "this mode has no active slave",
        };
        yield return Choice("primary_reselect", ["always", "better", "failure"],
            o => (long)o.PrimaryReselect, (o, v) => o with { PrimaryReselect = (PrimaryReselect)v }, "always",
            "when a recovered primary takes over again: always, if it is faster, or only when the active slave fails",
            "Linux bonding, primary_reselect") with
        { UsedIn = BondModes.WithActiveSlave };
        yield return Choice("fail_over_mac", ["none", "active", "follow"],
            o => (long)o.FailOverMac, (o, v) => o with { FailOverMac = (FailOverMac)v }, "none",
            "all slaves have the bond's MAC, or the bond has the active slave's, or the bond's MAC moves with the role",
            "HOWTO 2, fail_over_mac") with
        { When = OptionWhen.NoSlaves, UsedIn = BondModes.ActiveBackup };
    }

    private static IEnumerable<OptionEntry> Transmit()
    {
        yield return Choice("xmit_hash_policy", ["layer2", "layer3+4", "layer2+3", "encap2+3", "encap3+4", "vlan+srcmac"],
            o => (long)o.XmitHashPolicy, (o, v) => o with { XmitHashPolicy = (XmitHashPolicy)v }, "layer2",
            "which header fields choose the slave", "HOWTO 2, xmit_hash_policy") with
        { UsedIn = BondModes.Hashing };
        yield return Choice("xmit_hash_formula", ["howto", "linux"],
            o => (long)o.XmitHashFormula, (o, v) => o with { XmitHashFormula = (XmitHashFormula)v }, "howto",
            "arithmetic of layer2, layer2+3 and layer3+4: as the HOWTO writes it, or as today's Linux computes it", "BondFast; HOWTO 2, xmit_hash_policy") with
        { UsedIn = BondModes.Hashing };
        yield return Range("packets_per_slave", 0, 65535, o => o.PacketsPerSlave, (o, v) => o with { PacketsPerSlave = (int)v }, "1",
            "packets sent on one slave before the next takes its turn; 0 is random", "Linux bonding, packets_per_slave") with
        {
            Modes = BondModes.BalanceRoundRobin,
            UsedIn = BondModes.BalanceRoundRobin,
            Words = [new("maxval", 65535)],
            Fallback = 1,
        };
        yield return Switch("tlb_dynamic_lb", o => o.TlbDynamicLb, (o, v) => o with { TlbDynamicLb = v }, true,
            "on: flows are assigned by load; off: by xmit_hash_policy", "Linux bonding, tlb_dynamic_lb") with
        {
            Modes = BondModes.BalanceTlb | BondModes.BalanceAlb,
            UsedIn = BondModes.BalanceTlb | BondModes.BalanceAlb,
            When = OptionWhen.BondDown,
            ReadsAsNumber = true,
            IsModuleParameter = false,
            ModeReason = "this mode does not balance by load",
        };
        yield return Range("lp_interval", 1, int.MaxValue, o => o.LpInterval, (o, v) => o with { LpInterval = (int)v }, "1",
            "interval of the learning packets that keep the switch's table right", "Linux bonding, lp_interval") with
        {
            Unit = "s",
            UsedIn = BondModes.BalanceTlb | BondModes.BalanceAlb,
            Words = [new("minval", 1), new("maxval", int.MaxValue)],
            Fallback = 1,
        };
        yield return Switch("all_slaves_active", o => o.AllSlavesActive, (o, v) => o with { AllSlavesActive = v }, false,
            "on: frames that arrive on inactive slaves are delivered as well (duplicates)", "Linux bonding, all_slaves_active") with
        { ReadsAsNumber = true, Fallback = 0 };
    }

    private static IEnumerable<OptionEntry> Notification()
    {
        yield return Notifications("num_grat_arp", o => o.NumGratArp, (o, v) => o with { NumGratArp = (int)v },
            "gratuitous ARPs after a failover", "HOWTO 2, num_grat_arp");
        yield return Notifications("num_unsol_na", o => o.NumUnsolNa, (o, v) => o with { NumUnsolNa = (int)v },
            "unsolicited neighbour advertisements after a failover", "HOWTO 2, num_unsol_na");
        yield return Range("peer_notif_delay", 0, 300_000, o => o.Miimon == 0 ? 0 : o.PeerNotifDelay, (o, v) => o with { PeerNotifDelay = (int)v }, "0",
            "time between two of them, a multiple of miimon; 0 is one per monitor interval", "Linux bonding, peer_notif_delay") with
        { Unit = "ms", Words = [new("off", 0), new("maxval", 300_000)], TakesDefault = false, IsModuleParameter = false, Hint = NeedsMiimon };
        yield return Notifications("resend_igmp", o => o.ResendIgmp, (o, v) => o with { ResendIgmp = (int)v },
            "membership reports after a failover, 200 ms apart", "Linux bonding, resend_igmp");
    }

    private static OptionEntry Notifications(
        string name, Func<BondOptions, long> read, Func<BondOptions, long, BondOptions> write, string summary, string reference) =>
        Range(name, 0, 255, read, write, "1", summary, reference) with
        { Words = [new("off", 0), new("maxval", 255)], Fallback = 1, Hint = "Write 0 to send none." };

    private static IEnumerable<OptionEntry> PerSlave()
    {
        yield return OfSlave("prio", int.MinValue, int.MaxValue, "0",
            "without a usable primary, the slave with the highest becomes active", "Linux bonding, prio") with
        {
            Modes = BondModes.WithActiveSlave,
            UsedIn = BondModes.WithActiveSlave,
            ModeReason = "this mode has no active slave",
        };
        yield return OfSlave("queue_id", 0, 255, "0",
            "frames with this queue number go to this slave while it is up; 0 is none", "Linux bonding, queue_id") with
        { UsedIn = BondModes.BalanceRoundRobin | BondModes.ActiveBackup };
        yield return OfSlave("actor_port_prio", 0, 65535, "255",
            "LACP port priority; with ad_select actor_port_prio the aggregator with the larger sum is used", "Linux bonding, actor_port_prio") with
        { Modes = BondModes.Ieee8023ad, UsedIn = BondModes.Ieee8023ad };
    }

    private static OptionEntry OfSlave(string name, long minimum, long maximum, string @default, string summary, string reference) => new()
    {
        Name = name,
        Kind = OptionKind.Range,
        Scope = OptionScope.Slave,
        Minimum = minimum,
        Maximum = maximum,
        Default = @default,
        TakesDefault = false,
        IsModuleParameter = false,
        Summary = summary,
        Reference = reference,
    };

    private static IEnumerable<OptionEntry> Commands()
    {
        yield return new OptionEntry
        {
            Name = "active_slave",
            Kind = OptionKind.SlaveName,
            Scope = OptionScope.Command,
            Modes = BondModes.WithActiveSlave,
            UsedIn = BondModes.WithActiveSlave,
            IsModuleParameter = false,
            Summary = "the current active slave; empty chooses again",
            Reference = "Linux bonding, active_slave",
            ModeReason = "this mode has no active slave",
        };
        yield return new OptionEntry
        {
            Name = "slaves",
            Kind = OptionKind.SlaveList,
            Scope = OptionScope.Command,
            IsModuleParameter = false,
            Summary = "+port enslaves, -port releases",
            Reference = "HOWTO 3.4",
        };
    }
}
