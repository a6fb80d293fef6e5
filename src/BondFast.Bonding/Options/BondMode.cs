namespace BondFast.Bonding;

/// <summary>HOWTO section 2, option <c>mode</c>. The numbers are the option's.</summary>
public enum BondMode : byte
{
    BalanceRoundRobin = 0,
    ActiveBackup = 1,
    BalanceXor = 2,
    Broadcast = 3,
    Ieee8023ad = 4,
    BalanceTlb = 5,
    BalanceAlb = 6,
}
