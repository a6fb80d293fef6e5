using BondFast.Bonding.LoadBalancing;

namespace BondFast.Bonding.Modes;

/// <summary>The one place that knows which class behaves as which mode.</summary>
internal static class ModeFactory
{
    public static ModeBehaviour Create(Bond bond) => bond.Options.Mode switch
    {
        BondMode.BalanceRoundRobin => new BalanceRoundRobinMode(bond),
        BondMode.ActiveBackup => new ActiveBackupMode(bond),
        BondMode.BalanceXor => new BalanceXorMode(bond),
        BondMode.Broadcast => new BroadcastMode(bond),
        BondMode.Ieee8023ad => new Lacp.Ieee8023adMode(bond),
        BondMode.BalanceTlb => new TlbMode(bond),
        BondMode.BalanceAlb => new AlbMode(bond),
        _ => throw new ArgumentException($"{bond.Name}: no mode has the number {(int)bond.Options.Mode}"),
    };
}
