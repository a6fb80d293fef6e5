using BondFast.Datapath.Forwarding;
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
        byte* places = worker->Places;
        THash.Place(frames, count, table->Reduction, places, &worker->Hash);
        return Scatter.Send(worker, ref table->Usable, (uint)table->UsableCount, frames, places, count);
    }
}
