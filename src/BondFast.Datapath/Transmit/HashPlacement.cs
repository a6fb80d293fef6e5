using BondFast.Datapath.Forwarding;
using BondFast.Datapath.Hashing.Vectors;
using BondFast.Datapath.Workers;
using BondFast.Dpdk;
using BondFast.Wire;

namespace BondFast.Datapath.Transmit;

/// <summary>balance-xor, 802.3ad, and tlb and alb without dynamic balancing: a flow stays on the slave that its hash leads to.</summary>
[HotPath]
internal sealed unsafe class HashPlacement<THash> : TransmitStrategy
    where THash : struct, IHashPolicy
{
    public override uint Transmit(WorkerState* worker, ForwardingTable* table, Mbuf** frames, uint count) => SendByHash(worker, table, frames, count);

    public static uint SendByHash(WorkerState* worker, ForwardingTable* table, Mbuf** frames, uint count)
    {
        uint slaves = (uint)table->UsableCount;
        if (slaves > PlaceMasks.MaxPlaces)
        {
            byte* places = worker->Places;
            THash.Place<ToBytes>(frames, count, table->Reduction, places, &worker->Hash);
            return Scatter.SendByPlaces(worker, ref table->Usable, slaves, frames, places, count);
        }
        PlaceMasks* masks = &worker->Masks;
        masks->Clear(slaves);
        THash.Place<ToMasks>(frames, count, table->Reduction, masks, &worker->Hash);
        masks->Complete(count);
        return Scatter.SendByMasks(worker, ref table->Usable, masks, frames, count);
    }
}
