namespace BondFast.Bonding.LoadBalancing;

/// <summary>How balance-tlb and balance-alb spread the traffic at present, for the status.</summary>
/// <param name="Dynamic">Transmit flows go by load (option tlb_dynamic_lb); false: by the transmit hash.</param>
/// <param name="Rebalances">Times that all buckets were assigned anew.</param>
/// <param name="BucketMoves">Buckets that changed slave so far, at rebalances and by loss of slaves.</param>
/// <param name="Peers">Peers whose receive traffic is assigned (balance-alb).</param>
/// <param name="UpdatesSent">ARP updates to peers so far (two equal frames each).</param>
public readonly record struct BalancingState(bool Dynamic, ulong Rebalances, ulong BucketMoves, int Peers, ulong UpdatesSent);

/// <summary>One slave's part in it.</summary>
/// <param name="Buckets">Of the 256 transmit flow buckets.</param>
/// <param name="LoadBytesPerSecond">What those carried before the last rebalance, and in the active slave what is not balanced.</param>
/// <param name="Peers">Peers that were told this slave's MAC (balance-alb).</param>
public readonly record struct SlaveShare(int Buckets, ulong LoadBytesPerSecond, int Peers);
