using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
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
    /// <summary>With more slaves than this, counting and distributing is cheaper than going through the burst once for each.</summary>
    private const uint MaxPasses = 8;

    /// <summary>Sends frame i to <paramref name="targets"/>[<paramref name="places"/>[i]].</summary>
    /// <param name="worker">Scratch space and counters.</param>
    /// <param name="targets">Where the places lead.</param>
    /// <param name="targetCount">Above every place.</param>
    /// <param name="frames">At most <see cref="WorkerState.MaxBurst"/>.</param>
    /// <param name="places">One per frame, and readable to the next multiple of 16.</param>
    /// <param name="count">Number of frames.</param>
    public static uint Send(WorkerState* worker, ref TransmitTargets targets, uint targetCount, Mbuf** frames, byte* places, uint count)
    {
        Mbuf** sorted = (Mbuf**)worker->Sorted;
        uint* counts = worker->Counts;
        if (targetCount > MaxPasses) SortByCounting(places, frames, count, targetCount, sorted, counts);
        else if (Avx512F.IsSupported) SortByPasses<Eight>(places, frames, count, targetCount, sorted, counts);
        else if (Avx2.IsSupported) SortByPasses<Four>(places, frames, count, targetCount, sorted, counts);
        else SortByCounting(places, frames, count, targetCount, sorted, counts);

        uint sent = 0;
        for (uint place = 0; place < targetCount; place++)
        {
            uint length = counts[place];
            if (length == 0) continue;
            sent += TransmitStrategy.Send(worker, Unsafe.Add(ref targets.First, place), sorted, length);
            sorted += length;
        }
        return sent;
    }

    /// <summary>One pass per slave: a bit for each frame that is its own, then those pointers moved together, several at a time.</summary>
    /// <param name="places">One per frame, and readable to the next multiple of 16.</param>
    /// <param name="frames">The burst.</param>
    /// <param name="count">Number of frames, at most 64.</param>
    /// <param name="targetCount">Above every place.</param>
    /// <param name="sorted">The frames by place; written up to a group beyond the last one.</param>
    /// <param name="counts">How many of each place.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void SortByPasses<TMove>(byte* places, Mbuf** frames, uint count, uint targetCount, Mbuf** sorted, uint* counts)
        where TMove : struct, IMove
    {
        ulong all = ulong.MaxValue >> (int)(WorkerState.MaxBurst - count);
        Mbuf** rest = frames + (count & ~(uint)(TMove.Width - 1));
        for (uint place = 0; place < targetCount; place++)
        {
            ulong own = Own(places, count, (byte)place) & all;
            counts[place] = (uint)BitOperations.PopCount(own);
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

    /// <summary>Two walks over the burst, frame by frame: how many for each slave, then each to its place.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void SortByCounting(byte* places, Mbuf** frames, uint count, uint targetCount, Mbuf** sorted, uint* counts)
    {
        uint* next = stackalloc uint[Bonding.ForwardingPlan.MaxSlaves];
        for (uint place = 0; place < targetCount; place++) counts[place] = 0;
        for (uint i = 0; i < count; i++) counts[places[i]]++;
        uint start = 0;
        for (uint place = 0; place < targetCount; place++)
        {
            next[place] = start;
            start += counts[place];
        }
        for (uint i = 0; i < count; i++) sorted[next[places[i]]++] = frames[i];
    }

    /// <summary>Bit i set where place i is this one. Reads as the kernels wrote, 16 bytes at a time, so that the store is forwarded.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Own(byte* places, uint count, byte place)
    {
        Vector128<byte> wanted = Vector128.Create(place);
        ulong own = Vector128.Equals(Vector128.Load(places), wanted).ExtractMostSignificantBits();
        if (count > 16) own |= (ulong)Vector128.Equals(Vector128.Load(places + 16), wanted).ExtractMostSignificantBits() << 16;
        if (count <= 32) return own;
        own |= (ulong)Vector128.Equals(Vector128.Load(places + 32), wanted).ExtractMostSignificantBits() << 32;
        return own | (ulong)Vector128.Equals(Vector128.Load(places + 48), wanted).ExtractMostSignificantBits() << 48;
    }
}
