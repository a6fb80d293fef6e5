using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace BondFast.Datapath.Hashing;

/// <summary>Reads of frame bytes that the caller has checked to be there, and the numbers that headers are told apart by.</summary>
internal static unsafe class FrameBytes
{
    public const uint EthernetLength = 14;
    public const uint TagLength = 4;
    public const uint Ipv4Length = 20;
    public const uint Ipv6Length = 40;

    public const ushort Ipv4 = 0x0800;
    public const ushort Arp = 0x0806;
    public const ushort Tag8021Q = 0x8100;
    public const ushort Ipv6 = 0x86dd;
    public const ushort SlowProtocols = 0x8809;
    public const ushort Tag8021ad = 0x88a8;

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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsTag(ushort type) => type is Tag8021Q or Tag8021ad;
}
