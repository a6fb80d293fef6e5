using System.Runtime.CompilerServices;
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
    public static T Common<T>(byte** frames, in HashReduction reduction, out T odd)
        where T : struct, ILanes<T>
    {
        T.Read(frames, 0, out _, out T word1, out T word2, out T type);
        odd = OddType(type);
        return Sum(type, word1, word2, reduction);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Ipv4<T>(byte** frames, byte** shifted, in HashReduction reduction, out T right)
        where T : struct, ILanes<T>
    {
        right = T.All(uint.MaxValue);
        T.Read(frames, 0, out _, out T word1, out T word2, out _);
        T.Read(shifted, TypeAt, out T type, out _, out _, out _);
        return Sum(type, word1, word2, reduction);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Ipv6<T>(byte** frames, byte** shifted, in HashReduction reduction, out T right)
        where T : struct, ILanes<T> => Ipv4(frames, shifted, reduction, out right);

    /// <summary>As a number the hash is type ^ MAC byte; in wire order the type's first byte, then its second ^ the MAC byte.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Sum<T>(T type, T word1, T word2, in HashReduction reduction)
        where T : struct, ILanes<T> => T.WeightedSum(type ^ LastMacBytes(word1, word2) << 8, T.All(reduction.LowerWeights));
}

/// <summary><see cref="LinuxHash.Layer23"/> but ICMP, which may be about another packet.</summary>
[HotPath]
internal readonly unsafe struct LinuxLayer23Vector : IVectorHash
{
    public static uint Shortest => ShortestIpv4;
    public static bool AnyType => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Common<T>(byte** frames, in HashReduction reduction, out T odd)
        where T : struct, ILanes<T>
    {
        T.Read(frames, 0, out _, out T word1, out T word2, out T type);
        T.Read(frames, Ipv4AddressesAt, out T protocol, out T source, out T destination, out _);
        odd = OddType(type) | OddProtocol(protocol, 0xff00);
        return Sum(word1, word2, EtherType.Ipv4, source ^ destination, reduction);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Ipv4<T>(byte** frames, byte** shifted, in HashReduction reduction, out T right)
        where T : struct, ILanes<T>
    {
        T.Read(frames, 0, out _, out T word1, out T word2, out _);
        T.Read(shifted, TypeAt, out T type, out _, out _, out _);
        T.Read(shifted, Ipv4AddressesAt, out T protocol, out T source, out T destination, out _);
        right = IsType(type, Ipv4Type) & Not(IsIcmp(protocol >>> 8 & T.All(0xff)));
        return Sum(word1, word2, EtherType.Ipv4, source ^ destination, reduction);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Ipv6<T>(byte** frames, byte** shifted, in HashReduction reduction, out T right)
        where T : struct, ILanes<T>
    {
        T.Read(frames, 0, out _, out T word1, out T word2, out _);
        T.Read(shifted, TypeAt, out T type, out _, out T next, out _);
        right = IsType(type, Ipv6Type) & Not(IsIcmp(next & T.All(0xff)));
        return Sum(word1, word2, EtherType.Ipv6, Ipv6Addresses<T>(shifted), reduction);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Sum<T>(T word1, T word2, uint type, T addresses, in HashReduction reduction)
        where T : struct, ILanes<T> => T.WeightedSum(Fold(LastMacBytes(word1, word2) ^ T.All(type) ^ addresses), T.All(reduction.WordWeights));
}

/// <summary><see cref="LinuxHash.Layer34"/> for TCP and UDP, and for IPv4 fragments.</summary>
[HotPath]
internal readonly unsafe struct LinuxLayer34Vector : IVectorHash
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
        return Sum(source ^ destination ^ ports, reduction);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Ipv4<T>(byte** frames, byte** shifted, in HashReduction reduction, out T right)
        where T : struct, ILanes<T>
    {
        T.Read(shifted, TypeAt, out T type, out _, out T fragment, out _);
        T.Read(shifted, Ipv4AddressesAt, out _, out T source, out T destination, out T ports);
        T whole = T.Equal(fragment & T.All(0xff3f), T.All(0));
        right = IsPlainIpv4(type) & (IsTcpOrUdp(fragment >>> 24) | Not(whole));
        return Sum(source ^ destination ^ (ports & whole), reduction);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Ipv6<T>(byte** frames, byte** shifted, in HashReduction reduction, out T right)
        where T : struct, ILanes<T>
    {
        T.Read(shifted, TypeAt, out T type, out _, out T next, out _);
        T.Read(shifted, Ipv6PortsAt, out _, out _, out _, out T ports);
        right = IsType(type, Ipv6Type) & IsTcpOrUdp(next & T.All(0xff));
        return Sum(Ipv6Addresses<T>(shifted) ^ ports, reduction);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Sum<T>(T hash, in HashReduction reduction)
        where T : struct, ILanes<T> => T.WeightedSum(Fold(hash) >>> 1, T.All(reduction.WordWeights));
}
