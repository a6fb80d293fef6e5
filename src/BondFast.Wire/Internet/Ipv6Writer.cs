using System.Buffers.Binary;

namespace BondFast.Wire;

/// <summary>Writes the fixed IPv6 header of self-made frames.</summary>
internal static class Ipv6Writer
{
    /// <summary>Traffic class and flow label zero; returns the header's length.</summary>
    public static int Write(Span<byte> packet, Ipv6Address source, Ipv6Address destination, IpProtocol next, byte hopLimit, int payloadLength)
    {
        BinaryPrimitives.WriteUInt32BigEndian(packet, 0x6000_0000);
        BinaryPrimitives.WriteUInt16BigEndian(packet[4..], (ushort)payloadLength);
        packet[6] = (byte)next;
        packet[7] = hopLimit;
        source.Write(packet[8..]);
        destination.Write(packet[24..]);
        return Ipv6View.HeaderLength;
    }
}
