using System.Buffers.Binary;
using BondFast.Bonding.Lacp;
using BondFast.Wire;

namespace BondFast.Bonding.Tests.Lacp;

/// <summary>Conformance checks F1 to F9: what LACPDUs look like and which ones are taken.</summary>
public class FormatTests
{
    [Fact]
    public void F1_Every_field_stands_at_its_offset_in_a_frame_of_124_bytes()
    {
        LacpLab lab = new LacpLab(LacpLab.Fast with { AdActorSysPrio = 0x1234, AdUserPortKey = 5 }, ports: 2).Converge();
        byte[] frame = lab.LacpdusOf(1).Last().Bytes;
        Assert.Equal(124, frame.Length);
        Assert.Equal("0180C2000002", Convert.ToHexString(frame, 0, 6));
        Assert.Equal("020000000101", Convert.ToHexString(frame, 6, 6));
        Assert.Equal("8809", Convert.ToHexString(frame, 12, 2));
        ReadOnlySpan<byte> pdu = frame.AsSpan(14);
        Assert.Equal([1, 1, 1, 20], pdu[..4].ToArray());
        Assert.Equal(0x1234, Number(pdu, 4));
        Assert.Equal("020000000001", Convert.ToHexString(pdu.Slice(6, 6)));
        Assert.Equal(5 << 6 | 4 << 1 | 1, Number(pdu, 12));
        Assert.Equal(255, Number(pdu, 14));
        Assert.Equal(2, Number(pdu, 16));
        Assert.Equal(0x3f, pdu[18]);
        Assert.Equal([2, 20], pdu[22..24].ToArray());
        Assert.Equal(100, Number(pdu, 24));
        Assert.Equal("020000000B0B", Convert.ToHexString(pdu.Slice(26, 6)));
        Assert.Equal(7, Number(pdu, 32));
        Assert.Equal(10, Number(pdu, 34));
        Assert.Equal(2, Number(pdu, 36));
        Assert.Equal(0x3f, pdu[38]);
        Assert.Equal([3, 16, 0, 0], pdu[42..46].ToArray());
        Assert.Equal([0, 0], pdu[58..60].ToArray());
    }

    [Fact]
    public void F2_Reserved_octets_are_zero_when_sent_and_ignored_when_received()
    {
        var lab = new LacpLab();
        lab.Run(1);
        foreach (SentFrame sent in lab.Sent)
            foreach ((int from, int to) in Reserved)
                Assert.All(sent.Bytes[(14 + from)..(14 + to)], octet => Assert.Equal(0, octet));
        byte[] noisy = LacpLab.Lacpdu(LacpLab.PartnerPort(1), lab[0].Actor);
        foreach ((int from, int to) in Reserved) noisy.AsSpan((14 + from)..(14 + to)).Fill(0xa5);
        lab.HearFrame(0, noisy);
        Assert.Equal(ReceiveState.Current, lab[0].ReceiveState);
        Assert.Equal(LacpLab.PartnerPort(1), lab[0].Partner);
        Assert.Equal(0UL, lab[0].Counts.IllegalReceived);
    }

