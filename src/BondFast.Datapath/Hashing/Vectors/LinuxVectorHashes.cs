using System.Runtime.CompilerServices;
using BondFast.Dpdk;
using BondFast.Wire;
using static BondFast.Datapath.Hashing.Vectors.VectorHash;

namespace BondFast.Datapath.Hashing.Vectors;

/// <summary><see cref="LinuxHash.Layer2"/>: last bytes of the MACs and the type.</summary>
[HotPath]
internal readonly unsafe struct LinuxLayer2Vector : IVectorHash
{
    public static uint Shortest => 32;
    public static bool AnyType => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryCommon<T>(Mbuf** frames, in HashReduction reduction, out T sum)
        where T : struct, ILanes<T>
    {
        bool read = T.TryRead(frames, 16, 0, out Words<T> ethernet);
        sum = Sum(ethernet, ethernet.Word3, reduction);
        return read && T.IsZero(OddType(ethernet.Word3));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Ipv4<T>(byte** frames, byte** shifted, in HashReduction reduction, out T right)
        where T : struct, ILanes<T>
    {
        right = T.All(uint.MaxValue);
        return Sum(T.Read(frames, 0), T.Read(shifted, TypeAt).Word0, reduction);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Ipv6<T>(byte** frames, byte** shifted, in HashReduction reduction, out T right)
        where T : struct, ILanes<T> => Ipv4(frames, shifted, reduction, out right);

    /// <summary>As a number the hash is type ^ MAC byte; in wire order the type's first byte, then its second ^ the MAC byte.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Sum<T>(in Words<T> ethernet, T type, in HashReduction reduction)
        where T : struct, ILanes<T> => T.WeightedSum(type ^ LastMacBytes(ethernet) << 8, T.All(reduction.LowerWeights));
}

/// <summary><see cref="LinuxHash.Layer23"/> but ICMP, which may be about another packet.</summary>
[HotPath]
internal readonly unsafe struct LinuxLayer23Vector : IVectorHash
{
    public static uint Shortest => ShortestIpv4;
    public static bool AnyType => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryCommon<T>(Mbuf** frames, in HashReduction reduction, out T sum)
        where T : struct, ILanes<T>
    {
        bool read = T.TryRead(frames, ShortestIpv4, 0, Ipv4AddressesAt, out Words<T> ethernet, out Words<T> ip);
        sum = Sum(ethernet, EtherType.Ipv4, ip.Word1 ^ ip.Word2, reduction);
        return read && T.IsZero(OddType(ethernet.Word3) | OddProtocol(ip.Word0, 0xff00));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Ipv4<T>(byte** frames, byte** shifted, in HashReduction reduction, out T right)
        where T : struct, ILanes<T>
    {
        Words<T> ip = T.Read(shifted, Ipv4AddressesAt);
        right = IsType(T.Read(shifted, TypeAt).Word0, Ipv4Type) & Not(IsIcmp(ip.Word0 >>> 8 & T.All(0xff)));
        return Sum(T.Read(frames, 0), EtherType.Ipv4, ip.Word1 ^ ip.Word2, reduction);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Ipv6<T>(byte** frames, byte** shifted, in HashReduction reduction, out T right)
        where T : struct, ILanes<T>
    {
        Words<T> header = T.Read(shifted, TypeAt);
        right = IsType(header.Word0, Ipv6Type) & Not(IsIcmp(header.Word2 & T.All(0xff)));
        return Sum(T.Read(frames, 0), EtherType.Ipv6, Ipv6Addresses<T>(shifted), reduction);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Sum<T>(in Words<T> ethernet, uint type, T addresses, in HashReduction reduction)
        where T : struct, ILanes<T> => T.WeightedSum(Fold(LastMacBytes(ethernet) ^ T.All(type) ^ addresses), T.All(reduction.WordWeights));
}

/// <summary><see cref="LinuxHash.Layer34"/> for TCP and UDP, and for IPv4 fragments.</summary>
[HotPath]
internal readonly unsafe struct LinuxLayer34Vector : IVectorHash
{
    public static uint Shortest => ShortestIpv4;
    public static bool AnyType => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryCommon<T>(Mbuf** frames, in HashReduction reduction, out T sum)
        where T : struct, ILanes<T>
    {
        bool read = T.TryReadLine(frames, ShortestLine, TypeAt, out Words<T> line, out Words<T> line2);
        // src ^ dst ^ ports, each pieced together from two words
        T upper = line.Word3 >>> 16 ^ line2.Word0 >>> 16 ^ line2.Word1 >>> 16;
        T lower = line2.Word0 ^ line2.Word1 ^ line2.Word2;
        sum = Sum((upper & T.All(0xffff)) ^ lower << 16, reduction);
        return read && T.IsZero(OddHeader(line.Word0) | (line.Word2 & T.All(0xff3f)) | OddProtocol(line.Word2, 0xff00_0000));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Ipv4<T>(byte** frames, byte** shifted, in HashReduction reduction, out T right)
        where T : struct, ILanes<T>
    {
        Words<T> header = T.Read(shifted, TypeAt), ip = T.Read(shifted, Ipv4AddressesAt);
        T whole = T.Equal(header.Word2 & T.All(0xff3f), T.All(0));
        right = IsPlainIpv4(header.Word0) & (IsTcpOrUdp(header.Word2 >>> 24) | Not(whole));
        return Sum(ip.Word1 ^ ip.Word2 ^ (ip.Word3 & whole), reduction);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Ipv6<T>(byte** frames, byte** shifted, in HashReduction reduction, out T right)
        where T : struct, ILanes<T>
    {
        Words<T> header = T.Read(shifted, TypeAt);
        right = IsType(header.Word0, Ipv6Type) & IsTcpOrUdp(header.Word2 & T.All(0xff));
        return Sum(Ipv6Addresses<T>(shifted) ^ T.Read(shifted, Ipv6PortsAt).Word3, reduction);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Sum<T>(T hash, in HashReduction reduction)
        where T : struct, ILanes<T> => T.WeightedSum(Fold(hash) >>> 1, T.All(reduction.WordWeights));
}
