using System.Collections.Immutable;
using BondFast.Wire;

namespace BondFast.Bonding;

/// <summary>
/// What the workers need to know about a bond, as plain data: the engine's effect that the datapath turns into its
/// forwarding table. Slaves appear in order of enslavement; all indexes point into <see cref="Slaves"/>.
/// </summary>
public sealed record ForwardingPlan
{
    /// <summary>Most slaves one bond may have.</summary>
    public const int MaxSlaves = 32;

    /// <summary>Entries of <see cref="FlowTable"/>.</summary>
    public const int FlowTableSize = 256;

    public required BondMode Mode { get; init; }
    public XmitHashPolicy Policy { get; init; }
    public XmitHashFormula Formula { get; init; }

    public ImmutableArray<SlavePlan> Slaves { get; init; } = [];

    /// <summary>Indexes of the slaves that take transmit traffic, in order of enslavement: what a hash is reduced over.
    /// In broadcast every one gets a copy, in balance-rr they take turns. Empty: every frame is dropped.</summary>
    public ImmutableArray<int> Usable { get; init; } = [];

    /// <summary>Index of the current active slave, or -1. Everything goes there in active-backup; in balance-tlb and
    /// balance-alb what is not balanced; in balance-rr IGMP.</summary>
    public int Active { get; init; } = -1;

    /// <summary>balance-rr: packets in a row on one slave; 0 is a random slave each time.</summary>
    public int PacketsPerSlave { get; init; } = 1;

    /// <summary>802.3ad: ARP, NS and NA leave on all usable slaves.</summary>
    public bool BroadcastNeighbor { get; init; }

    /// <summary>balance-tlb and balance-alb with tlb_dynamic_lb: slave index for each of the 256 flow buckets; empty otherwise.
    /// The workers count bytes per bucket, the engine gets them back (<c>ReportFlowLoad</c>) and makes a new plan.</summary>
    public ImmutableArray<byte> FlowTable { get; init; } = [];

    public MacAddress BondMac { get; init; }

    /// <summary>balance-alb: addresses of lost slaves that the active slave answers for. Peers reach the bond under these and under the
    /// addresses of its slaves; the uplink only knows <see cref="BondMac"/>. So a frame that a slave received for its own address,
    /// or the active slave for one of these, gets <see cref="BondMac"/> as destination. Empty in the other modes.</summary>
    public ImmutableArray<MacAddress> Aliases { get; init; } = [];

    /// <summary>Frames besides LACP and Marker that the control core wants to see.</summary>
    public FrameTaps Taps { get; init; }

    /// <summary>True when the ARP monitor wants the time of the last frame received on each slave, whatever it was.</summary>
    public bool StampReceive { get; init; }

    /// <summary>True when the ARP monitor wants the time of the last IPv6 frame received on each slave (arp_validate filter). Never
    /// together with <see cref="StampReceive"/>.</summary>
    public bool StampIpv6 { get; init; }

    /// <summary>True when both say the same, element by element (records compare arrays by reference).</summary>
    public bool SameAs(ForwardingPlan other) =>
        Slaves.AsSpan().SequenceEqual(other.Slaves.AsSpan())
        && Usable.AsSpan().SequenceEqual(other.Usable.AsSpan())
        && FlowTable.AsSpan().SequenceEqual(other.FlowTable.AsSpan())
        && Aliases.AsSpan().SequenceEqual(other.Aliases.AsSpan())
        && this with { Slaves = other.Slaves, Usable = other.Usable, FlowTable = other.FlowTable, Aliases = other.Aliases } == other;
}

/// <summary>One slave as the workers see it.</summary>
/// <param name="Slot">The datapath's name of the slave's port, 0..31; stays the same from enslave to release.</param>
/// <param name="Receive">What happens to ordinary frames received on it.</param>
/// <param name="QueueId">HOWTO-later option queue_id: uplink frames of this queue leave here; 0 is none.</param>
/// <param name="Mac">The slave's current address.</param>
/// <param name="RewriteSource">balance-tlb and balance-alb: frames sent here get <paramref name="Mac"/> as Ethernet source.</param>
/// <param name="Up">Link state is up: queue_id steering may use it.</param>
public readonly record struct SlavePlan(int Slot, ReceiveRule Receive, int QueueId, MacAddress Mac, bool RewriteSource, bool Up);

/// <summary>What a worker does with ordinary frames from a slave (control frames are split off first).</summary>
public enum ReceiveRule : byte
{
    /// <summary>Deliver everything.</summary>
    All = 0,

    /// <summary>Inactive slave: drop and count (HOWTO 13.2, duplicate suppression).</summary>
    Suppress = 1,

    /// <summary>Inactive slave of balance-alb: what is sent to its own address is delivered. Broadcast and multicast are dropped, and so
    /// are frames to others, which a switch floods over all links and not every device filters: they would arrive twice.</summary>
    UnicastOnly = 2,
}

/// <summary>Frames that workers hand to the control core besides slow protocols.</summary>
[Flags]
public enum FrameTaps : byte
{
    None = 0,

    /// <summary>Copies of ARP frames received on slaves.</summary>
    ReceivedArp = 1,

    /// <summary>Copies of ICMPv6 neighbour solicitations and advertisements received on slaves.</summary>
    ReceivedNeighbourDiscovery = 2,

    /// <summary>ARP frames from the uplink are taken over by the control core, which sends them (balance-alb).</summary>
    SentArp = 4,

    /// <summary>Copies of IGMP and MLD reports from the uplink, so that memberships can be repeated after failover.</summary>
    SentMembership = 8,

    /// <summary>Copies of VLAN-tagged ARP and neighbour discovery from the uplink, to learn VLAN ids and addresses (HOWTO 6).</summary>
    SentNeighbour = 16,
}
