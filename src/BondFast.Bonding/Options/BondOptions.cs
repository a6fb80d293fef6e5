using System.Collections.Immutable;
using BondFast.Wire;

namespace BondFast.Bonding;

/// <summary>
/// Every option of a bond with its effective value. Names follow the option names of the Linux bonding driver
/// (<c>arp_ip_target</c> is <see cref="ArpIpTarget"/>). Times are in milliseconds unless said otherwise. Immutable:
/// a change is a new record, so a refused change leaves the old one untouched.
/// </summary>
public sealed record BondOptions
{
    public BondMode Mode { get; init; } = BondMode.BalanceRoundRobin;

    // Link monitoring: MII
    public int Miimon { get; init; }

    /// <summary>
    /// The interval that the delays were last counted in, ms; 0: none yet. The driver keeps delays as counts of intervals, so they
    /// scale with <see cref="Miimon"/> and come back when a monitor that was off is switched on again.
    /// </summary>
    internal int DelayInterval { get; init; }

    /// <summary>A multiple of <see cref="Miimon"/>. Keeps its value, without effect, while <see cref="Miimon"/> is 0.</summary>
    public int Updelay { get; init; }

    /// <summary>As <see cref="Updelay"/>.</summary>
    public int Downdelay { get; init; }
    public bool UseCarrier { get; init; } = true;

    // Link monitoring: ARP and NS
    public int ArpInterval { get; init; }
    public ImmutableArray<Ipv4Address> ArpIpTarget { get; init; } = [];
    public ImmutableArray<Ipv6Address> NsIp6Target { get; init; } = [];
    public ArpValidate ArpValidate { get; init; }
    public ArpAllTargets ArpAllTargets { get; init; }
    public int ArpMissedMax { get; init; } = 2;

    // Choice of the active slave
    public string? Primary { get; init; }
    public PrimaryReselect PrimaryReselect { get; init; }
    public FailOverMac FailOverMac { get; init; }

    // Peer notification
    public int NumGratArp { get; init; } = 1;
    public int NumUnsolNa { get; init; } = 1;
    public int PeerNotifDelay { get; init; }
    public int ResendIgmp { get; init; } = 1;

    // Transmit
    public XmitHashPolicy XmitHashPolicy { get; init; }
    public XmitHashFormula XmitHashFormula { get; init; }
    public int PacketsPerSlave { get; init; } = 1;

    /// <summary>Bound of the slaves' queue_id. Fixed for the life of the bond.</summary>
    public int TxQueues { get; init; } = 16;
    public bool TlbDynamicLb { get; init; } = true;

    /// <summary>Seconds between learning packets.</summary>
    public int LpInterval { get; init; } = 1;

    // Receive and carrier
    public bool AllSlavesActive { get; init; }
    public int MinLinks { get; init; }

    // 802.3ad
    public LacpRate LacpRate { get; init; }
    public bool LacpActive { get; init; } = true;
    public AdSelect AdSelect { get; init; }
    public int AdActorSysPrio { get; init; } = 65535;
    public MacAddress AdActorSystem { get; init; }
    public int AdUserPortKey { get; init; }
    public bool CoupledControl { get; init; } = true;
    public bool LacpStrict { get; init; }
    public bool BroadcastNeighbor { get; init; }

    /// <summary>Modes that have one current active slave (HOWTO: active-backup, balance-tlb, balance-alb).</summary>
    public bool HasActiveSlave => Mode is BondMode.ActiveBackup or BondMode.BalanceTlb or BondMode.BalanceAlb;
}
