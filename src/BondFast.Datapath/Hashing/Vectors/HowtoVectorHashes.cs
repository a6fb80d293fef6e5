using System.Runtime.CompilerServices;
using BondFast.Dpdk;
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
    public static bool TryCommon<T>(Mbuf** frames, in HashReduction reduction, out T sum)
        where T : struct, ILanes<T>
    {
        bool read = T.TryRead(frames, Shortest, 0, out Words<T> ethernet);
        sum = Sum(ethernet, reduction);
        return read;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Ipv4<T>(byte** frames, byte** shifted, in HashReduction reduction, out T right)
        where T : struct, ILanes<T>
    {
        right = T.All(uint.MaxValue);
        return Sum(T.Read(frames, 0), reduction);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Ipv6<T>(byte** frames, byte** shifted, in HashReduction reduction, out T right)
        where T : struct, ILanes<T> => Ipv4(frames, shifted, reduction, out right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Sum<T>(in Words<T> ethernet, in HashReduction reduction)
        where T : struct, ILanes<T>
    {
        T upper = Macs(ethernet, out T lower);
        return T.WeightedSum(upper, T.All(reduction.UpperWeights)) + T.WeightedSum(lower, T.All(reduction.LowerWeights));
    }
}

/// <summary><see cref="HowtoHash.Layer23"/>: the MACs, their last two bytes ^ those of the addresses.</summary>
[HotPath]
internal readonly unsafe struct HowtoLayer23Vector : IVectorHash
{
    public static uint Shortest => ShortestIpv4;
    public static bool AnyType => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryCommon<T>(Mbuf** frames, in HashReduction reduction, out T sum)
        where T : struct, ILanes<T>
    {
        bool read = T.TryRead(frames, ShortestIpv4, 0, Ipv4AddressesAt, out Words<T> ethernet, out Words<T> ip);
        sum = Sum(ethernet, ip.Word1 ^ ip.Word2, reduction);
        return read && T.IsZero(OddType(ethernet.Word3));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Ipv4<T>(byte** frames, byte** shifted, in HashReduction reduction, out T right)
        where T : struct, ILanes<T>
    {
        Words<T> ip = T.Read(shifted, Ipv4AddressesAt);
        right = IsType(T.Read(shifted, TypeAt).Word0, Ipv4Type);
        return Sum(T.Read(frames, 0), ip.Word1 ^ ip.Word2, reduction);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Ipv6<T>(byte** frames, byte** shifted, in HashReduction reduction, out T right)
        where T : struct, ILanes<T>
    {
        right = IsType(T.Read(shifted, TypeAt).Word0, Ipv6Type);
        return Sum(T.Read(frames, 0), Ipv6Addresses<T>(shifted), reduction);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Sum<T>(in Words<T> ethernet, T addresses, in HashReduction reduction)
        where T : struct, ILanes<T>
    {
        T upper = Macs(ethernet, out T lower);
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
    public static bool TryCommon<T>(Mbuf** frames, in HashReduction reduction, out T sum)
        where T : struct, ILanes<T>
    {
        // line 12..27: type 45 tos | len id | frag ttl proto | csum src01     line2 28..43: src23 dst01 | dst23 sport | dport .. | ..
        bool read = T.TryReadLine(frames, ShortestLine, TypeAt, out Words<T> line, out Words<T> line2);
        T folded = line2.Word0 ^ line2.Word1 ^ line2.Word1 >>> 16 ^ line2.Word2;
        sum = T.WeightedSum(folded, T.All(reduction.LowerWeights));
        return read && T.IsZero(OddHeader(line.Word0) | (line.Word2 & T.All(0xff3f)) | OddProtocol(line.Word2, 0xff00_0000));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Ipv4<T>(byte** frames, byte** shifted, in HashReduction reduction, out T right)
        where T : struct, ILanes<T>
    {
        Words<T> header = T.Read(shifted, TypeAt), ip = T.Read(shifted, Ipv4AddressesAt);
        right = IsPlainIpv4(header.Word0);
        T whole = T.Equal(header.Word2 & T.All(0xff3f), T.All(0));
        return Sum(ip.Word1 ^ ip.Word2, ip.Word3 & whole & IsTcpOrUdp(header.Word2 >>> 24), reduction);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Ipv6<T>(byte** frames, byte** shifted, in HashReduction reduction, out T right)
        where T : struct, ILanes<T>
    {
        Words<T> header = T.Read(shifted, TypeAt);
        right = IsType(header.Word0, Ipv6Type);
        T ports = T.Read(shifted, Ipv6PortsAt).Word3;
        return Sum(Ipv6Addresses<T>(shifted), ports & IsTcpOrUdp(header.Word2 & T.All(0xff)), reduction);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Sum<T>(T addresses, T ports, in HashReduction reduction)
        where T : struct, ILanes<T> => T.WeightedSum(addresses >>> 16 ^ ports ^ ports >>> 16, T.All(reduction.LowerWeights));
}
