using System.Runtime.CompilerServices;
using BondFast.Datapath.Forwarding;
using BondFast.Datapath.Workers;
using BondFast.Dpdk;
using BondFast.Wire;

namespace BondFast.Datapath.Transmit;

/// <summary>Option queue_id in balance-rr and active-backup: what the uplink sends on that queue leaves on that slave while its link is up.</summary>
[HotPath]
internal static unsafe class QueueSteering
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static bool TrySend(WorkerState* worker, ForwardingTable* table, Mbuf** frames, uint count, ushort queue, out uint sent)
    {
        for (int slave = 0; slave < table->SlaveCount; slave++)
        {
            ref TransmitTarget target = ref table->Slaves[slave];
            if (target.QueueId != queue) continue;
            sent = TransmitStrategy.Send(worker, target, frames, count);
            return true;
        }
        sent = 0;
        return false;
    }
}
