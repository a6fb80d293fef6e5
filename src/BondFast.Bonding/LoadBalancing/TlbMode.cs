namespace BondFast.Bonding.LoadBalancing;

/// <summary>
/// HOWTO mode 5, balance-tlb: transmit flows by load, everything received on the active slave. The other slaves transmit with addresses
/// of their own and receive nothing.
/// </summary>
internal sealed class TlbMode(Bond bond) : LoadBalancingMode(bond, addressesOnPorts: false);
