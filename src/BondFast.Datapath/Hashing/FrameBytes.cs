using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using BondFast.Wire;

namespace BondFast.Datapath.Hashing;

/// <summary>Reads of frame bytes that the caller has checked to be there, and the numbers that headers are told apart by.</summary>
[HotPath]
internal static unsafe class FrameBytes
{
    public const uint EthernetLength = 14;
    public const uint TagLength = 4;
    public const uint Ipv4Length = 20;
    public const uint Ipv6Length = 40;

    public const byte Icmp = 1;
    public const byte Igmp = 2;
    public const byte Tcp = 6;
    public const byte Udp = 17;
    public const byte Icmpv6 = 58;

    /// <summary>A 16-bit field as the natural number it is on the wire.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ushort Number16(byte* at) => BinaryPrimitives.ReverseEndianness(Unsafe.ReadUnaligned<ushort>(at));

    /// <summary>Four bytes as they lie in memory: the first byte on the wire is the least significant.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Word(byte* at) => Unsafe.ReadUnaligned<uint>(at);

    /// <summary>Eight bytes as they lie in memory.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Long(byte* at) => Unsafe.ReadUnaligned<ulong>(at);

    /// <summary>Offset of the network header behind all tags, and the EtherType before it. The Ethernet header is there.</summary>
    public static uint SkipTags(byte* frame, uint length, out ushort type)
    {
        uint at = EthernetLength;
        type = Number16(frame + 12);
        while (EtherType.IsTag(type) && length >= at + TagLength)
        {
            type = Number16(frame + at + 2);
            at += TagLength;
        }
        return at;
    }

    /// <summary>IPv4 IGMP, tagged or not.</summary>
    public static bool IsIgmp(byte* frame, uint length)
    {
        if (length < EthernetLength) return false;
        uint at = SkipTags(frame, length, out ushort type);
        return type == EtherType.Ipv4 && length >= at + Ipv4Length && frame[at + 9] == Igmp;
    }

    /// <summary>A neighbour solicitation or advertisement whose ICMPv6 header stands right behind the IPv6 header at <paramref name="at"/>.</summary>
    public static bool IsNeighbourDiscovery(byte* frame, uint length, uint at) =>
        length > at + Ipv6Length && frame[at + 6] == Icmpv6 && frame[at + Ipv6Length] is (135 or 136);
}
