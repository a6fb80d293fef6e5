using BondFast.Datapath.Forwarding;
using BondFast.Datapath.Workers;
using BondFast.Dpdk;
using BondFast.Wire;

namespace BondFast.Datapath.Transmit;

/// <summary>Splits a burst by slave, keeping the order of the frames of each, and sends one burst per slave.</summary>
[HotPath]
internal static unsafe class Scatter
{
    /// <summary>Sends frame i to <paramref name="targets"/>[<paramref name="places"/>[i]].</summary>
    /// <param name="worker">Scratch space and counters.</param>
    /// <param name="targets">Where the places lead.</param>
    /// <param name="targetCount">Above every place.</param>
    /// <param name="frames">At most <see cref="WorkerState.MaxBurst"/>.</param>
    /// <param name="places">One per frame.</param>
    /// <param name="count">Number of frames.</param>
    public static uint Send(WorkerState* worker, ref TransmitTargets targets, uint targetCount, Mbuf** frames, byte* places, uint count)
    {
        uint* ends = worker->Counts;
        Mbuf** sorted = (Mbuf**)worker->Sorted;
        for (uint place = 0; place < targetCount; place++) ends[place] = 0;
        for (uint i = 0; i < count; i++) ends[places[i]]++;
        uint start = 0;
        for (uint place = 0; place < targetCount; place++)
        {
            uint length = ends[place];
            ends[place] = start;
            start += length;
        }
        for (uint i = 0; i < count; i++) sorted[ends[places[i]]++] = frames[i];

        uint sent = 0;
        start = 0;
        for (uint place = 0; place < targetCount; place++)
        {
            uint end = ends[place];
            if (end > start) sent += TransmitStrategy.Send(worker, targets[(int)place], sorted + start, end - start);
            start = end;
        }
        return sent;
    }
}
