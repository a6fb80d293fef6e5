namespace BondFast.Bonding;

public static partial class OptionTable
{
    /// <summary>
    /// Linux wants the bond down for lacp_rate, lacp_active, ad_select, ad_user_port_key and coupled_control. Nothing in 802.1AX asks for
    /// that, so here they change while the bond runs.
    /// </summary>
    private static IEnumerable<OptionEntry> Lacp()
    {
        yield return OfLacp(Choice("lacp_rate", ["slow", "fast"], o => (long)o.LacpRate, (o, v) => o with { LacpRate = (LacpRate)v }, "slow",
            "how often the partner is asked to send LACPDUs: every 30 s or every second", "HOWTO 2, lacp_rate")) with
        { TakesDefault = false, IsModuleParameter = true };
        yield return OfLacp(Switch("lacp_active", o => o.LacpActive, (o, v) => o with { LacpActive = v }, true,
            "off: send LACPDUs only to a partner that does", "Linux bonding, lacp_active"));
        yield return Choice("ad_select", ["stable", "bandwidth", "count", "actor_port_prio"],
            o => (long)o.AdSelect, (o, v) => o with { AdSelect = (AdSelect)v }, "stable",
            "which aggregator is used, and when it is chosen again", "HOWTO 2, ad_select") with
        { UsedIn = BondModes.Ieee8023ad };
        yield return Range("min_links", 0, int.MaxValue, o => o.MinLinks, (o, v) => o with { MinLinks = (int)v }, "0",
            "ports the active aggregator must have for the bond to have a carrier", "Linux bonding, min_links") with
        { UsedIn = BondModes.Ieee8023ad, Words = [new("off", 0), new("maxval", int.MaxValue)], Fallback = 0 };
        yield return OfLacp(Range("ad_actor_sys_prio", 1, 65535, o => o.AdActorSysPrio, (o, v) => o with { AdActorSysPrio = (int)v }, "65535",
            "LACP system priority, lower is preferred", "Linux bonding, ad_actor_sys_prio")) with
        { Words = [new("minval", 1), new("maxval", 65535)] };
        yield return OfLacp(new OptionEntry
        {
            Name = "ad_actor_system",
            Kind = OptionKind.Mac,
            Default = "00:00:00:00:00:00",
            TakesDefault = false,
            Summary = "LACP system MAC address; all zero is the bond's own",
            Reference = "Linux bonding, ad_actor_system",
        });
        yield return OfLacp(Range("ad_user_port_key", 0, 1023, o => o.AdUserPortKey, (o, v) => o with { AdUserPortKey = (int)v }, "0",
            "upper ten bits of the LACP port key", "Linux bonding, ad_user_port_key")) with
        { Words = [new("minval", 0), new("maxval", 1023)] };
        yield return OfLacp(Switch("coupled_control", o => o.CoupledControl, (o, v) => o with { CoupledControl = v }, true,
            "on: a port collects and distributes together; off: one after the other (802.1AX independent control)", "Linux bonding, coupled_control"));
        yield return OfLacp(Switch("lacp_strict", o => o.LacpStrict, (o, v) => o with { LacpStrict = v }, false,
            "on: the bond has no carrier without a LACP partner", "Linux bonding, lacp_strict"));
        yield return OfLacp(Switch("broadcast_neighbor", o => o.BroadcastNeighbor, (o, v) => o with { BroadcastNeighbor = v }, false,
            "on: ARP and neighbour discovery go out on every usable slave", "Linux bonding, broadcast_neighbor"));
    }

    /// <summary>Only 802.3ad has it, and the kernel module has no parameter for it.</summary>
    private static OptionEntry OfLacp(OptionEntry entry) => entry with
    {
        Modes = BondModes.Ieee8023ad,
        UsedIn = BondModes.Ieee8023ad,
        IsModuleParameter = false,
    };
}
