using System.Runtime.CompilerServices;
using BondFast.Datapath.Forwarding;
using BondFast.Datapath.Hashing;
using BondFast.Datapath.Workers;
using BondFast.Dpdk;
using BondFast.Wire;

namespace BondFast.Datapath.Transmit;

/// <summary>802.3ad with broadcast_neighbor: ARP, neighbour solicitations and advertisements leave on all usable slaves, the rest by hash.</summary>
[HotPath]
internal sealed unsafe class BroadcastNeighbours<THash> : TransmitStrategy
    where THash : struct, IHashPolicy
{
    public override uint Transmit(WorkerState* worker, ForwardingTable* table, Mbuf** frames, uint count)
    {
        uint sent = 0;
        uint rest = 0;
        for (uint i = 0; i < count; i++)
        {
            Mbuf* frame = frames[i];
            if (IsNeighbour(frame->Data, frame->DataLength)) sent += Broadcast.SendToAll(worker, table, &frame, 1);
            else frames[rest++] = frame;
        }
        return rest == 0 ? sent : sent + HashPlacement<THash>.SendByHash(worker, table, frames, rest);
    }

    private static bool IsNeighbour(byte* frame, uint length)
    {
        if (length < FrameBytes.EthernetLength) return false;
        uint at = FrameBytes.SkipTags(frame, length, out ushort type);
        return type == EtherType.Arp || (type == EtherType.Ipv6 && FrameBytes.IsNeighbourDiscovery(frame, length, at));
    }
}
