using BondFast.Datapath.Transmit;
using BondFast.Dpdk;
using BondFast.Wire;

namespace BondFast.Datapath.Hashing.Vectors;

/// <summary>The reference, frame by frame: what every kernel is proven equal to, and where unusual frames go.</summary>
[HotPath]
internal static unsafe class ScalarHash<TPolicy>
    where TPolicy : struct, IHashPolicy
{
    public static void Place(Mbuf** frames, uint count, in HashReduction reduction, byte* places)
    {
        for (uint i = 0; i < count; i++) places[i] = PlaceOne(frames[i], reduction);
    }

    public static byte PlaceOne(Mbuf* frame, in HashReduction reduction) =>
        reduction.Reduce(TransmitHash.Compute(TPolicy.Policy, TPolicy.Formula, frame->Data, frame->DataLength));
}
