using static BondFast.Wire.Tests.Bytes;

namespace BondFast.Wire.Tests;

public class EthernetTests
{
    private static readonly MacAddress Dst = Mac("00:11:22:33:44:55");
    private static readonly MacAddress Src = Mac("66:77:88:99:aa:bb");

    [Fact]
    public void An_untagged_frame_is_read()
    {
        byte[] frame = FromHex("001122334455 66778899aabb 0800 45 00*45");
        Assert.True(EthernetView.TryParse(frame, out EthernetView view));
        Assert.Equal(Dst, view.Destination);
        Assert.Equal(Src, view.Source);
        Assert.Equal(EtherType.Ipv4, view.OuterType);
        Assert.Equal(EtherType.Ipv4, view.PayloadType);
        Assert.Equal(0, view.TagCount);
        Assert.Equal(14, view.PayloadOffset);
        Assert.Equal(0x45, view.Payload[0]);
    }

    [Fact]
    public void Two_tags_are_looked_through_outermost_first()
    {
        byte[] frame = FromHex("001122334455 66778899aabb 88a8 a064 8100 1003 86dd 60");
        Assert.True(EthernetView.TryParse(frame, out EthernetView view));
        Assert.Equal(2, view.TagCount);
        Assert.Equal(new VlanTag(EtherType.ServiceVlan, 0xa064), view.Tag(0));
        Assert.Equal(100, view.Tag(0).VlanId);
        Assert.Equal(5, view.Tag(0).Priority);
        Assert.False(view.Tag(0).DropEligible);
        Assert.Equal(3, view.Tag(1).VlanId);
        Assert.True(view.Tag(1).DropEligible);
        Assert.Equal(EtherType.ServiceVlan, view.OuterType);
        Assert.Equal(EtherType.Ipv6, view.PayloadType);
        Assert.Equal(22, view.PayloadOffset);
    }

    [Fact]
    public void A_fifth_tag_is_left_as_payload()
    {
        byte[] frame = FromHex("001122334455 66778899aabb 8100 0001 8100 0002 8100 0003 8100 0004 8100 0005 0800");
        Assert.True(EthernetView.TryParse(frame, out EthernetView view));
        Assert.Equal(4, view.TagCount);
        Assert.Equal(EtherType.Vlan, view.PayloadType);
    }

    [Theory]
    [InlineData("")]
    [InlineData("001122334455 66778899aabb 08")]
    [InlineData("001122334455 66778899aabb 8100 0001")]
    [InlineData("001122334455 66778899aabb 8100 0001 08")]
    [InlineData("001122334455 66778899aabb 8100 0001 8100 0001 88")]
    public void A_header_that_ends_early_is_refused(string hex) => Assert.False(EthernetView.TryParse(FromHex(hex), out _));

    [Fact]
    public void A_written_header_reads_back()
    {
        Span<byte> frame = stackalloc byte[EthernetView.MaxHeaderLength];
        VlanTag[] tags = [new(EtherType.ServiceVlan, 7), VlanTag.Customer(9)];
        int length = EthernetWriter.Write(frame, Dst, Src, tags, EtherType.Arp);
        Assert.Equal(22, length);
        Assert.True(EthernetView.TryParse(frame[..length], out EthernetView view));
        Span<VlanTag> read = stackalloc VlanTag[EthernetView.MaxTags];
        Assert.Equal(tags, read[..view.CopyTags(read)].ToArray());
        Assert.Equal(EtherType.Arp, view.PayloadType);
    }

    [Fact]
    public void A_buffer_that_is_too_short_is_said()
    {
        ArgumentException refused = Assert.Throws<ArgumentException>(() => EthernetWriter.Write(new byte[13], Dst, Src, [], 0));
        Assert.Contains("13 bytes, the frame needs 14", refused.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => EthernetWriter.Write(new byte[64], Dst, Src, new VlanTag[5], 0));
        Assert.Throws<ArgumentException>(() => EthernetWriter.Pad(new byte[59], 20));
    }

    [Fact]
    public void Addresses_are_rewritten_in_place()
    {
        byte[] frame = FromHex("001122334455 66778899aabb 0800");
        EthernetWriter.RewriteSource(frame, Mac("02:00:00:00:00:01"));
        EthernetWriter.RewriteDestination(frame, Mac("02:00:00:00:00:02"));
        Assert.Equal(FromHex("020000000002 020000000001 0800"), frame);
    }
}
