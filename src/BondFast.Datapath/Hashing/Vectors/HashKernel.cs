using System.Numerics;
using System.Runtime.CompilerServices;
using BondFast.Datapath.Transmit;
using BondFast.Dpdk;
using BondFast.Wire;

namespace BondFast.Datapath.Hashing.Vectors;

/// <summary>
/// Hash and reduction of a burst, several frames at a time. Groups of untagged IPv4 take the short way; a group with anything else is
/// done again with tags skipped and IPv6 beside IPv4; what has neither shape goes to the scalar reference, frame by frame.
/// </summary>
[HotPath]
internal static unsafe class HashKernel<THash, TPolicy>
    where THash : struct, IVectorHash
    where TPolicy : struct, IHashPolicy
{
    /// <summary>Writes one place per frame.</summary>
    public static void Place(Mbuf** frames, uint count, in HashReduction reduction, byte* places, HashScratch* scratch)
    {
        uint done = 0;
        if (Lanes512.IsSupported) done = PlaceGroups<Lanes512>(frames, count, reduction, places, scratch);
        if (Lanes256.IsSupported && count - done >= 8) done += PlaceGroups<Lanes256>(frames + done, count - done, reduction, places + done, scratch);
        if (Lanes128.IsSupported && count - done >= 4) done += PlaceGroups<Lanes128>(frames + done, count - done, reduction, places + done, scratch);
        if (count != done) ScalarHash<TPolicy>.Place(frames + done, count - done, reduction, places + done);
    }

    /// <summary>As many frames as make whole groups; returns how many that is.</summary>
    /// <remarks>Not inlined: the compiler's budget for inlining goes to the vector code, all of which has to be in here.</remarks>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static uint PlaceGroups<T>(Mbuf** frames, uint count, in HashReduction reduction, byte* places, HashScratch* scratch)
        where T : struct, ILanes<T>
    {
        uint done = 0;
        for (; count - done >= (uint)T.Count; done += (uint)T.Count)
        {
            if (THash.TryCommon(frames + done, reduction, out T sum)) Write(sum, reduction, places + done);
            else PlaceMixed<T>(frames + done, reduction, places + done, scratch);
        }
        return done;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void PlaceMixed<T>(Mbuf** frames, in HashReduction reduction, byte* places, HashScratch* scratch)
        where T : struct, ILanes<T>
    {
        byte** starts = (byte**)scratch->Starts;
        uint tooShort = Locate(frames, (uint)T.Count, scratch, out bool anyIpv6);
        T sum = THash.Ipv4(starts, (byte**)scratch->Shifted, reduction, out T right);
        if (!THash.AnyType && anyIpv6)
        {
            T sumIpv6 = THash.Ipv6(starts, (byte**)scratch->ShiftedIpv6, reduction, out T rightIpv6);
            sum = (sum & right) | (sumIpv6 & rightIpv6);
            right |= rightIpv6;
        }
        Write(sum, reduction, places);
        uint all = (uint)((1UL << T.Count) - 1);
        for (uint wrong = (~T.TopBits(right) & all) | tooShort; wrong != 0; wrong &= wrong - 1)
        {
            int i = BitOperations.TrailingZeroCount(wrong);
            places[i] = ScalarHash<TPolicy>.PlaceOne(frames[i], reduction);
        }
    }

    /// <summary>Where each frame begins, with and without one tag, and what of it can be read as IPv6. Where something does not fit, an empty frame.</summary>
    /// <returns>A bit for each frame that is too short to be read at all.</returns>
    private static uint Locate(Mbuf** frames, uint count, HashScratch* scratch, out bool anyIpv6)
    {
        byte** starts = (byte**)scratch->Starts;
        byte** shifted = (byte**)scratch->Shifted;
        byte** shiftedIpv6 = (byte**)scratch->ShiftedIpv6;
        byte* nothing = scratch->Nothing;
        uint tooShort = 0;
        anyIpv6 = false;
        for (int i = 0; i < count; i++)
        {
            if (!frames[i]->TryStart(THash.Shortest, out byte* start))
            {
                start = nothing;
                tooShort |= 1u << i;
            }
            starts[i] = start;
            if (THash.Shortest >= VectorHash.ShortestTagged)
                start += *(ushort*)(start + VectorHash.TypeAt) is (ushort)VectorHash.VlanType or (ushort)VectorHash.ServiceVlanType ? FrameBytes.TagLength : 0;
            shifted[i] = start;
            if (THash.AnyType) continue;
            bool ipv6 = *(ushort*)(start + VectorHash.TypeAt) == VectorHash.Ipv6Type && frames[i]->DataLength >= VectorHash.ShortestIpv6;
            shiftedIpv6[i] = ipv6 ? start : nothing;
            anyIpv6 |= ipv6;
        }
        return tooShort;
    }

    /// <summary>Sum modulo the divisor, as bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Write<T>(T sum, in HashReduction reduction, byte* places)
        where T : struct, ILanes<T>
    {
        T quotient = sum * T.All(reduction.Reciprocal) >>> HashReduction.Shift;
        T.WriteLowBytes(sum - quotient * T.All(reduction.Divisor), places);
    }
}
