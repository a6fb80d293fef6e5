using System.Buffers.Binary;

namespace BondFast.Wire;

/// <summary>
/// Writes IGMP reports, to repeat memberships after a failover (HOWTO-later option resend_igmp). TTL 1, type of service 0xc0 and the
/// router alert option, as RFC 2236 2 and RFC 3376 4 ask. Every method returns the frame's length, padded to 60 bytes.
/// </summary>
public static class IgmpWriter
{
    /// <summary>Sources that one report takes; a frame with them stays far below any MTU.</summary>
    public const int MaxSources = 64;

    /// <summary>Longest frame that is written: a buffer of this size always suffices.</summary>
    public const int MaxLength = EthernetView.MaxHeaderLength + IpHeaderLength + IgmpView.Length + IgmpView.RecordLength + 4 * MaxSources;

    /// <summary>224.0.0.22: every version 3 router.</summary>
    public static readonly Ipv4Address AllVersion3Routers = new(0xe000_0016);

    private const int IpHeaderLength = Ipv4View.MinHeaderLength + 4;
    private const uint RouterAlert = 0x9404_0000; // RFC 2113

    /// <summary>01:00:5e and the low 23 bits of the group (RFC 1112 6.4).</summary>
    public static MacAddress GroupMac(Ipv4Address group) => new(0x0100_5e00_0000UL | group.Value & 0x7f_ffff);

    public static int WriteVersion1Report(Span<byte> frame, MacAddress sender, Ipv4Address senderIp, Ipv4Address group, ReadOnlySpan<VlanTag> tags = default) =>
        WriteShort(frame, sender, senderIp, IgmpType.Version1Report, group, tags);

    public static int WriteVersion2Report(Span<byte> frame, MacAddress sender, Ipv4Address senderIp, Ipv4Address group, ReadOnlySpan<VlanTag> tags = default) =>
        WriteShort(frame, sender, senderIp, IgmpType.Version2Report, group, tags);

    /// <summary>A version 3 report with one record. A plain membership is <see cref="MembershipRecordType.ModeIsExclude"/> without sources.</summary>
    /// <exception cref="ArgumentException">More than <see cref="MaxSources"/> sources, or the buffer is too short.</exception>
    public static int WriteVersion3Report(Span<byte> frame, MacAddress sender, Ipv4Address senderIp, Ipv4Address group,
        MembershipRecordType type = MembershipRecordType.ModeIsExclude, ReadOnlySpan<Ipv4Address> sources = default, ReadOnlySpan<VlanTag> tags = default)
    {
        if (sources.Length > MaxSources) throw new ArgumentException($"{sources.Length} sources; at most {MaxSources} fit into one report", nameof(sources));
        Span<byte> message = WriteHeaders(frame, sender, senderIp, AllVersion3Routers, IgmpView.Length + IgmpView.RecordLength + 4 * sources.Length, tags, out int length);
        message[0] = (byte)IgmpType.Version3Report;
        message[7] = 1;
        Span<byte> record = message[IgmpView.Length..];
        record[0] = (byte)type;
        BinaryPrimitives.WriteUInt16BigEndian(record[2..], (ushort)sources.Length);
        group.Write(record[4..]);
        for (int i = 0; i < sources.Length; i++) sources[i].Write(record[(IgmpView.RecordLength + 4 * i)..]);
        BinaryPrimitives.WriteUInt16BigEndian(message[2..], InternetChecksum.Of(message));
        return EthernetWriter.Pad(frame, length);
    }

    private static int WriteShort(Span<byte> frame, MacAddress sender, Ipv4Address senderIp, IgmpType type, Ipv4Address group, ReadOnlySpan<VlanTag> tags)
    {
        Span<byte> message = WriteHeaders(frame, sender, senderIp, group, IgmpView.Length, tags, out int length);
        message[0] = (byte)type;
        group.Write(message[4..]);
        BinaryPrimitives.WriteUInt16BigEndian(message[2..], InternetChecksum.Of(message));
        return EthernetWriter.Pad(frame, length);
    }

    /// <summary>Writes Ethernet and IPv4 headers and returns the zeroed message behind them.</summary>
    private static Span<byte> WriteHeaders(Span<byte> frame, MacAddress sender, Ipv4Address senderIp, Ipv4Address destination, int messageLength,
        ReadOnlySpan<VlanTag> tags, out int length)
    {
        length = EthernetWriter.HeaderLength(tags.Length) + IpHeaderLength + messageLength;
        EthernetWriter.Require(frame, length);
        int offset = EthernetWriter.Write(frame, GroupMac(destination), sender, tags, EtherType.Ipv4);
        Span<byte> ip = frame[offset..length];
        ip.Clear();
        ip[0] = 0x40 | IpHeaderLength / 4;
        ip[1] = 0xc0;
        BinaryPrimitives.WriteUInt16BigEndian(ip[2..], (ushort)ip.Length);
        BinaryPrimitives.WriteUInt16BigEndian(ip[6..], 0x4000); // do not fragment
        ip[8] = 1;
        ip[9] = (byte)IpProtocol.Igmp;
        senderIp.Write(ip[12..]);
        destination.Write(ip[16..]);
        BinaryPrimitives.WriteUInt32BigEndian(ip[20..], RouterAlert);
        BinaryPrimitives.WriteUInt16BigEndian(ip[10..], InternetChecksum.Of(ip[..IpHeaderLength]));
        return ip[IpHeaderLength..];
    }
}
