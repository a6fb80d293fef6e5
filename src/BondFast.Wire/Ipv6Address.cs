using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace BondFast.Wire;

/// <summary>An IPv6 address as a natural number.</summary>
public readonly record struct Ipv6Address(UInt128 Value)
{
    public static readonly Ipv6Address Any;

    /// <summary>ff02::1.</summary>
    public static readonly Ipv6Address AllNodes = new(new UInt128(0xff02_0000_0000_0000, 1));

    [HotPath]
    public bool IsAny => Value == default;

    [HotPath]
    public bool IsMulticast => (ulong)(Value >> 120) == 0xff;

    public bool IsLinkLocal => (ulong)(Value >> 118) == 0x3fa;

    /// <summary>ff02::1:ffXX:XXXX of this address (RFC 4291 2.7.1).</summary>
    public Ipv6Address SolicitedNode => new(new UInt128(0xff02_0000_0000_0000, 0x0000_0001_ff00_0000 | (ulong)Value & 0xff_ffff));

    /// <summary>33:33 and the last four bytes (RFC 2464 7).</summary>
    public MacAddress MulticastMac => new(0x3333_0000_0000 | (ulong)Value & 0xffff_ffff);

    [HotPath]
    public static Ipv6Address Read(ReadOnlySpan<byte> bytes) => new(BinaryPrimitives.ReadUInt128BigEndian(bytes));

    [HotPath]
    public void Write(Span<byte> bytes) => BinaryPrimitives.WriteUInt128BigEndian(bytes, Value);

    public static bool TryParse(string? text, out Ipv6Address address)
    {
        address = default;
        if (text is null || text.Contains('%') || !IPAddress.TryParse(text, out IPAddress? parsed) || parsed.AddressFamily != AddressFamily.InterNetworkV6) return false;
        Span<byte> bytes = stackalloc byte[16];
        parsed.TryWriteBytes(bytes, out _);
        address = Read(bytes);
        return true;
    }

    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[16];
        Write(bytes);
        return new IPAddress(bytes).ToString();
    }
}
