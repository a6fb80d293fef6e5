using System.Collections.Frozen;

namespace BondFast.Configuration.Schema;

/// <summary>What other tools (ip, netplan, networkd, ifupdown, VPP, teamd) call what the bonding HOWTO calls otherwise.</summary>
internal static class ForeignNames
{
    private static readonly FrozenDictionary<string, string> Known = new Dictionary<string, string>
    {
        ["members"] = "slaves",
        ["member"] = "slaves",
        ["interfaces"] = "slaves",
        ["ports"] = "slaves",
        ["mii_monitor_interval"] = "miimon",
        ["mii_interval"] = "miimon",
        ["up_delay"] = "updelay",
        ["down_delay"] = "downdelay",
        ["peer_notify_delay"] = "peer_notif_delay",
        ["arp_ip_targets"] = "arp_ip_target",
        ["missed_max"] = "arp_missed_max",
        ["primary_slave"] = "primary",
        ["primary_reselect_policy"] = "primary_reselect",
        ["fail_over_mac_policy"] = "fail_over_mac",
        ["transmit_hash_policy"] = "xmit_hash_policy",
        ["hash_policy"] = "xmit_hash_policy",
        ["gratuitous_arp"] = "num_grat_arp",
        ["gratuitious_arp"] = "num_grat_arp",
        ["num_peer_notif"] = "num_grat_arp",
        ["all_members_active"] = "all_slaves_active",
        ["learn_packet_interval"] = "lp_interval",
        ["packets_per_member"] = "packets_per_slave",
        ["dynamic_transmit_load_balancing"] = "tlb_dynamic_lb",
        ["lacp_transmit_rate"] = "lacp_rate",
        ["ad_lacp_rate"] = "lacp_rate",
        ["ad_lacp_active"] = "lacp_active",
        ["ad_actor_system_priority"] = "ad_actor_sys_prio",
        ["priority"] = "prio",
        ["queue"] = "queue_id",
        ["pci"] = "device",
        ["pci_address"] = "device",
    }.ToFrozenDictionary();

    /// <summary>Our name, or null. <c>-</c> counts as <c>_</c>; a <c>bond-</c> in front (ifupdown) is taken off.</summary>
    public static string? Translate(string name)
    {
        string folded = name.Replace('-', '_').ToLowerInvariant();
        if (folded.StartsWith("bond_", StringComparison.Ordinal)) folded = folded[5..];
        if (Known.TryGetValue(folded, out string? ours)) return ours;
        return folded != name && KeyTable.All.Any(e => e.Key == folded) ? folded : null;
    }
}
