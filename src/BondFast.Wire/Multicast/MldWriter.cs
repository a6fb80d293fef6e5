using System.Buffers.Binary;

namespace BondFast.Wire;

/// <summary>
/// Writes MLD reports, to repeat memberships after a failover. Hop limit 1 and a hop-by-hop header with router alert (RFC 2710 3,
/// RFC 3810 5). The source is the sender's link-local address, or :: while it has none. Every method returns the frame's length.
/// </summary>
public static class MldWriter
{
    /// <summary>Sources that one report takes; a frame with them stays below the smallest IPv6 MTU.</summary>
    public const int MaxSources = 32;

    /// <summary>Longest frame that is written: a buffer of this size always suffices.</summary>
    public const int MaxLength = EthernetView.MaxHeaderLength + Ipv6View.HeaderLength + HopByHopLength + MldView.HeadLength + MldView.RecordLength + 16 * MaxSources;

    /// <summary>ff02::16: every version 2 router.</summary>
    public static readonly Ipv6Address AllVersion2Routers = new(new UInt128(0xff02_0000_0000_0000, 0x16));

    private const int HopByHopLength = 8;

    public static int WriteVersion1Report(Span<byte> frame, MacAddress sender, Ipv6Address senderIp, Ipv6Address group, ReadOnlySpan<VlanTag> tags = default)
    {
        Span<byte> message = WriteHeaders(frame, sender, senderIp, group, MldView.Version1Length, tags, out int length);
        message[0] = (byte)MldType.Version1Report;
        group.Write(message[8..]);
        WriteChecksum(message, senderIp, group);
        return length;
    }

    /// <summary>A version 2 report with one record. A plain membership is <see cref="MembershipRecordType.ModeIsExclude"/> without sources.</summary>
    /// <exception cref="ArgumentException">More than <see cref="MaxSources"/> sources, or the buffer is too short.</exception>
    public static int WriteVersion2Report(Span<byte> frame, MacAddress sender, Ipv6Address senderIp, Ipv6Address group,
        MembershipRecordType type = MembershipRecordType.ModeIsExclude, ReadOnlySpan<Ipv6Address> sources = default, ReadOnlySpan<VlanTag> tags = default)
    {
        if (sources.Length > MaxSources) throw new ArgumentException($"{sources.Length} sources; at most {MaxSources} fit into one report", nameof(sources));
        Span<byte> message = WriteHeaders(frame, sender, senderIp, AllVersion2Routers, MldView.HeadLength + MldView.RecordLength + 16 * sources.Length, tags, out int length);
        message[0] = (byte)MldType.Version2Report;
        message[7] = 1;
        Span<byte> record = message[MldView.HeadLength..];
        record[0] = (byte)type;
        BinaryPrimitives.WriteUInt16BigEndian(record[2..], (ushort)sources.Length);
        group.Write(record[4..]);
        for (int i = 0; i < sources.Length; i++) sources[i].Write(record[(MldView.RecordLength + 16 * i)..]);
        WriteChecksum(message, senderIp, AllVersion2Routers);
        return length;
    }

    /// <summary>Writes Ethernet, IPv6 and hop-by-hop headers and returns the zeroed message behind them.</summary>
    private static Span<byte> WriteHeaders(Span<byte> frame, MacAddress sender, Ipv6Address senderIp, Ipv6Address destination, int messageLength,
        ReadOnlySpan<VlanTag> tags, out int length)
    {
        length = EthernetWriter.HeaderLength(tags.Length) + Ipv6View.HeaderLength + HopByHopLength + messageLength;
        EthernetWriter.Require(frame, length);
        int offset = EthernetWriter.Write(frame, destination.MulticastMac, sender, tags, EtherType.Ipv6);
        offset += Ipv6Writer.Write(frame[offset..], senderIp, destination, IpProtocol.HopByHop, 1, HopByHopLength + messageLength);
        // next header, length, router alert (RFC 2711: type 5, length 2, value 0 = MLD), PadN of nothing
        ReadOnlySpan<byte> options = [(byte)IpProtocol.Icmpv6, 0, 5, 2, 0, 0, 1, 0];
        options.CopyTo(frame[offset..]);
        Span<byte> message = frame[(offset + HopByHopLength)..length];
        message.Clear();
        return message;
    }

    private static void WriteChecksum(Span<byte> message, Ipv6Address source, Ipv6Address destination) =>
        BinaryPrimitives.WriteUInt16BigEndian(message[2..], InternetChecksum.OverIpv6(source, destination, IpProtocol.Icmpv6, message));
}
