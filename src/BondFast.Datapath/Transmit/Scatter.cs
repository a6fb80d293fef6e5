using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using BondFast.Datapath.Forwarding;
using BondFast.Datapath.Workers;
using BondFast.Dpdk;
using BondFast.Wire;

namespace BondFast.Datapath.Transmit;

/// <summary>Splits a burst by slave, keeping the order of the frames of each, and sends one burst per slave.</summary>
[HotPath]
internal static unsafe class Scatter
{
    private const uint BytesAtOnce = 16;

    /// <summary>Sends frame i to the target in whose mask bit i is set.</summary>
    /// <param name="worker">Scratch space and counters.</param>
    /// <param name="targets">Where the places lead.</param>
    /// <param name="masks">Complete.</param>
    /// <param name="frames">At most <see cref="WorkerState.MaxBurst"/>.</param>
    /// <param name="count">Number of frames.</param>
    public static uint SendByMasks(WorkerState* worker, ref TransmitTargets targets, PlaceMasks* masks, Mbuf** frames, uint count)
    {
        Mbuf** sorted = (Mbuf**)worker->Sorted;
        if (Avx512F.IsSupported) Sort<Eight>(masks, frames, count, sorted);
        else if (Avx2.IsSupported) Sort<Four>(masks, frames, count, sorted);
        else SortOneByOne(masks, frames, sorted);

        uint sent = 0;
        for (uint place = 0; place < masks->Places; place++)
        {
            uint length = (uint)BitOperations.PopCount(masks->Own[place]);
            if (length == 0) continue;
            sent += TransmitStrategy.Send(worker, Unsafe.Add(ref targets.First, place), sorted, length);
            sorted += length;
        }
        return sent;
    }

    /// <summary>Sends frame i to <paramref name="targets"/>[<paramref name="places"/>[i]].</summary>
    /// <param name="worker">Scratch space and counters.</param>
    /// <param name="targets">Where the places lead.</param>
    /// <param name="targetCount">Above every place.</param>
    /// <param name="frames">At most <see cref="WorkerState.MaxBurst"/>.</param>
    /// <param name="places">One per frame, and readable to the next multiple of 16.</param>
    /// <param name="count">Number of frames.</param>
    public static uint SendByPlaces(WorkerState* worker, ref TransmitTargets targets, uint targetCount, Mbuf** frames, byte* places, uint count)
    {
        if (targetCount is > 1 and <= PlaceMasks.MaxPlaces)
        {
            PlaceMasks* masks = &worker->Masks;
            masks->Clear(targetCount);
            for (uint first = 0; first < count; first += BytesAtOnce) masks->Add(places + first, first, Math.Min(BytesAtOnce, count - first));
            masks->Complete(count);
            return SendByMasks(worker, ref targets, masks, frames, count);
        }
        return SendCounted(worker, ref targets, targetCount, frames, places, count);
    }

    /// <summary>One pass per place over the burst; the pointers in its mask are moved together, several at a time.</summary>
    /// <param name="masks">Complete.</param>
    /// <param name="frames">The burst.</param>
    /// <param name="count">Number of frames, at most 64.</param>
    /// <param name="sorted">The frames by place; written up to a group beyond the last one.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Sort<TMove>(PlaceMasks* masks, Mbuf** frames, uint count, Mbuf** sorted)
        where TMove : struct, IMove
    {
        Mbuf** rest = frames + (count & ~(uint)(TMove.Width - 1));
        for (uint place = 0; place < masks->Places; place++)
        {
            ulong own = masks->Own[place];
            for (Mbuf** group = frames; group != rest; group += TMove.Width)
            {
                uint bits = (uint)own & TMove.Mask;
                TMove.Move(group, bits, sorted);
                sorted += BitOperations.PopCount(bits);
                own >>= TMove.Width;
            }
            for (; own != 0; own &= own - 1) *sorted++ = rest[BitOperations.TrailingZeroCount(own)];
        }
    }

    /// <summary>The same without vectors.</summary>
    public static void SortOneByOne(PlaceMasks* masks, Mbuf** frames, Mbuf** sorted)
    {
        for (uint place = 0; place < masks->Places; place++)
            for (ulong own = masks->Own[place]; own != 0; own &= own - 1) *sorted++ = frames[BitOperations.TrailingZeroCount(own)];
    }

    /// <summary>Many places: two walks over the burst, how many for each, then each to its place.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static uint SendCounted(WorkerState* worker, ref TransmitTargets targets, uint targetCount, Mbuf** frames, byte* places, uint count)
    {
        Mbuf** sorted = (Mbuf**)worker->Sorted;
        uint* ends = worker->Counts;
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
            if (end != start) sent += TransmitStrategy.Send(worker, Unsafe.Add(ref targets.First, place), sorted + start, end - start);
            start = end;
        }
        return sent;
    }
}
