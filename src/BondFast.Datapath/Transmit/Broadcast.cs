using BondFast.Datapath.Forwarding;
using BondFast.Datapath.Workers;
using BondFast.Dpdk;
using BondFast.Wire;

namespace BondFast.Datapath.Transmit;

/// <summary>
/// broadcast: every usable slave sends every frame. The copies are owners of one buffer: n - 1 owners are added before the first
/// slave sees it, and each slave's refusals give theirs up, so the buffer returns to its pool when the last one is done.
/// </summary>
[HotPath]
internal sealed unsafe class Broadcast : TransmitStrategy
{
    public override uint Transmit(WorkerState* worker, ForwardingTable* table, Mbuf** frames, uint count) => SendToAll(worker, table, frames, count);

    public static uint SendToAll(WorkerState* worker, ForwardingTable* table, Mbuf** frames, uint count)
    {
        int slaves = table->UsableCount;
        if (slaves == 0) return Drop(worker, frames, count);
        if (slaves > 1) Burst.AddOwners(frames, count, slaves - 1);
        uint sent = 0;
        for (int place = 0; place < slaves; place++) sent += Send(worker, table->Usable[place], frames, count);
        return sent;
    }
}
