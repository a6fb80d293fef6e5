using BondFast.Bonding.LoadBalancing;

namespace BondFast.Bonding;

public sealed partial class Bond
{
    /// <summary>How the traffic is spread; null in modes other than balance-tlb and balance-alb.</summary>
    public BalancingState? Balancing => (Mode as LoadBalancingMode)?.State;

    /// <summary>A slave's part in it; null in other modes.</summary>
    public SlaveShare? ShareOf(Slave slave) => (Mode as LoadBalancingMode)?.ShareOf(slave);
}
