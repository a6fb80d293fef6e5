namespace BondFast.Bonding;

/// <summary>A set of modes; bit n is mode n.</summary>
[Flags]
public enum BondModes : byte
{
    None = 0,
    BalanceRoundRobin = 1 << BondMode.BalanceRoundRobin,
    ActiveBackup = 1 << BondMode.ActiveBackup,
    BalanceXor = 1 << BondMode.BalanceXor,
    Broadcast = 1 << BondMode.Broadcast,
    Ieee8023ad = 1 << BondMode.Ieee8023ad,
    BalanceTlb = 1 << BondMode.BalanceTlb,
    BalanceAlb = 1 << BondMode.BalanceAlb,

    /// <summary>Modes in which the ARP monitor can work.</summary>
    Arp = BalanceRoundRobin | ActiveBackup | BalanceXor | Broadcast,

    /// <summary>Modes with one current active slave.</summary>
    WithActiveSlave = ActiveBackup | BalanceTlb | BalanceAlb,

    /// <summary>Modes that choose the slave by a hash.</summary>
    Hashing = BalanceXor | Ieee8023ad | BalanceTlb | BalanceAlb,

    All = 0x7f,
}

/// <summary>The names of the modes as the option <c>mode</c> has them.</summary>
public static class BondModeNames
{
    private static readonly string[] Names =
        ["balance-rr", "active-backup", "balance-xor", "broadcast", "802.3ad", "balance-tlb", "balance-alb"];

    public static string OptionName(this BondMode mode) => Names[(int)mode];

    public static bool Has(this BondModes modes, BondMode mode) => ((int)modes >> (int)mode & 1) != 0;

    /// <summary><c>balance-tlb and balance-alb</c>.</summary>
    public static string Describe(this BondModes modes)
    {
        List<string> names = [];
        for (int mode = 0; mode < Names.Length; mode++)
            if (modes.Has((BondMode)mode)) names.Add(Names[mode]);
        return WordList.And(names);
    }
}
