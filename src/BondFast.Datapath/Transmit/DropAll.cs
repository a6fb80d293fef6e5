using BondFast.Datapath.Forwarding;
using BondFast.Datapath.Workers;
using BondFast.Dpdk;
using BondFast.Wire;

namespace BondFast.Datapath.Transmit;

/// <summary>No slave is usable.</summary>
[HotPath]
internal sealed unsafe class DropAll : TransmitStrategy
{
    public override uint Transmit(WorkerState* worker, ForwardingTable* table, Mbuf** frames, uint count) => Drop(worker, frames, count);
}
