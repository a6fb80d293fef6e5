using BondFast.Wire;

namespace BondFast.Datapath.Hashing.Vectors;

/// <summary>Where the EtherType is: known when the code is compiled.</summary>
[HotPath]
internal interface ITagging
{
    static abstract bool MayBeTagged { get; }
}

[HotPath]
internal readonly struct Untagged : ITagging
{
    public static bool MayBeTagged => false;
}

[HotPath]
internal readonly struct MaybeTagged : ITagging
{
    public static bool MayBeTagged => true;
}

/// <summary>
/// A hash policy in vector form. The methods give each frame's hash as the weighted sum of its bytes
/// (<see cref="HashReduction"/>), and say where that is right: frames of any other shape are left to the scalar reference.
/// </summary>
[HotPath]
internal unsafe interface IVectorHash
{
    /// <summary>Shorter frames are not read.</summary>
    static abstract uint Shortest { get; }

    /// <summary><see cref="Ipv4"/> is right for every type behind a tag.</summary>
    static abstract bool AnyType { get; }

    /// <summary>Reads up to <see cref="Shortest"/> bytes of a frame.</summary>
    /// <param name="frames">First bytes.</param>
    /// <param name="shifted">The same, four bytes on for tagged frames: so the type is always at offset 12.</param>
    /// <param name="reduction">Weights.</param>
    /// <param name="right">All ones where the sum is right.</param>
    static abstract T Ipv4<T, TTagging>(byte** frames, byte** shifted, in HashReduction reduction, out T right)
        where T : struct, ILanes<T>
        where TTagging : struct, ITagging;

    /// <summary>Reads up to <see cref="VectorHash.ShortestIpv6"/> bytes of a frame.</summary>
    static abstract T Ipv6<T>(byte** frames, byte** shifted, in HashReduction reduction, out T right)
        where T : struct, ILanes<T>;
}

/// <summary>
/// What the policies have in common. Offsets are from the shifted start of the frame:
/// <code>
///          0        6        12    14                                                         34
/// IPv4     dst MAC  src MAC  type  45 tos len id | frag ttl proto csum | src      | dst       | ports
///                            '--- word 0 -------' '- w 1-' '- word 2 --' ...           (read at 12)
///                                                     22: ttl proto csum | src    | dst       | ports
/// IPv6     dst MAC  src MAC  type  6.. flow len | next hop | src 22..37 | dst 38..53 | ports 54..57
/// </code>
/// </summary>
[HotPath]
internal static unsafe class VectorHash
{
    public const uint ShortestIpv6 = 62;

    /// <summary>A tag and all of IPv4 without options and the ports.</summary>
    public const uint ShortestIpv4 = 42;

    public const int TypeAt = 12;
    public const int Ipv4AddressesAt = 22;
    public const int Ipv6SourceAt = 22;
    public const int Ipv6DestinationAt = 38;
    public const int Ipv6PortsAt = 42;

    /// <summary>Types as a little-endian load sees them.</summary>
    public const uint Ipv4Type = 0x0008;
    public const uint Ipv6Type = 0xdd86;
    public const uint VlanType = 0x0081;
    public const uint ServiceVlanType = 0xa888;

    public static T IsType<T>(T word0, uint type)
        where T : struct, ILanes<T> => T.Equal(word0 & T.All(0xffff), T.All(type));

    /// <summary>IPv4 without options: type, and a header length of five words.</summary>
    public static T IsPlainIpv4<T>(T word0)
        where T : struct, ILanes<T> => T.Equal(word0 & T.All(0x000f_ffff), T.All(0x0005_0000 | Ipv4Type));

    public static T IsTcpOrUdp<T>(T protocol)
        where T : struct, ILanes<T> => T.Equal(protocol, T.All(FrameBytes.Tcp)) | T.Equal(protocol, T.All(FrameBytes.Udp));

    public static T IsIcmp<T>(T protocol)
        where T : struct, ILanes<T> => T.Equal(protocol, T.All(FrameBytes.Icmp)) | T.Equal(protocol, T.All(FrameBytes.Icmpv6));

    /// <summary>Source ^ destination of IPv6 as the XOR of all eight words.</summary>
    public static T Ipv6Addresses<T>(byte** shifted)
        where T : struct, ILanes<T>
    {
        T.Read(shifted, Ipv6SourceAt, out T s0, out T s1, out T s2, out T s3);
        T.Read(shifted, Ipv6DestinationAt, out T d0, out T d1, out T d2, out T d3);
        return s0 ^ s1 ^ s2 ^ s3 ^ d0 ^ d1 ^ d2 ^ d3;
    }

    /// <summary>XOR of the MACs: the first four bytes in wire order, and the last two in the low half (the high half is noise).</summary>
    public static T Macs<T>(T word0, T word1, T word2, out T lower)
        where T : struct, ILanes<T>
    {
        lower = word1 ^ word2 >>> 16;
        return word0 ^ (word1 >>> 16 | word2 << 16);
    }

    /// <summary>XOR of the last bytes of both MACs.</summary>
    public static T LastMacBytes<T>(T word1, T word2)
        where T : struct, ILanes<T> => (word1 >>> 8 ^ word2 >>> 24) & T.All(0xff);

    public static T Fold<T>(T hash)
        where T : struct, ILanes<T>
    {
        hash ^= hash >>> 16;
        return hash ^ hash >>> 8;
    }

    public static T Not<T>(T mask)
        where T : struct, ILanes<T> => mask ^ T.All(uint.MaxValue);
}
