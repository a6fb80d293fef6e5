using static BondFast.Wire.Tests.Bytes;

namespace BondFast.Wire.Tests;

public class MulticastTests
{
    private static readonly MacAddress Ours = Mac("52:54:00:09:00:01");

    [Fact]
    public void An_igmp_version_2_report_has_every_byte_in_place()
    {
        byte[] frame = new byte[IgmpWriter.MaxLength];
        int length = IgmpWriter.WriteVersion2Report(frame, Ours, V4("10.77.0.2"), V4("239.1.2.3"));
        Assert.Equal(FromHex("""
            01005e010203 525400090001 0800
            46 c0 0020 0000 4000 01 02 e8c4 0a4d0002 ef010203 94040000
            16 00 f8fa ef010203 00*14
            """), frame[..length]);
        Assert.True(Ipv4View.TryParse(frame.AsSpan(14, length - 14), out Ipv4View ip));
        Assert.True(ip.ChecksumValid);
        Assert.Equal([0x94, 4, 0, 0], ip.Options.ToArray());
    }

    [Fact]
    public void An_mld_version_2_report_has_every_byte_in_place()
    {
        byte[] frame = new byte[MldWriter.MaxLength];
        int length = MldWriter.WriteVersion2Report(frame, Ours, V6("fe80::2"), V6("ff05::1234"));
        Assert.Equal(FromHex("""
            333300000016 525400090001 86dd
            60000000 0024 00 01 fe80 00*13 02 ff02 00*13 16
            3a 00 05 02 00 00 01 00
            8f 00 5fd2 0000 0001 02 00 0000 ff05 00*12 1234
            """), frame[..length]);
    }

    [Theory]
    [InlineData(1, IgmpType.Version1Report)]
    [InlineData(2, IgmpType.Version2Report)]
    [InlineData(3, IgmpType.Version3Report)]
    public void An_igmp_report_of_any_version_reads_back(int version, IgmpType type)
    {
        byte[] frame = new byte[IgmpWriter.MaxLength];
        VlanTag[] tags = [VlanTag.Customer(42)];
        Ipv4Address us = V4("10.77.0.2"), group = V4("239.129.2.3");
        int length = version switch
        {
            1 => IgmpWriter.WriteVersion1Report(frame, Ours, us, group, tags),
            2 => IgmpWriter.WriteVersion2Report(frame, Ours, us, group, tags),
            _ => IgmpWriter.WriteVersion3Report(frame, Ours, us, group, tags: tags),
        };
        Assert.True(IgmpView.TryParseFrame(frame.AsSpan(0, length), out EthernetView ethernet, out IgmpView igmp));
        Assert.Equal(42, ethernet.Tag(0).VlanId);
        Assert.Equal(version == 3 ? Mac("01:00:5e:00:00:16") : Mac("01:00:5e:01:02:03"), ethernet.Destination);
        Assert.Equal(type, igmp.Type);
        Assert.True(igmp.IsMembership);
        IgmpRecords records = igmp.Records;
        Assert.True(records.MoveNext());
        Assert.Equal(group, records.Current.Group);
        Assert.Equal(MembershipChange.Join, records.Current.Change);
        Assert.False(records.MoveNext());
    }

    [Fact]
    public void Igmp_version_3_keeps_its_sources()
    {
        byte[] frame = new byte[IgmpWriter.MaxLength];
        Ipv4Address[] sources = [V4("192.0.2.1"), V4("192.0.2.2")];
        int length = IgmpWriter.WriteVersion3Report(frame, Ours, V4("10.77.0.2"), V4("232.1.1.1"), MembershipRecordType.ModeIsInclude, sources);
        Assert.True(IgmpView.TryParseFrame(frame.AsSpan(0, length), out _, out IgmpView igmp));
        foreach (IgmpRecord record in igmp.Records)
        {
            Assert.Equal(MembershipRecordType.ModeIsInclude, record.Type);
            Assert.Equal(2, record.SourceCount);
            Assert.Equal(sources[1], record.Source(1));
            Assert.Equal(MembershipChange.Join, record.Change);
        }
        Assert.Throws<ArgumentException>(() => IgmpWriter.WriteVersion3Report(frame, Ours, default, default, default, new Ipv4Address[65]));
    }

    [Fact]
    public void Several_igmp_records_with_auxiliary_data_are_walked()
    {
        byte[] message = FromHex("22 00 0000 0000 0003   04 00 0000 ef010101   03 01 0000 ef010102 deadbeef   06 00 0001 ef010103 c0000201");
        byte[] packet = Igmp(message);
        Assert.True(Ipv4View.TryParse(packet, out Ipv4View ip));
        Assert.True(IgmpView.TryParse(ip, out IgmpView igmp));
        var seen = new List<string>();
        foreach (IgmpRecord record in igmp.Records) seen.Add($"{record.Group} {record.Change} {record.SourceCount}");
        Assert.Equal(["239.1.1.1 Join 0", "239.1.1.2 Leave 0", "239.1.1.3 SourcesOnly 1"], seen);
    }

    [Theory]
    [InlineData("22 00 0000 0000 0002 04 00 0000 ef010101")] // two records said, one there
    [InlineData("22 00 0000 0000 0001 04 00 0001 ef010101")] // a source said, none there
    [InlineData("22 00 0000 0000 0001 04 ff 0000 ef010101")] // auxiliary data said, none there
    [InlineData("22 00 0000 0000 ffff")]
    [InlineData("16 00 0000 ef0101")]
    public void Igmp_that_lies_is_refused(string hex)
    {
        Assert.True(Ipv4View.TryParse(Igmp(FromHex(hex)), out Ipv4View ip));
        Assert.False(IgmpView.TryParse(ip, out _));
    }

