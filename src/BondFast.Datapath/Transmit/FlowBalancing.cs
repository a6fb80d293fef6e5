using BondFast.Bonding;
using BondFast.Datapath.Forwarding;
using BondFast.Datapath.Hashing;
using BondFast.Datapath.Workers;
using BondFast.Dpdk;
using BondFast.Wire;

namespace BondFast.Datapath.Transmit;

/// <summary>Which frames balance-tlb or balance-alb balances, and by which bucket.</summary>
[HotPath]
internal unsafe interface IFlowChoice
{
    /// <summary>False: the frame goes to the active slave. The Ethernet header is there.</summary>
    static abstract bool IsBalanced<THash>(byte* frame, uint length, out byte bucket)
        where THash : struct, IHashPolicy;
}

/// <summary>balance-tlb: unicast IPv4 and IPv6 but neighbour discovery, by the low byte of the policy's hash.</summary>
[HotPath]
internal readonly unsafe struct TlbChoice : IFlowChoice
{
    public static bool IsBalanced<THash>(byte* frame, uint length, out byte bucket)
        where THash : struct, IHashPolicy
    {
        bucket = 0;
        if ((frame[0] & 1) != 0) return false;
        uint at = FrameBytes.SkipTags(frame, length, out ushort type);
        bool balanced = type switch
        {
            EtherType.Ipv4 => true,
            EtherType.Ipv6 => length >= at + FrameBytes.Ipv6Length && !FrameBytes.IsNeighbourDiscovery(frame, length, at),
            _ => false,
        };
        if (balanced) bucket = (byte)TransmitHash.Compute(THash.Policy, THash.Formula, frame, length);
        return balanced;
    }
}

/// <summary>
/// balance-alb: IPv4 and IPv6 by the XOR of the bytes of the destination address. Not: the broadcast address of Ethernet and IPv4,
/// IGMP, all-nodes multicast, neighbour discovery, duplicate address detection (source ::).
/// </summary>
[HotPath]
internal readonly unsafe struct AlbChoice : IFlowChoice
{
    public static bool IsBalanced<THash>(byte* frame, uint length, out byte bucket)
        where THash : struct, IHashPolicy
    {
        bucket = 0;
        uint at = FrameBytes.SkipTags(frame, length, out ushort type);
        byte* ip = frame + at;
        ulong destination = FrameBytes.Long(frame) & 0xffff_ffff_ffff;
        if (type == EtherType.Ipv4)
        {
            if (length < at + FrameBytes.Ipv4Length || destination == 0xffff_ffff_ffff || ip[9] == FrameBytes.Igmp) return false;
            uint address = FrameBytes.Word(ip + 16);
            if (address == uint.MaxValue) return false;
            bucket = Folded(address);
            return true;
        }
        if (type == EtherType.Ipv6)
        {
            if (length < at + FrameBytes.Ipv6Length || destination == 0x0100_0000_3333) return false;
            if ((FrameBytes.Long(ip + 8) | FrameBytes.Long(ip + 16)) == 0 || FrameBytes.IsNeighbourDiscovery(frame, length, at)) return false;
            ulong address = FrameBytes.Long(ip + 24) ^ FrameBytes.Long(ip + 32);
            bucket = Folded((uint)address ^ (uint)(address >> 32));
            return true;
        }
        return false;
    }

    private static byte Folded(uint word)
    {
        word ^= word >> 16;
        return (byte)(word ^ word >> 8);
    }
}

/// <summary>
/// balance-tlb and balance-alb: with tlb_dynamic_lb each of 256 buckets of flows has its slave, chosen by the engine from the bytes
/// that the workers count per bucket; without, the hash is reduced over the usable slaves. What is not balanced goes to
/// the active slave. Frames on a slave other than the active one carry that slave's address as source.
/// </summary>
[HotPath]
internal sealed unsafe class FlowBalancing<TChoice, THash> : TransmitStrategy
    where TChoice : struct, IFlowChoice
    where THash : struct, IHashPolicy
{
    private const byte Nobody = ForwardingPlan.MaxSlaves;

    public override uint Transmit(WorkerState* worker, ForwardingTable* table, Mbuf** frames, uint count)
    {
        byte* places = worker->Places;
        uint kept = 0;
        for (uint i = 0; i < count; i++)
        {
            Mbuf* frame = frames[i];
            byte slave = Place(worker, table, frame);
            if (slave == Nobody)
            {
                Drop(worker, &frame, 1);
                continue;
            }
            ref TransmitTarget target = ref table->Slaves[slave];
            if (target.RewriteSource && !SourceAddress.TryRewrite(worker, target, ref frame)) continue;
            frames[kept] = frame;
            places[kept++] = slave;
        }
        return Scatter.Send(worker, ref table->Slaves, (uint)table->SlaveCount, frames, places, kept);
    }

    private static byte Place(WorkerState* worker, ForwardingTable* table, Mbuf* frame)
    {
        byte bucket = 0;
        uint length = frame->DataLength;
        if (length < FrameBytes.EthernetLength || !TChoice.IsBalanced<THash>(frame->Data, length, out bucket))
        {
            worker->UnbalancedBytes += frame->PacketLength;
            return table->Active >= 0 ? (byte)table->Active : Nobody;
        }
        if (table->HasFlowTable)
        {
            worker->FlowBytes[bucket] += frame->PacketLength;
            return table->FlowTable[bucket];
        }
        ulong hash = TransmitHash.Compute(THash.Policy, THash.Formula, frame->Data, length);
        return table->UsableIndex[table->Reduction.Reduce(hash)];
    }
}
