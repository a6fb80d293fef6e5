using BondFast.Datapath.Transmit;
using BondFast.Dpdk;
using BondFast.Wire;

namespace BondFast.Datapath.Hashing.Vectors;

/// <summary>The reference, frame by frame: what every kernel is proven equal to, and where unusual frames go.</summary>
[HotPath]
internal static unsafe class ScalarHash<TPolicy>
    where TPolicy : struct, IHashPolicy
{
    private const uint Group = 16;

    /// <summary>From <paramref name="first"/> to the burst's end.</summary>
    public static void Place<TOutput>(Mbuf** frames, uint first, uint count, in HashReduction reduction, void* output)
        where TOutput : struct, IHashOutput
    {
        byte* places = stackalloc byte[(int)Group];
        while (first < count)
        {
            uint group = Math.Min(Group, count - first);
            for (uint i = 0; i < group; i++) places[i] = PlaceOne(frames[first + i], reduction);
            TOutput.Put(places, output, first, group);
            first += group;
        }
    }

    public static byte PlaceOne(Mbuf* frame, in HashReduction reduction) =>
        reduction.Reduce(TransmitHash.Compute(TPolicy.Policy, TPolicy.Formula, frame->Data, frame->DataLength));
}
