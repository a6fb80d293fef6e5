using BondFast.Bonding;

namespace BondFast.Control.Status;

/// <summary>Option values as the words that users write, without allocating.</summary>
internal static class OptionWords
{
    private static readonly OptionEntry HashPolicyEntry = OptionTable.Find("xmit_hash_policy")!;
    private static readonly OptionEntry LacpRateEntry = OptionTable.Find("lacp_rate")!;
    private static readonly OptionEntry AdSelectEntry = OptionTable.Find("ad_select")!;
    private static readonly OptionEntry PrimaryReselectEntry = OptionTable.Find("primary_reselect")!;
    private static readonly OptionEntry FailOverMacEntry = OptionTable.Find("fail_over_mac")!;
    private static readonly OptionEntry ArpValidateEntry = OptionTable.Find("arp_validate")!;
    private static readonly OptionEntry ArpAllTargetsEntry = OptionTable.Find("arp_all_targets")!;

    public static string HashPolicy(BondOptions options) => OptionText.Plain(options, HashPolicyEntry);

    public static string LacpRate(BondOptions options) => OptionText.Plain(options, LacpRateEntry);

    public static string AdSelect(BondOptions options) => OptionText.Plain(options, AdSelectEntry);

    public static string PrimaryReselect(BondOptions options) => OptionText.Plain(options, PrimaryReselectEntry);

    public static string FailOverMac(BondOptions options) => OptionText.Plain(options, FailOverMacEntry);

    public static string ArpValidate(BondOptions options) => OptionText.Plain(options, ArpValidateEntry);

    public static string ArpAllTargets(BondOptions options) => OptionText.Plain(options, ArpAllTargetsEntry);

    /// <summary>Modes whose transmit slave comes from the hash policy, as the driver's status decides it.</summary>
    public static bool UsesHash(BondOptions options) => options.Mode is BondMode.BalanceXor or BondMode.Ieee8023ad
        || options is { Mode: BondMode.BalanceTlb or BondMode.BalanceAlb, TlbDynamicLb: false };

    /// <summary>Delays count in ticks of miimon: rounded down, 0 without miimon.</summary>
    public static int EffectiveDelay(int delay, int miimon) => miimon == 0 ? 0 : delay / miimon * miimon;
}
