namespace BondFast.Bonding;

public static partial class OptionTable
{
    private const string NeedsMiimon = "Write a multiple of miimon.";

    private static IEnumerable<OptionEntry> ModeAndCreation()
    {
        yield return Choice("mode",
            ["balance-rr", "active-backup", "balance-xor", "broadcast", "802.3ad", "balance-tlb", "balance-alb"],
            o => (long)o.Mode, (o, v) => o with { Mode = (BondMode)v }, "balance-rr",
            "how the slaves share the traffic", "HOWTO 2, mode") with
        { When = OptionWhen.BondDown | OptionWhen.NoSlaves };
        yield return Range("tx_queues", 1, 255, o => o.TxQueues, (o, v) => o with { TxQueues = (int)v }, "16",
            "highest queue_id that slaves may have", "Linux bonding, tx_queues") with
        { Scope = OptionScope.Creation, Fallback = 16, TakesDefault = false };
        yield return new OptionEntry
        {
            Name = "max_bonds",
            Kind = OptionKind.Range,
            Scope = OptionScope.Module,
            Maximum = int.MaxValue,
            Default = "1",
            Summary = "number of bonds the kernel module makes; here each bond is a table [bond.NAME]",
            Reference = "HOWTO 2, max_bonds",
        };
    }

    private static IEnumerable<OptionEntry> Monitors()
    {
        yield return Milliseconds("miimon", o => o.Miimon, (o, v) => o with { Miimon = (int)v },
            "interval of the MII monitor, which watches the links; 0 is off", "HOWTO 2, miimon") with
        { Hint = "Write 0 to switch the MII monitor off." };
        yield return Milliseconds("updelay", o => o.Miimon == 0 ? 0 : o.Updelay, (o, v) => o with { Updelay = (int)v },
            "how long a link must be back before its slave is used; a multiple of miimon", "HOWTO 2, updelay") with
        { Hint = NeedsMiimon };
        yield return Milliseconds("downdelay", o => o.Miimon == 0 ? 0 : o.Downdelay, (o, v) => o with { Downdelay = (int)v },
            "how long a link must be gone before its slave is given up; a multiple of miimon", "HOWTO 2, downdelay") with
        { Hint = NeedsMiimon };
        yield return Switch("use_carrier", o => o.UseCarrier, (o, v) => o with { UseCarrier = v }, true,
            "on: the driver's link state; off: ask the kernel interface behind the port (ethtool, MII)", "HOWTO 2, use_carrier") with
        { ReadsAsNumber = true, Fallback = 1 };
        yield return Milliseconds("arp_interval", o => o.ArpInterval, (o, v) => o with { ArpInterval = (int)v },
            "interval of the ARP monitor, which probes arp_ip_target and ns_ip6_target; 0 is off", "HOWTO 2, arp_interval") with
        {
            Modes = BondModes.Arp,
            UsedIn = BondModes.Arp,
            Hint = "Write 0 to switch the ARP monitor off.",
            ModeReason = "this mode needs speed and duplex from the MII monitor, and only one monitor can run",
        };
        yield return new OptionEntry
        {
            Name = "arp_ip_target",
            Kind = OptionKind.Ipv4List,
            Summary = "addresses that the ARP monitor probes",
            Reference = "HOWTO 2, arp_ip_target",
        };
        yield return new OptionEntry
        {
            Name = "ns_ip6_target",
            Kind = OptionKind.Ipv6List,
            IsModuleParameter = false,
            Summary = "addresses that the monitor probes with neighbour solicitations",
            Reference = "Linux bonding, ns_ip6_target",
        };
        yield return Choice("arp_validate", ["none", "active", "backup", "all", "filter", "filter_active", "filter_backup"],
            o => (long)o.ArpValidate, (o, v) => o with { ArpValidate = (ArpValidate)v }, "none",
            "which slaves count only ARP traffic of the targets; filter: count any ARP, but nothing else", "HOWTO 2, arp_validate") with
        { Modes = BondModes.Arp, UsedIn = BondModes.Arp, ModeReason = "this mode has no ARP monitor" };
        yield return Choice("arp_all_targets", ["any", "all"], o => (long)o.ArpAllTargets, (o, v) => o with { ArpAllTargets = (ArpAllTargets)v }, "any",
            "must one target answer or every one?", "Linux bonding, arp_all_targets") with
        { Fallback = 0 };
        yield return Range("arp_missed_max", 1, 255, o => o.ArpMissedMax, (o, v) => o with { ArpMissedMax = (int)v }, "2",
            "intervals without an answer after which a slave is down", "Linux bonding, arp_missed_max") with
        {
            Modes = BondModes.Arp,
            UsedIn = BondModes.Arp,
            IsModuleParameter = false,
            Words = [new("minval", 1), new("maxval", 255)],
            ModeReason = "this mode has no ARP monitor",
        };
    }

    private static OptionEntry Milliseconds(
        string name, Func<BondOptions, long> read, Func<BondOptions, long, BondOptions> write, string summary, string reference) =>
        Range(name, 0, int.MaxValue, read, write, "0", summary, reference) with
        {
            Unit = "ms",
            Words = [new("off", 0), new("maxval", int.MaxValue)],
            Fallback = 0,
        };
}
