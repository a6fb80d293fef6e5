using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace BondFast.Wire;

/// <summary>An IPv4 address as a natural number (192.0.2.1 is 0xc0000201).</summary>
public readonly record struct Ipv4Address(uint Value)
{
    public static readonly Ipv4Address Any;

    [HotPath]
    public bool IsAny => Value == 0;

    [HotPath]
    public static Ipv4Address Read(ReadOnlySpan<byte> bytes) => new(BinaryPrimitives.ReadUInt32BigEndian(bytes));

    [HotPath]
    public void Write(Span<byte> bytes) => BinaryPrimitives.WriteUInt32BigEndian(bytes, Value);

    /// <summary>Dotted quad with exactly four parts.</summary>
    public static bool TryParse(string? text, out Ipv4Address address)
    {
        address = default;
        if (text is null || text.AsSpan().Count('.') != 3) return false;
        if (!IPAddress.TryParse(text, out IPAddress? parsed) || parsed.AddressFamily != AddressFamily.InterNetwork) return false;
        Span<byte> bytes = stackalloc byte[4];
        parsed.TryWriteBytes(bytes, out _);
        address = Read(bytes);
        return true;
    }

    public override string ToString() => $"{Value >> 24}.{Value >> 16 & 255}.{Value >> 8 & 255}.{Value & 255}";
}
