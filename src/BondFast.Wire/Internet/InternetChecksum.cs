using System.Buffers.Binary;

namespace BondFast.Wire;

/// <summary>The one's complement sum of IPv4, ICMPv6, IGMP (RFC 1071).</summary>
[HotPath]
public static class InternetChecksum
{
    /// <summary>Adds <paramref name="bytes"/> as big-endian 16-bit words (an odd last byte is the high half of a word) to a running sum.</summary>
    public static ulong Add(ulong sum, ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length >= 4)
        {
            sum += BinaryPrimitives.ReadUInt32BigEndian(bytes);
            bytes = bytes[4..];
        }
        if (bytes.Length >= 2)
        {
            sum += BinaryPrimitives.ReadUInt16BigEndian(bytes);
            bytes = bytes[2..];
        }
        if (bytes.Length == 1) sum += (uint)bytes[0] << 8;
        return sum;
    }

    /// <summary>Folds a running sum to the checksum that is written into a packet. Over a packet whose checksum is right, this is 0.</summary>
    public static ushort Finish(ulong sum)
    {
        while (sum >> 16 != 0) sum = (sum & 0xffff) + (sum >> 16);
        return (ushort)~sum;
    }

    public static ushort Of(ReadOnlySpan<byte> bytes) => Finish(Add(0, bytes));

    /// <summary>Checksum of an upper-layer packet over IPv6 with its pseudo-header (RFC 8200 8.1).</summary>
    public static ushort OverIpv6(Ipv6Address source, Ipv6Address destination, IpProtocol protocol, ReadOnlySpan<byte> packet)
    {
        Span<byte> addresses = stackalloc byte[32];
        source.Write(addresses);
        destination.Write(addresses[16..]);
        return Finish(Add(Add((ulong)packet.Length + (byte)protocol, addresses), packet));
    }
}
