using static BondFast.Wire.Tests.Bytes;

namespace BondFast.Wire.Tests;

public class LacpduTests
{
    private static readonly LacpPortInfo Actor = new(0xffff, Mac("52:54:00:09:00:00"), 0x0009, 0x00ff, 1, (LacpState)63);
    private static readonly LacpPortInfo Partner = new(0x8000, Mac("aa:bb:cc:dd:ee:ff"), 0x1234, 0x5678, 0x0102, (LacpState)0x8d);

    /// <summary>Every field with a value of its own, at the offset the standard gives it.</summary>
    private const string Version1 = """
        0180c2000002 525400090001 8809
        01 01
        01 14 ffff 525400090000 0009 00ff 0001 3f 000000
        02 14 8000 aabbccddeeff 1234 5678 0102 8d 000000
        03 10 0102 00*12
        00 00 00*50
        """;

    [Fact]
    public void Every_field_stands_at_its_offset()
    {
        byte[] frame = new byte[SlowProtocol.FrameLength];
        frame.AsSpan().Fill(0xee);
        Assert.Equal(124, LacpduWriter.Write(frame, Mac("52:54:00:09:00:01"), Actor, Partner, 0x0102));
        Assert.Equal(FromHex(Version1), frame);
    }

    [Fact]
    public void Every_field_is_read()
    {
        Assert.True(LacpduView.TryParse(FromHex(Version1), out LacpduView pdu, out SlowProtocolFault fault));
        Assert.Equal(SlowProtocolFault.None, fault);
        Assert.Equal(1, pdu.Version);
        Assert.Equal(Mac("52:54:00:09:00:01"), pdu.Source);
        Assert.Equal(Actor, pdu.Actor);
        Assert.Equal(Partner, pdu.Partner);
        Assert.Equal(0x0102, pdu.CollectorMaxDelay);
        Assert.False(pdu.ExtraTlvs.GetEnumerator().MoveNext());
    }

    [Fact]
    public void Version_2_carries_algorithm_and_digests_in_the_same_length()
    {
        byte[] frame = new byte[SlowProtocol.FrameLength];
        byte[] conversation = FromHex("11*16"), service = FromHex("22*16");
        Assert.Equal(124, LacpduWriter.WriteVersion2(frame, Mac("52:54:00:09:00:01"), Actor, Partner, 0, LacpduWriter.UnspecifiedAlgorithm, 7, conversation, service));
        Assert.Equal(FromHex("04 06 0080c200 05 14 0007 11*16 0a 12 22*16 00 00 00*6"), frame[(14 + 58)..]);
        Assert.True(LacpduView.TryParse(frame, out LacpduView pdu));
        Assert.Equal(2, pdu.Version);
        Assert.Equal(Actor, pdu.Actor);
        Assert.True(pdu.ExtraTlvs.TryFind(LacpTlvType.ConversationServiceMappingDigest, out LacpTlv tlv));
        Assert.Equal(service, tlv.Value.ToArray());
        Assert.False(pdu.ExtraTlvs.TryFind(LacpTlvType.Collector, out _));
        Assert.Throws<ArgumentException>(() => LacpduWriter.WriteVersion2(frame, default, Actor, Partner, 0, 0, 0, new byte[15], service));
    }

    [Theory]
    [InlineData(15, 9)] // version 9
    [InlineData(16, 0x7f)] // actor TLV type
    [InlineData(36, 0)]
    [InlineData(56, 0xff)]
    [InlineData(14 + 19, 0xff)] // reserved octets
    [InlineData(14 + 60, 0xff)]
    public void What_a_receiver_must_not_check_is_not_checked(int offset, byte value)
    {
        byte[] frame = FromHex(Version1);
        frame[offset] = value;
        Assert.True(LacpduView.TryParse(frame, out LacpduView pdu));
        Assert.Equal(Actor, pdu.Actor);
        Assert.Equal(Partner, pdu.Partner);
    }

    [Theory]
    [InlineData(14 + 3, 21)]
    [InlineData(14 + 23, 0)]
    [InlineData(14 + 43, 255)]
    public void A_wrong_tlv_length_is_illegal(int offset, byte value)
    {
        byte[] frame = FromHex(Version1);
        frame[offset] = value;
        Assert.False(LacpduView.TryParse(frame, out _, out SlowProtocolFault fault));
        Assert.Equal(SlowProtocolFault.BadTlvLength, fault);
    }

    [Fact]
    public void A_truncated_pdu_is_illegal_and_a_longer_one_is_read()
    {
        byte[] frame = FromHex(Version1);
        Assert.False(LacpduView.TryParse(frame.AsSpan(0, 123), out _, out SlowProtocolFault fault));
        Assert.Equal(SlowProtocolFault.TooShort, fault);
        Assert.True(LacpduView.TryParse([.. frame, 1, 2, 3], out LacpduView pdu));
        Assert.Equal(Partner, pdu.Partner);
    }

    [Fact]
    public void Other_destinations_types_subtypes_and_tagged_frames_are_not_lacp()
    {
        foreach ((int offset, byte value) in new (int, byte)[] { (5, 0x03), (13, 0x08), (14, 2), (14, 10) })
        {
            byte[] frame = FromHex(Version1);
            frame[offset] = value;
            Assert.False(LacpduView.TryParse(frame, out _, out SlowProtocolFault fault));
            Assert.Equal(SlowProtocolFault.NotThisProtocol, fault);
        }
        byte[] plain = FromHex(Version1);
        byte[] tagged = [.. plain[..12], 0x81, 0, 0, 5, .. plain[12..]];
        Assert.False(LacpduView.TryParse(tagged, out _, out SlowProtocolFault tag));
        Assert.Equal(SlowProtocolFault.NotThisProtocol, tag);
    }

    [Fact]
    public void A_tlv_that_lies_about_its_length_ends_the_walk()
    {
        byte[] frame = FromHex(Version1);
        frame[15] = 2;
        FromHex("80 04 aabb 81 03 cc 04 ff").CopyTo(frame, 14 + 58);
        Assert.True(LacpduView.TryParse(frame, out LacpduView pdu));
        var seen = new List<string>();
        foreach (LacpTlv tlv in pdu.ExtraTlvs) seen.Add($"{(byte)tlv.Type:x2}={Convert.ToHexStringLower(tlv.Value)}");
        Assert.Equal(["80=aabb", "81=cc"], seen);
        frame[14 + 59] = 1; // shorter than its own head
        Assert.True(LacpduView.TryParse(frame, out pdu));
        Assert.False(pdu.ExtraTlvs.GetEnumerator().MoveNext());
    }

    [Fact]
    public void State_has_one_letter_per_bit()
    {
        Assert.Equal("ATGSCD--", ((LacpState)63).ToLetters());
        Assert.Equal("A-GS--F-", ((LacpState)77).ToLetters());
        Assert.Equal("--------", LacpState.None.ToLetters());
        for (int value = 0; value < 256; value++)
        {
            Assert.True(LacpStateLetters.TryParse(((LacpState)value).ToLetters(), out LacpState state));
            Assert.Equal((LacpState)value, state);
        }
        Assert.False(LacpStateLetters.TryParse("ATGSCDF", out _));
        Assert.False(LacpStateLetters.TryParse("TAGSCD--", out _));
    }
}