    private static readonly (int From, int To)[] Reserved = [(19, 22), (39, 42), (46, 58), (60, 110)];

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(0xf1)]
    public void F3_A_PDU_of_another_version_is_read_like_version_1(byte version)
    {
        var lab = new LacpLab();
        byte[] frame = LacpLab.Lacpdu(LacpLab.PartnerPort(1), lab[0].Actor);
        frame[14 + 1] = version;
        lab.HearFrame(0, frame);
        Assert.Equal(ReceiveState.Current, lab[0].ReceiveState);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(22)]
    [InlineData(42)]
    public void F4_Another_TLV_type_is_accepted(int offset)
    {
        var lab = new LacpLab();
        byte[] frame = LacpLab.Lacpdu(LacpLab.PartnerPort(1), lab[0].Actor);
        frame[14 + offset] = 0x77;
        lab.HearFrame(0, frame);
        Assert.Equal(ReceiveState.Current, lab[0].ReceiveState);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(23)]
    [InlineData(43)]
    public void F4_A_wrong_TLV_length_is_rejected_and_counted(int offset)
    {
        var lab = new LacpLab();
        byte[] frame = LacpLab.Lacpdu(LacpLab.PartnerPort(1), lab[0].Actor);
        frame[14 + offset]++;
        lab.HearFrame(0, frame);
        AssertUntouched(lab, illegal: 1);
    }

    [Fact]
    public void F5_A_PDU_cut_short_anywhere_is_counted_as_illegal_and_changes_nothing()
    {
        byte[] whole = LacpLab.Lacpdu(LacpLab.PartnerPort(1), new LacpLab()[0].Actor);
        for (int length = 15; length < whole.Length; length++)
        {
            var lab = new LacpLab();
            lab.HearFrame(0, whole[..length]);
            AssertUntouched(lab, illegal: 1);
        }
    }

    [Fact]
    public void F6_Other_slow_protocols_are_counted_as_unknown_and_left_alone()
    {
        var lab = new LacpLab();
        byte[] frame = LacpLab.Lacpdu(LacpLab.PartnerPort(1), lab[0].Actor);
        foreach (byte subtype in new byte[] { 0, 3, 10, 255 })
        {
            frame[14] = subtype;
            lab.HearFrame(0, frame);
        }
        AssertUntouched(lab, illegal: 0);
        Assert.Equal(4UL, lab[0].Counts.UnknownReceived);
    }

    [Fact]
    public void F7_A_tagged_LACPDU_or_one_to_another_address_is_no_LACPDU()
    {
        var lab = new LacpLab();
        byte[] frame = LacpLab.Lacpdu(LacpLab.PartnerPort(1), lab[0].Actor);
        byte[] tagged = [.. frame[..12], 0x81, 0x00, 0x00, 0x0a, .. frame[12..]];
        lab.HearFrame(0, tagged);
        byte[] elsewhere = [.. frame];
        elsewhere[5] = 0x03;
        lab.HearFrame(0, elsewhere);
        AssertUntouched(lab, illegal: 0);
    }

    [Fact]
    public void F8_The_source_is_the_address_of_the_port_that_sends()
    {
        LacpLab lab = new LacpLab(ports: 3).Converge();
        foreach (SentFrame sent in lab.Sent) Assert.Equal(sent.Port.Mac, sent.Lacpdu.Source);
        Assert.Equal(3, lab.Sent.Select(sent => sent.Lacpdu.Source).Distinct().Count());
    }

    [Fact]
    public void F9_A_version_2_PDU_with_unknown_TLVs_is_accepted()
    {
        var lab = new LacpLab();
        byte[] frame = new byte[SlowProtocol.FrameLength];
        LacpduWriter.WriteVersion2(frame, new MacAddress(0x0200_0000_0b01), LacpLab.PartnerPort(1), lab[0].Actor, 0,
            LacpduWriter.UnspecifiedAlgorithm, 1, new byte[16], new byte[16]);
        lab.HearFrame(0, frame);
        Assert.Equal(ReceiveState.Current, lab[0].ReceiveState);

        byte[] vendor = [.. LacpLab.Lacpdu(LacpLab.PartnerPort(1), lab[0].Actor), .. new byte[60]];
        vendor[14 + 1] = 0xf1;
        vendor[14 + 58] = 0x80;
        vendor[14 + 59] = 4;
        lab.HearFrame(0, vendor);
        Assert.Equal(2UL, lab[0].Counts.LacpdusReceived);
        Assert.Equal(0UL, lab[0].Counts.IllegalReceived);
    }

    private static void AssertUntouched(LacpLab lab, ulong illegal)
    {
        Assert.Equal(ReceiveState.Expired, lab[0].ReceiveState);
        Assert.True(lab[0].Partner.System.IsZero);
        Assert.Equal(0UL, lab[0].Counts.LacpdusReceived);
        Assert.Equal(illegal, lab[0].Counts.IllegalReceived);
    }

    private static int Number(ReadOnlySpan<byte> pdu, int offset) => BinaryPrimitives.ReadUInt16BigEndian(pdu[offset..]);
}