    [Fact]
    public void A_leave_leaves_and_a_query_names_no_membership()
    {
        Assert.True(Ipv4View.TryParse(Igmp(FromHex("17 00 0000 ef010203")), out Ipv4View ip));
        Assert.True(IgmpView.TryParse(ip, out IgmpView leave));
        foreach (IgmpRecord record in leave.Records) Assert.Equal(MembershipChange.Leave, record.Change);
        Assert.True(Ipv4View.TryParse(Igmp(FromHex("11 64 0000 00000000")), out ip));
        Assert.True(IgmpView.TryParse(ip, out IgmpView query));
        Assert.False(query.IsMembership);
        Assert.False(query.Records.MoveNext());
    }

    private static byte[] Igmp(byte[] message)
    {
        message[2] = message[3] = 0;
        ushort sum = InternetChecksum.Of(message);
        message[2] = (byte)(sum >> 8);
        message[3] = (byte)sum;
        return [.. FromHex($"4500 {20 + message.Length:x4} 0000 0000 01 02 0000 0a4d0002 e0000016"), .. message];
    }

    [Fact]
    public void An_mld_version_1_report_has_a_router_alert()
    {
        byte[] frame = new byte[MldWriter.MaxLength];
        int length = MldWriter.WriteVersion1Report(frame, Ours, V6("fe80::2"), V6("ff05::1234"), [VlanTag.Customer(3)]);
        Assert.True(MldView.TryParseFrame(frame.AsSpan(0, length), out EthernetView ethernet, out MldView mld));
        Assert.Equal(Mac("33:33:00:00:12:34"), ethernet.Destination);
        Assert.Equal(FromHex("3a 00 05 02 00 00 01 00"), frame[(18 + 40)..(18 + 48)]);
        Assert.True(mld.IsMembership);
        foreach (MldRecord record in mld.Records)
        {
            Assert.Equal(V6("ff05::1234"), record.Group);
            Assert.Equal(MembershipChange.Join, record.Change);
        }
    }

    [Fact]
    public void An_mld_version_2_report_keeps_its_sources()
    {
        byte[] frame = new byte[MldWriter.MaxLength];
        Ipv6Address[] sources = [V6("2001:db8::1"), V6("2001:db8::2")];
        int length = MldWriter.WriteVersion2Report(frame, Ours, Ipv6Address.Any, V6("ff35::1"), MembershipRecordType.ChangeToInclude, sources);
        Assert.True(MldView.TryParseFrame(frame.AsSpan(0, length), out EthernetView ethernet, out MldView mld));
        Assert.Equal(Mac("33:33:00:00:00:16"), ethernet.Destination);
        MldRecords records = mld.Records;
        Assert.True(records.MoveNext());
        Assert.Equal(MembershipRecordType.ChangeToInclude, records.Current.Type);
        Assert.Equal(2, records.Current.SourceCount);
        Assert.Equal(sources[1], records.Current.Source(1));
        Assert.Equal(MembershipChange.Join, records.Current.Change);
        Assert.False(records.MoveNext());
        Assert.Throws<ArgumentException>(() => MldWriter.WriteVersion2Report(frame, Ours, default, default, default, new Ipv6Address[33]));
    }

    [Theory]
    [InlineData(14 + 7, 2)] // hop limit
    [InlineData(14 + 48, 144)] // another ICMPv6 type
    [InlineData(14 + 55, 2)] // two records said, one there
    [InlineData(14 + 59, 1)] // a source said, none there
    [InlineData(14 + 57, 1)] // auxiliary data said, none there
    [InlineData(14 + 51, 0)] // checksum
    public void Mld_that_lies_is_refused(int offset, byte value)
    {
        byte[] frame = new byte[MldWriter.MaxLength];
        int length = MldWriter.WriteVersion2Report(frame, Ours, V6("fe80::2"), V6("ff05::1234"));
        frame[offset] = value;
        if (offset != 14 + 51)
        {
            frame[64] = frame[65] = 0;
            ushort sum = InternetChecksum.OverIpv6(V6("fe80::2"), MldWriter.AllVersion2Routers, IpProtocol.Icmpv6, frame.AsSpan(62, length - 62));
            (frame[64], frame[65]) = ((byte)(sum >> 8), (byte)sum);
        }
        Assert.False(MldView.TryParseFrame(frame.AsSpan(0, length), out _, out _));
    }

    [Fact]
    public void A_learning_frame_teaches_its_own_address()
    {
        byte[] frame = new byte[LearningFrame.MaxLength];
        frame.AsSpan().Fill(0xee);
        Assert.Equal(60, LearningFrame.Write(frame, Ours));
        Assert.Equal(FromHex("525400090001 525400090001 9000 00*46"), frame[..60]);
        Assert.True(LearningFrame.Is(frame.AsSpan(0, 60)));
        Assert.Equal(64, LearningFrame.Write(frame, Ours, [VlanTag.Customer(7)]));
        Assert.Equal(FromHex("525400090001 525400090001 8100 0007 9000 00*46"), frame[..64]);
        Assert.True(LearningFrame.Is(frame.AsSpan(0, 64)));
        frame[0] = 0;
        Assert.False(LearningFrame.Is(frame.AsSpan(0, 64)));
    }
}
