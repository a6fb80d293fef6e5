using System.Runtime.CompilerServices;
using BondFast.Dpdk;
using BondFast.Wire;

namespace BondFast.Datapath.Hashing.Vectors;

/// <summary>
/// A hash policy in vector form. The methods give each frame's hash as the weighted sum of its bytes
/// (<see cref="HashReduction"/>), and say where that is right: frames of any other shape are left to the scalar reference.
/// </summary>
[HotPath]
internal unsafe interface IVectorHash
{
    /// <summary>Bytes that <see cref="Ipv4"/> may read.</summary>
    static abstract uint Shortest { get; }

    /// <summary><see cref="Ipv4"/> is right for every type behind a tag.</summary>
    static abstract bool AnyType { get; }

    /// <summary>
    /// The short way, for the shape that most frames have: untagged IPv4 without options, whole, TCP or UDP (each policy asks only
    /// what it must). False: there is a frame of another shape among them, or a short one.
    /// </summary>
    /// <param name="frames">As many as there are lanes.</param>
    /// <param name="reduction">Weights.</param>
    /// <param name="sum">Each frame's hash as weighted sum.</param>
    static abstract bool TryCommon<T>(Mbuf** frames, in HashReduction reduction, out T sum)
        where T : struct, ILanes<T>;

    /// <summary>Any IPv4. Reads up to <see cref="Shortest"/> bytes of a frame.</summary>
    /// <param name="frames">First bytes.</param>
    /// <param name="shifted">The same, four bytes on for tagged frames: so the type is always at offset 12.</param>
    /// <param name="reduction">Weights.</param>
    /// <param name="right">All ones where the sum is right.</param>
    static abstract T Ipv4<T>(byte** frames, byte** shifted, in HashReduction reduction, out T right)
        where T : struct, ILanes<T>;

    /// <summary>Any IPv6. Reads up to <see cref="VectorHash.ShortestIpv6"/> bytes of a frame.</summary>
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

    /// <summary>32 bytes at the type of an untagged frame: to the ports and four bytes more.</summary>
    public const uint ShortestLine = 44;

    /// <summary>From here on a tag may be looked for.</summary>
    public const uint ShortestTagged = 32;

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

    /// <summary>Not 0 where the frame is not IPv4 without options.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T OddHeader<T>(T word0)
        where T : struct, ILanes<T> => (word0 ^ T.All(0x0005_0000 | Ipv4Type)) & T.All(0x000f_ffff);

    /// <summary>Not 0 where the type is not IPv4.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T OddType<T>(T word0)
        where T : struct, ILanes<T> => (word0 ^ T.All(Ipv4Type)) & T.All(0xffff);

    /// <summary>Not 0 where a byte that <paramref name="mask"/> selects is neither TCP nor UDP: the two differ in their low four
    /// bits, so a table of sixteen holds what the whole byte has to be.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T OddProtocol<T>(T word, uint mask)
        where T : struct, ILanes<T>
    {
        T table = T.Table(0xff06_ffff_ffff_11ff, 0xffff_ffff_ffff_ffff); // at 1 UDP, 0x11, at 6 TCP
        return (T.LookUp(table, word) ^ word) & T.All(mask);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T IsType<T>(T word0, uint type)
        where T : struct, ILanes<T> => T.Equal(word0 & T.All(0xffff), T.All(type));

    /// <summary>IPv4 without options: type, and a header length of five words.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T IsPlainIpv4<T>(T word0)
        where T : struct, ILanes<T> => T.Equal(word0 & T.All(0x000f_ffff), T.All(0x0005_0000 | Ipv4Type));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T IsTcpOrUdp<T>(T protocol)
        where T : struct, ILanes<T> => T.Equal(protocol, T.All(FrameBytes.Tcp)) | T.Equal(protocol, T.All(FrameBytes.Udp));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T IsIcmp<T>(T protocol)
        where T : struct, ILanes<T> => T.Equal(protocol, T.All(FrameBytes.Icmp)) | T.Equal(protocol, T.All(FrameBytes.Icmpv6));

    /// <summary>Source ^ destination of IPv6 as the XOR of all eight words.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Ipv6Addresses<T>(byte** shifted)
        where T : struct, ILanes<T>
    {
        Words<T> s = T.Read(shifted, Ipv6SourceAt), d = T.Read(shifted, Ipv6DestinationAt);
        return s.Word0 ^ s.Word1 ^ s.Word2 ^ s.Word3 ^ d.Word0 ^ d.Word1 ^ d.Word2 ^ d.Word3;
    }

    /// <summary>XOR of the MACs: the first four bytes in wire order, and the last two in the low half (the high half is noise).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Macs<T>(in Words<T> ethernet, out T lower)
        where T : struct, ILanes<T>
    {
        lower = ethernet.Word1 ^ ethernet.Word2 >>> 16;
        return ethernet.Word0 ^ (ethernet.Word1 >>> 16 | ethernet.Word2 << 16);
    }

    /// <summary>XOR of the last bytes of both MACs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T LastMacBytes<T>(in Words<T> ethernet)
        where T : struct, ILanes<T> => (ethernet.Word1 >>> 8 ^ ethernet.Word2 >>> 24) & T.All(0xff);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Fold<T>(T hash)
        where T : struct, ILanes<T>
    {
        hash ^= hash >>> 16;
        return hash ^ hash >>> 8;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Not<T>(T mask)
        where T : struct, ILanes<T> => mask ^ T.All(uint.MaxValue);
}
