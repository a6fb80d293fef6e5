using System.Runtime.CompilerServices;
using BondFast.Datapath.Forwarding;
using BondFast.Datapath.Workers;
using BondFast.Dpdk;
using BondFast.Wire;

namespace BondFast.Datapath.Transmit;

/// <summary>
/// How a burst is spread over the slaves: one sealed class per mode, the hash policy as struct type parameter, so that the one
/// virtual call per burst is the only dispatch. Stateless; what a strategy remembers is in the worker's state.
/// </summary>
[HotPath]
internal abstract unsafe class TransmitStrategy
{
    /// <summary>Sends at most <see cref="WorkerState.MaxBurst"/> frames and takes them all over: what no slave takes is counted and freed.</summary>
    /// <returns>Frames that a slave took; in broadcast the copies.</returns>
    public abstract uint Transmit(WorkerState* worker, ForwardingTable* table, Mbuf** frames, uint count);

    /// <summary>Sends frames of one slave in order, with as many retries as the configuration allows. Frees what is left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static uint Send(WorkerState* worker, in TransmitTarget target, Mbuf** frames, uint count)
    {
        ulong bytes = FrameBurst.Bytes(frames, count);
        uint sent = Burst.Transmit(target.Port, worker->Queue, frames, count);
        ref SlaveCounters counters = ref worker->Slots[target.Slot];
        if (sent < count) sent = SendRest(worker, target, frames, count, sent, ref bytes);
        counters.TxFrames += sent;
        counters.TxBytes += bytes;
        return sent;
    }

    /// <summary>No slave may take these.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static uint Drop(WorkerState* worker, Mbuf** frames, uint count)
    {
        worker->Uplink.Drops[(int)DropReason.NoUsableSlave] += count;
        Burst.Free(frames, count);
        return 0;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static uint SendRest(WorkerState* worker, in TransmitTarget target, Mbuf** frames, uint count, uint sent, ref ulong bytes)
    {
        for (int retry = 0; retry < worker->Retries && sent < count; retry++)
            sent += Burst.Transmit(target.Port, worker->Queue, frames + sent, count - sent);
        if (sent == count) return sent;
        bytes -= FrameBurst.Bytes(frames + sent, count - sent);
        worker->Slots[target.Slot].Drops[(int)DropReason.SlaveQueueFull] += count - sent;
        Burst.Free(frames + sent, count - sent);
        return sent;
    }
}
