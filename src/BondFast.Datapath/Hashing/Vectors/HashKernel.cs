using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using BondFast.Datapath.Transmit;
using BondFast.Dpdk;
using BondFast.Wire;

namespace BondFast.Datapath.Hashing.Vectors;

/// <summary>
/// Hash and reduction of a burst, several frames at a time. Groups of untagged IPv4 take the short way; a group with anything else is
/// done once more with tags skipped and IPv6 beside IPv4; what has neither shape goes to the scalar reference, frame by frame.
/// </summary>
[HotPath]
internal static unsafe class HashKernel<THash, TPolicy>
    where THash : struct, IVectorHash
    where TPolicy : struct, IHashPolicy
{
    /// <summary>Writes one place per frame (and up to 15 bytes more). Frames are at most <see cref="Workers.WorkerState.MaxBurst"/>.</summary>
    public static void Place(Mbuf** frames, uint count, in HashReduction reduction, byte* places, HashScratch* scratch)
    {
        if (Lanes512.IsSupported && count > 8) Place<Lanes512>(frames, count, reduction, places, scratch);
        else if (Lanes256.IsSupported && count > 4) Place<Lanes256>(frames, count, reduction, places, scratch);
        else if (Lanes128.IsSupported && count > 1) Place<Lanes128>(frames, count, reduction, places, scratch);
        else ScalarHash<TPolicy>.Place(frames, count, reduction, places);
    }

    public static void Place<T>(Mbuf** frames, uint count, in HashReduction reduction, byte* places, HashScratch* scratch)
        where T : struct, ILanes<T>
    {
        bool anyShort = Locate(frames, count, (uint)T.Count, scratch);
        byte** data = (byte**)scratch->Frames;
        for (uint first = 0; first < count; first += (uint)T.Count)
        {
            T sum = THash.Ipv4<T, Untagged>(data + first, data + first, reduction, out T right);
            Write(sum, reduction, places + first);
            uint wrong = ~T.TopBits(right) & Lanes(count - first, (uint)T.Count);
            if (wrong != 0) PlaceMixed<T>(frames + first, count - first, reduction, places + first, data + first, scratch);
        }
        if (anyShort) PlaceShort(frames, count, reduction, places);
    }

    /// <summary>Where each frame begins, and a prefetch of it. Frames too short to be read, and the rest of the last vector, are nowhere.</summary>
    /// <returns>True when there is a frame too short.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Locate(Mbuf** frames, uint count, uint lanes, HashScratch* scratch)
    {
        byte** data = (byte**)scratch->Frames;
        byte* nothing = scratch->Nothing;
        uint shortest = uint.MaxValue;
        for (uint i = 0; i < count; i++)
        {
            Mbuf* frame = frames[i];
            byte* start = frame->Data;
            uint length = frame->DataLength;
            shortest = Math.Min(shortest, length);
            start = length >= THash.Shortest ? start : nothing;
            if (Sse.IsSupported) Sse.Prefetch0(start);
            data[i] = start;
        }
        for (uint i = count; i % lanes != 0; i++) data[i] = nothing;
        return shortest < THash.Shortest;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void PlaceShort(Mbuf** frames, uint count, in HashReduction reduction, byte* places)
    {
        for (uint i = 0; i < count; i++)
            if (frames[i]->DataLength < THash.Shortest) places[i] = ScalarHash<TPolicy>.PlaceOne(frames[i], reduction);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void PlaceMixed<T>(Mbuf** frames, uint count, in HashReduction reduction, byte* places, byte** data, HashScratch* scratch)
        where T : struct, ILanes<T>
    {
        count = Math.Min(count, (uint)T.Count);
        bool anyIpv6 = Shift(frames, count, (uint)T.Count, data, scratch);
        T sum = THash.Ipv4<T, MaybeTagged>(data, (byte**)scratch->Shifted, reduction, out T right);
        if (!THash.AnyType && anyIpv6)
        {
            T sumIpv6 = THash.Ipv6<T>(data, (byte**)scratch->ShiftedIpv6, reduction, out T rightIpv6);
            sum = (sum & right) | (sumIpv6 & rightIpv6);
            right |= rightIpv6;
        }
        Write(sum, reduction, places);
        uint wrong = ~T.TopBits(right) & Lanes(count, (uint)T.Count);
        for (; wrong != 0; wrong &= wrong - 1)
        {
            int i = BitOperations.TrailingZeroCount(wrong);
            places[i] = ScalarHash<TPolicy>.PlaceOne(frames[i], reduction);
        }
    }

    /// <summary>Skips one tag, and sorts out what is long enough to be read as IPv6. True when something is.</summary>
    private static bool Shift(Mbuf** frames, uint count, uint lanes, byte** data, HashScratch* scratch)
    {
        byte** shifted = (byte**)scratch->Shifted;
        byte** shiftedIpv6 = (byte**)scratch->ShiftedIpv6;
        byte* nothing = scratch->Nothing;
        bool any = false;
        for (uint i = 0; i < lanes; i++)
        {
            byte* start = data[i];
            ushort type = *(ushort*)(start + VectorHash.TypeAt);
            start += type is (ushort)VectorHash.VlanType or (ushort)VectorHash.ServiceVlanType ? FrameBytes.TagLength : 0;
            bool ipv6 = i < count && *(ushort*)(start + VectorHash.TypeAt) == VectorHash.Ipv6Type && frames[i]->DataLength >= VectorHash.ShortestIpv6;
            shifted[i] = start;
            shiftedIpv6[i] = ipv6 ? start : nothing;
            any |= ipv6;
        }
        return any;
    }

    /// <summary>Sum modulo the divisor, as bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Write<T>(T sum, in HashReduction reduction, byte* places)
        where T : struct, ILanes<T>
    {
        T quotient = sum * T.All(reduction.Reciprocal) >>> HashReduction.Shift;
        T.WriteLowBytes(sum - quotient * T.All(reduction.Divisor), places);
    }

    /// <summary>A bit for each of the first <paramref name="count"/> lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Lanes(uint count, uint lanes) => count >= lanes ? (uint)((1UL << (int)lanes) - 1) : (1u << (int)count) - 1;
}
