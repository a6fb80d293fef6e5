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
    /// <summary>Hashes and reduces a burst.</summary>
    public static void Place<TOutput>(Mbuf** frames, uint count, in HashReduction reduction, void* output, HashScratch* scratch)
        where TOutput : struct, IHashOutput
    {
        uint done = 0;
        if (Lanes512.IsSupported) done = PlaceGroups<Lanes512, TOutput>(frames, done, count, reduction, output, scratch);
        if (Lanes256.IsSupported && count - done >= 8) done = PlaceGroups<Lanes256, TOutput>(frames, done, count, reduction, output, scratch);
        if (Lanes128.IsSupported && count - done >= 4) done = PlaceGroups<Lanes128, TOutput>(frames, done, count, reduction, output, scratch);
        if (count != done) ScalarHash<TPolicy>.Place<TOutput>(frames, done, count, reduction, output);
    }

    /// <summary>As many frames from <paramref name="done"/> on as make whole groups; returns where it stopped.</summary>
    /// <remarks>Not inlined: the compiler's budget for inlining goes to the vector code, all of which has to be in here.</remarks>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static uint PlaceGroups<T, TOutput>(Mbuf** frames, uint done, uint count, in HashReduction reduction, void* output, HashScratch* scratch)
        where T : struct, ILanes<T>
        where TOutput : struct, IHashOutput
    {
        for (; count - done >= (uint)T.Count; done += (uint)T.Count)
        {
            if (THash.TryCommon(frames + done, reduction, out T sum)) TOutput.Put(Reduce(sum, reduction), output, done);
            else PlaceMixed<T, TOutput>(frames + done, reduction, output, done, scratch);
        }
        return done;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void PlaceMixed<T, TOutput>(Mbuf** frames, in HashReduction reduction, void* output, uint first, HashScratch* scratch)
        where T : struct, ILanes<T>
        where TOutput : struct, IHashOutput
    {
        byte* places = scratch->Places;
        byte** starts = (byte**)scratch->Starts;
        uint tooShort = Locate(frames, (uint)T.Count, scratch, out bool anyIpv6);
        T sum = THash.Ipv4(starts, (byte**)scratch->Shifted, reduction, out T right);
        if (!THash.AnyType && anyIpv6)
        {
            T sumIpv6 = THash.Ipv6(starts, (byte**)scratch->ShiftedIpv6, reduction, out T rightIpv6);
            sum = (sum & right) | (sumIpv6 & rightIpv6);
            right |= rightIpv6;
        }
        T.WriteLowBytes(Reduce(sum, reduction), places);
        uint all = (uint)((1UL << T.Count) - 1);
        for (uint wrong = (~T.TopBits(right) & all) | tooShort; wrong != 0; wrong &= wrong - 1)
        {
            int i = BitOperations.TrailingZeroCount(wrong);
            places[i] = ScalarHash<TPolicy>.PlaceOne(frames[i], reduction);
        }
        TOutput.Put(places, output, first, (uint)T.Count);
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

    /// <summary>Sum modulo the divisor. A power of two is in the sum's low bits as it stands.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Reduce<T>(T sum, in HashReduction reduction)
        where T : struct, ILanes<T>
    {
        if (reduction.LowBits != 0) return sum & T.All(reduction.LowBits);
        T quotient = sum * T.All(reduction.Reciprocal) >>> HashReduction.Shift;
        return sum - quotient * T.All(reduction.Divisor);
    }
}
