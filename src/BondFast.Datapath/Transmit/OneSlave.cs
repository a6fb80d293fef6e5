using BondFast.Datapath.Forwarding;
using BondFast.Datapath.Workers;
using BondFast.Dpdk;
using BondFast.Wire;

namespace BondFast.Datapath.Transmit;

/// <summary>active-backup, and every mode with a single usable slave: the whole burst in one call, no frame is looked at.</summary>
[HotPath]
internal sealed unsafe class OneSlave : TransmitStrategy
{
    public override uint Transmit(WorkerState* worker, ForwardingTable* table, Mbuf** frames, uint count) => Send(worker, table->Usable[0], frames, count);
}
