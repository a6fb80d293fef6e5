using System.Runtime.InteropServices;
using BondFast.Bonding;
using BondFast.Datapath.Hashing;
using BondFast.Wire;

namespace BondFast.Datapath.Forwarding;

/// <summary>
/// A <see cref="ForwardingPlan"/> as the workers read it: unmanaged, immutable once published, one block of memory with
/// what has no fixed size behind it. Built and freed by the control core, read by every worker of the bond.
/// </summary>
[HotPath]
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct ForwardingTable
{
    /// <summary><see cref="Mark"/> of a table that is not freed; freed ones are overwritten in debug builds.</summary>
    public const uint Alive = 0x0b0d_fa57;

    public uint Mark;

    /// <summary>Index into the worker's transmit strategies.</summary>
    public int Strategy;

    /// <summary>Entries of <see cref="Usable"/>.</summary>
    public int UsableCount;

    /// <summary>Index into <see cref="Slaves"/>, or -1.</summary>
    public int Active;

    public int SlaveCount;

    /// <summary>balance-rr; 0 is random.</summary>
    public uint PacketsPerSlave;

    /// <summary>A slave has a queue_id, and the mode heeds it.</summary>
    public bool SteersQueues;

    /// <summary>802.3ad: LACP and Marker frames go to the control core.</summary>
    public bool SplitsSlowProtocols;

    /// <summary>Copies of received ARP or neighbour discovery go to the control core.</summary>
    public FrameTaps ReceiveTaps;

    /// <summary>Frames from the uplink go to the control core, themselves or as copies.</summary>
    public FrameTaps SendTaps;

    public bool StampReceive;

    /// <summary>Only IPv6 frames are stamped.</summary>
    public bool StampIpv6;

    /// <summary>Frames that the active slave received for one of <see cref="Aliases"/> get <see cref="BondMac"/> as destination (balance-alb).</summary>
    public int AliasCount;

    /// <summary>The bond's address, first byte on the wire least significant.</summary>
    public ulong BondMac;

    public bool HasUplink;
    public ushort UplinkPort;

    /// <summary>Hash to place in <see cref="Usable"/>, or to flow bucket when there is a flow table.</summary>
    public HashReduction Reduction;

    /// <summary>Where the places that a hash is reduced to lead: the usable slaves in order of enslavement.</summary>
    public TransmitTargets Usable;

    /// <summary>The same as indexes into <see cref="Slaves"/>.</summary>
    public fixed byte UsableIndex[ForwardingPlan.MaxSlaves];

    /// <summary>All slaves of the plan.</summary>
    public TransmitTargets Slaves;

    /// <summary>tlb, alb: the flow table decides, not the hash alone (tlb_dynamic_lb).</summary>
    public bool HasFlowTable;

    /// <summary>tlb, alb: index into <see cref="Slaves"/> for each flow bucket.</summary>
    public fixed byte FlowTable[ForwardingPlan.FlowTableSize];

    /// <summary>Behind the table: the aliases (first byte on the wire least significant), a range per worker, the sources.</summary>
    public ulong* Aliases;
    public SourceRange* Ranges;
    public ReceiveSource* Sources;

    public readonly SourceRange* RangeOf(int worker) => Ranges + worker;
}
