using BondFast.Wire;
using static BondFast.Datapath.Hashing.Vectors.VectorHash;

namespace BondFast.Datapath.Hashing.Vectors;

/// <summary><see cref="HowtoHash.Layer2"/>: the MACs, whatever follows.</summary>
[HotPath]
internal readonly unsafe struct HowtoLayer2Vector : IVectorHash
{
    public static uint Shortest => 16;
    public static bool AnyType => true;

    public static T Ipv4<T, TTagging>(byte** frames, byte** shifted, in HashReduction reduction, out T right)
        where T : struct, ILanes<T>
        where TTagging : struct, ITagging
    {
        right = T.All(uint.MaxValue);
        T.Read(frames, 0, out T word0, out T word1, out T word2, out _);
        T upper = Macs(word0, word1, word2, out T lower);
        return T.WeightedSum(upper, T.All(reduction.UpperWeights)) + T.WeightedSum(lower, T.All(reduction.LowerWeights));
    }

    public static T Ipv6<T>(byte** frames, byte** shifted, in HashReduction reduction, out T right)
        where T : struct, ILanes<T> => Ipv4<T, Untagged>(frames, shifted, reduction, out right);
}

/// <summary><see cref="HowtoHash.Layer23"/>: the MACs, their last two bytes ^ those of the addresses.</summary>
[HotPath]
internal readonly unsafe struct HowtoLayer23Vector : IVectorHash
{
    public static uint Shortest => ShortestIpv4;
    public static bool AnyType => false;

    public static T Ipv4<T, TTagging>(byte** frames, byte** shifted, in HashReduction reduction, out T right)
        where T : struct, ILanes<T>
        where TTagging : struct, ITagging
    {
        T.Read(frames, 0, out T word0, out T word1, out T word2, out T type);
        if (TTagging.MayBeTagged) T.Read(shifted, TypeAt, out type, out _, out _, out _);
        T.Read(shifted, Ipv4AddressesAt, out _, out T source, out T destination, out _);
        right = IsType(type, Ipv4Type);
        return Sum(word0, word1, word2, source ^ destination, reduction);
    }

    public static T Ipv6<T>(byte** frames, byte** shifted, in HashReduction reduction, out T right)
        where T : struct, ILanes<T>
    {
        T.Read(frames, 0, out T word0, out T word1, out T word2, out _);
        T.Read(shifted, TypeAt, out T type, out _, out _, out _);
        right = IsType(type, Ipv6Type);
        return Sum(word0, word1, word2, Ipv6Addresses<T>(shifted), reduction);
    }

    private static T Sum<T>(T word0, T word1, T word2, T addresses, in HashReduction reduction)
        where T : struct, ILanes<T>
    {
        T upper = Macs(word0, word1, word2, out T lower);
        lower ^= addresses >>> 16;
        return T.WeightedSum(upper, T.All(reduction.UpperWeights)) + T.WeightedSum(lower, T.All(reduction.LowerWeights));
    }
}

/// <summary><see cref="HowtoHash.Layer34"/>: the last two bytes of the addresses ^ the ports of unfragmented TCP and UDP.</summary>
[HotPath]
internal readonly unsafe struct HowtoLayer34Vector : IVectorHash
{
    public static uint Shortest => ShortestIpv4;
    public static bool AnyType => false;

    public static T Ipv4<T, TTagging>(byte** frames, byte** shifted, in HashReduction reduction, out T right)
        where T : struct, ILanes<T>
        where TTagging : struct, ITagging
    {
        T.Read(shifted, TypeAt, out T type, out _, out T fragment, out _);
        T.Read(shifted, Ipv4AddressesAt, out _, out T source, out T destination, out T ports);
        right = IsPlainIpv4(type);
        T whole = T.Equal(fragment & T.All(0xff3f), T.All(0));
        return Sum(source ^ destination, ports & whole & IsTcpOrUdp(fragment >>> 24), reduction);
    }

    public static T Ipv6<T>(byte** frames, byte** shifted, in HashReduction reduction, out T right)
        where T : struct, ILanes<T>
    {
        T.Read(shifted, TypeAt, out T type, out _, out T next, out _);
        T.Read(shifted, Ipv6PortsAt, out _, out _, out _, out T ports);
        right = IsType(type, Ipv6Type);
        return Sum(Ipv6Addresses<T>(shifted), ports & IsTcpOrUdp(next & T.All(0xff)), reduction);
    }

    private static T Sum<T>(T addresses, T ports, in HashReduction reduction)
        where T : struct, ILanes<T> => T.WeightedSum(addresses >>> 16 ^ ports ^ ports >>> 16, T.All(reduction.LowerWeights));
}
