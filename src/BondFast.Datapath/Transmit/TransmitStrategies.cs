using BondFast.Bonding;

namespace BondFast.Datapath.Transmit;

/// <summary>Every transmit strategy there is, closed over its types once; a forwarding table names one by its index.</summary>
internal static class TransmitStrategies
{
    private const int DropAllIndex = 0;
    private const int OneSlaveIndex = 1;
    private const int RoundRobinIndex = 2;
    private const int BroadcastIndex = 3;
    private const int FirstHash = 4;

    public static readonly TransmitStrategy[] All =
    [
        new DropAll(), new OneSlave(), new RoundRobin(), new Broadcast(),
        .. ForHash<HowtoLayer2>(), .. ForHash<HowtoLayer34>(), .. ForHash<HowtoLayer23>(),
        .. ForHash<LinuxLayer2>(), .. ForHash<LinuxLayer34>(), .. ForHash<LinuxLayer23>(),
        .. ForHash<LinuxEncap23>(), .. ForHash<LinuxEncap34>(), .. ForHash<LinuxVlanSourceMac>(),
    ];

    public static int IndexFor(ForwardingPlan plan)
    {
        if (plan.Mode == BondMode.ActiveBackup) return plan.Active >= 0 ? OneSlaveIndex : DropAllIndex;
        if (plan.Usable.IsEmpty) return DropAllIndex;
        bool balancing = plan.Mode is BondMode.BalanceTlb or BondMode.BalanceAlb;
        if (plan.Usable.Length == 1 && (!balancing || IsPlain(plan, plan.Usable[0]))) return OneSlaveIndex;
        return plan.Mode switch
        {
            BondMode.BalanceRoundRobin => RoundRobinIndex,
            BondMode.Broadcast => BroadcastIndex,
            BondMode.BalanceTlb => FirstHash + HashIndex(plan) * PerHash + 2,
            BondMode.BalanceAlb => FirstHash + HashIndex(plan) * PerHash + 3,
            BondMode.Ieee8023ad when plan.BroadcastNeighbor => FirstHash + HashIndex(plan) * PerHash + 1,
            _ => FirstHash + HashIndex(plan) * PerHash,
        };
    }

    private const int PerHash = 4;

    private static TransmitStrategy[] ForHash<THash>()
        where THash : struct, IHashPolicy =>
        [new HashPlacement<THash>(), new BroadcastNeighbours<THash>(), new FlowBalancing<TlbChoice, THash>(), new FlowBalancing<AlbChoice, THash>()];

    private static bool IsPlain(ForwardingPlan plan, int slave) => slave == plan.Active && !plan.Slaves[slave].RewriteSource;

    /// <summary>The younger policies have one formula.</summary>
    private static int HashIndex(ForwardingPlan plan) => plan.Policy switch
    {
        XmitHashPolicy.Layer2 or XmitHashPolicy.Layer34 or XmitHashPolicy.Layer23 => (int)plan.Policy + (plan.Formula == XmitHashFormula.Linux ? 3 : 0),
        _ => (int)plan.Policy + 3,
    };
}
