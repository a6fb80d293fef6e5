using BondFast.Wire;
using static BondFast.Datapath.Hashing.Vectors.VectorHash;

namespace BondFast.Datapath.Hashing.Vectors;

/// <summary><see cref="LinuxHash.Layer2"/>: last bytes of the MACs and the type.</summary>
[HotPath]
internal readonly unsafe struct LinuxLayer2Vector : IVectorHash
{
    public static uint Shortest => 32;
    public static bool AnyType => true;

    public static T Ipv4<T, TTagging>(byte** frames, byte** shifted, in HashReduction reduction, out T right)
        where T : struct, ILanes<T>
        where TTagging : struct, ITagging
    {
        T.Read(frames, 0, out _, out T word1, out T word2, out T type);
        if (TTagging.MayBeTagged)
        {
            T.Read(shifted, TypeAt, out type, out _, out _, out _);
            right = T.All(uint.MaxValue);
        }
        else
        {
            right = Not(IsType(type, VlanType) | IsType(type, ServiceVlanType));
        }
        // As a number: type ^ MAC byte. In wire order: upper byte of the type, lower byte ^ MAC byte.
        return T.WeightedSum(type ^ LastMacBytes(word1, word2) << 8, T.All(reduction.LowerWeights));
    }

    public static T Ipv6<T>(byte** frames, byte** shifted, in HashReduction reduction, out T right)
        where T : struct, ILanes<T> => Ipv4<T, MaybeTagged>(frames, shifted, reduction, out right);
}

/// <summary><see cref="LinuxHash.Layer23"/> but ICMP, which may be about another packet.</summary>
[HotPath]
internal readonly unsafe struct LinuxLayer23Vector : IVectorHash
{
    public static uint Shortest => ShortestIpv4;
    public static bool AnyType => false;

    public static T Ipv4<T, TTagging>(byte** frames, byte** shifted, in HashReduction reduction, out T right)
        where T : struct, ILanes<T>
        where TTagging : struct, ITagging
    {
        T.Read(frames, 0, out _, out T word1, out T word2, out T type);
        if (TTagging.MayBeTagged) T.Read(shifted, TypeAt, out type, out _, out _, out _);
        T.Read(shifted, Ipv4AddressesAt, out T protocol, out T source, out T destination, out _);
        right = IsType(type, Ipv4Type) & Not(IsIcmp(protocol >>> 8 & T.All(0xff)));
        T link = LastMacBytes(word1, word2) ^ T.All(EtherType.Ipv4);
        return T.WeightedSum(Fold(link ^ source ^ destination), T.All(reduction.WordWeights));
    }

    public static T Ipv6<T>(byte** frames, byte** shifted, in HashReduction reduction, out T right)
        where T : struct, ILanes<T>
    {
        T.Read(frames, 0, out _, out T word1, out T word2, out _);
        T.Read(shifted, TypeAt, out T type, out _, out T next, out _);
        right = IsType(type, Ipv6Type) & Not(IsIcmp(next & T.All(0xff)));
        T link = LastMacBytes(word1, word2) ^ T.All(EtherType.Ipv6);
        return T.WeightedSum(Fold(link ^ Ipv6Addresses<T>(shifted)), T.All(reduction.WordWeights));
    }
}

/// <summary><see cref="LinuxHash.Layer34"/> for TCP and UDP, and for IPv4 fragments.</summary>
[HotPath]
internal readonly unsafe struct LinuxLayer34Vector : IVectorHash
{
    public static uint Shortest => ShortestIpv4;
    public static bool AnyType => false;

    public static T Ipv4<T, TTagging>(byte** frames, byte** shifted, in HashReduction reduction, out T right)
        where T : struct, ILanes<T>
        where TTagging : struct, ITagging
    {
        T.Read(shifted, TypeAt, out T type, out _, out T fragment, out _);
        T.Read(shifted, Ipv4AddressesAt, out _, out T source, out T destination, out T ports);
        T whole = T.Equal(fragment & T.All(0xff3f), T.All(0));
        right = IsPlainIpv4(type) & (IsTcpOrUdp(fragment >>> 24) | Not(whole));
        return Sum(source ^ destination ^ (ports & whole), reduction);
    }

    public static T Ipv6<T>(byte** frames, byte** shifted, in HashReduction reduction, out T right)
        where T : struct, ILanes<T>
    {
        T.Read(shifted, TypeAt, out T type, out _, out T next, out _);
        T.Read(shifted, Ipv6PortsAt, out _, out _, out _, out T ports);
        right = IsType(type, Ipv6Type) & IsTcpOrUdp(next & T.All(0xff));
        return Sum(Ipv6Addresses<T>(shifted) ^ ports, reduction);
    }

    private static T Sum<T>(T hash, in HashReduction reduction)
        where T : struct, ILanes<T> => T.WeightedSum(Fold(hash) >>> 1, T.All(reduction.WordWeights));
}
