using BondFast.Datapath.Forwarding;
using BondFast.Datapath.Workers;
using BondFast.Dpdk;
using BondFast.Wire;

namespace BondFast.Datapath.Receive;

/// <summary>The last step of received frames when a worker polls: into the uplink port.</summary>
[HotPath]
internal static unsafe class UplinkDelivery
{
    public static void Deliver(WorkerState* worker, ForwardingTable* table, byte slot, Mbuf** frames, uint count)
    {
        uint sent = 0;
        if (table->HasUplink)
        {
            sent = Burst.Transmit(table->UplinkPort, worker->Queue, frames, count);
            for (int retry = 0; retry < worker->Retries && sent < count; retry++)
                sent += Burst.Transmit(table->UplinkPort, worker->Queue, frames + sent, count - sent);
            worker->Uplink.ToUplink += sent;
        }
        if (sent == count) return;
        DropReason reason = table->HasUplink ? DropReason.UplinkFull : DropReason.NoUplink;
        worker->Slots[slot].Drops[(int)reason] += count - sent;
        Burst.Free(frames + sent, count - sent);
    }
}
