using System.Runtime.CompilerServices;
using BondFast.Wire;
using static BondFast.Datapath.Hashing.Vectors.VectorHash;

namespace BondFast.Datapath.Hashing.Vectors;

/// <summary><see cref="HowtoHash.Layer2"/>: the MACs, whatever follows.</summary>
[HotPath]
internal readonly unsafe struct HowtoLayer2Vector : IVectorHash
{
    public static uint Shortest => 16;
    public static bool AnyType => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Common<T>(byte** frames, in HashReduction reduction, out T odd)
        where T : struct, ILanes<T>
    {
        odd = T.All(0);
        T.Read(frames, 0, out T word0, out T word1, out T word2, out _);
        T upper = Macs(word0, word1, word2, out T lower);
        return T.WeightedSum(upper, T.All(reduction.UpperWeights)) + T.WeightedSum(lower, T.All(reduction.LowerWeights));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Ipv4<T>(byte** frames, byte** shifted, in HashReduction reduction, out T right)
        where T : struct, ILanes<T>
    {
        right = T.All(uint.MaxValue);
        return Common(frames, reduction, out T _);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Ipv6<T>(byte** frames, byte** shifted, in HashReduction reduction, out T right)
        where T : struct, ILanes<T> => Ipv4(frames, shifted, reduction, out right);
}

/// <summary><see cref="HowtoHash.Layer23"/>: the MACs, their last two bytes ^ those of the addresses.</summary>
[HotPath]
internal readonly unsafe struct HowtoLayer23Vector : IVectorHash
{
    public static uint Shortest => ShortestIpv4;
    public static bool AnyType => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Common<T>(byte** frames, in HashReduction reduction, out T odd)
        where T : struct, ILanes<T>
    {
        T.Read(frames, 0, out T word0, out T word1, out T word2, out T type);
        T.Read(frames, Ipv4AddressesAt, out _, out T source, out T destination, out _);
        odd = OddType(type);
        return Sum(word0, word1, word2, source ^ destination, reduction);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Ipv4<T>(byte** frames, byte** shifted, in HashReduction reduction, out T right)
        where T : struct, ILanes<T>
    {
        T.Read(frames, 0, out T word0, out T word1, out T word2, out _);
        T.Read(shifted, TypeAt, out T type, out _, out _, out _);
        T.Read(shifted, Ipv4AddressesAt, out _, out T source, out T destination, out _);
        right = IsType(type, Ipv4Type);
        return Sum(word0, word1, word2, source ^ destination, reduction);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Ipv6<T>(byte** frames, byte** shifted, in HashReduction reduction, out T right)
        where T : struct, ILanes<T>
    {
        T.Read(frames, 0, out T word0, out T word1, out T word2, out _);
        T.Read(shifted, TypeAt, out T type, out _, out _, out _);
        right = IsType(type, Ipv6Type);
        return Sum(word0, word1, word2, Ipv6Addresses<T>(shifted), reduction);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Common<T>(byte** frames, in HashReduction reduction, out T odd)
        where T : struct, ILanes<T>
    {
        T.Read(frames, TypeAt, out T type, out _, out T fragment, out _);
        T.Read(frames, Ipv4AddressesAt, out _, out T source, out T destination, out T ports);
        odd = OddHeader(type) | (fragment & T.All(0xff3f)) | OddProtocol(fragment, 0xff00_0000);
        return Sum(source ^ destination, ports, reduction);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Ipv4<T>(byte** frames, byte** shifted, in HashReduction reduction, out T right)
        where T : struct, ILanes<T>
    {
        T.Read(shifted, TypeAt, out T type, out _, out T fragment, out _);
        T.Read(shifted, Ipv4AddressesAt, out _, out T source, out T destination, out T ports);
        right = IsPlainIpv4(type);
        T whole = T.Equal(fragment & T.All(0xff3f), T.All(0));
        return Sum(source ^ destination, ports & whole & IsTcpOrUdp(fragment >>> 24), reduction);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Ipv6<T>(byte** frames, byte** shifted, in HashReduction reduction, out T right)
        where T : struct, ILanes<T>
    {
        T.Read(shifted, TypeAt, out T type, out _, out T next, out _);
        T.Read(shifted, Ipv6PortsAt, out _, out _, out _, out T ports);
        right = IsType(type, Ipv6Type);
        return Sum(Ipv6Addresses<T>(shifted), ports & IsTcpOrUdp(next & T.All(0xff)), reduction);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Sum<T>(T addresses, T ports, in HashReduction reduction)
        where T : struct, ILanes<T> => T.WeightedSum(addresses >>> 16 ^ ports ^ ports >>> 16, T.All(reduction.LowerWeights));
}
