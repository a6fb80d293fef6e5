using System.Runtime.CompilerServices;
using BondFast.Bonding;
using BondFast.Datapath.ControlFrames;
using BondFast.Datapath.Forwarding;
using BondFast.Datapath.Workers;
using BondFast.Dpdk;
using BondFast.Wire;

namespace BondFast.Datapath.Receive;

/// <summary>
/// A burst from a slave on its way to the uplink: control frames are taken out, what an inactive slave received is dropped.
/// Frames are looked at only where the mode or the plan needs it; the array is rewritten only when a frame leaves it.
/// </summary>
[HotPath]
internal static unsafe class ReceivePath
{
    /// <summary>Receives from one queue. Returns the frames for the uplink, at the front of <paramref name="frames"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Receive(WorkerState* worker, ForwardingTable* table, ControlFrameRing ring, in ReceiveSource source, Mbuf** frames, uint max, out bool any)
    {
        uint count = Burst.Receive(source.Port, source.Queue, frames, max);
        any = count != 0;
        return count == 0 ? 0 : Sort(worker, table, ring, source, frames, count);
    }

    private static uint Sort(WorkerState* worker, ForwardingTable* table, ControlFrameRing ring, in ReceiveSource source, Mbuf** frames, uint count)
    {
        ref SlaveCounters counters = ref worker->Slots[source.Slot];
        counters.RxFrames += count;
        counters.RxBytes += FrameBurst.Bytes(frames, count);
        if (table->StampReceive || table->StampIpv6 && FrameBurst.HoldsIpv6(frames, count)) worker->LastReceived[source.Slot] = MonotonicClock.Now;
        if (table->SplitsSlowProtocols && SlowProtocolSplit.MayHold(frames, count))
            count = SlowProtocolSplit.TakeOut(ring, ref counters, source.Slot, frames, count);
        if (table->ReceiveTaps != FrameTaps.None) ReceiveTap.Copy(ring, ref counters, table->ReceiveTaps, source.Slot, frames, count);
        if (source.Rule != ReceiveRule.All) count = Suppression.Apply(source, ref counters, frames, count);
        if (source.RestoresDestination) DestinationAddress.Restore(table, source, frames, count);
        return count;
    }
}
