using static BondFast.Wire.Tests.Bytes;

namespace BondFast.Wire.Tests;

public class ArpTests
{
    private static readonly MacAddress Ours = Mac("52:54:00:09:00:01");
    private static readonly MacAddress Theirs = Mac("52:54:00:aa:00:02");

    [Fact]
    public void A_request_is_broadcast_with_target_hardware_address_zero()
    {
        byte[] frame = new byte[ArpWriter.MaxLength];
        int length = ArpWriter.WriteRequest(frame, Ours, V4("10.77.0.2"), V4("10.77.0.1"));
        Assert.Equal(FromHex("ffffffffffff 525400090001 0806 0001 0800 06 04 0001 525400090001 0a4d0002 000000000000 0a4d0001 00*18"), frame[..length]);
    }

    [Fact]
    public void A_reply_goes_to_its_target()
    {
        byte[] frame = new byte[ArpWriter.MaxLength];
        int length = ArpWriter.WriteReply(frame, Ours, V4("10.77.0.2"), Theirs, V4("10.77.0.1"), [VlanTag.Customer(3)]);
        Assert.Equal(FromHex("525400aa0002 525400090001 8100 0003 0806 0001 0800 06 04 0002 525400090001 0a4d0002 525400aa0002 0a4d0001 00*14"), frame[..length]);
    }

    [Fact]
    public void A_gratuitous_request_names_its_own_address_twice()
    {
        byte[] frame = new byte[ArpWriter.MaxLength];
        int length = ArpWriter.WriteGratuitous(frame, Ours, V4("10.77.0.2"), [new VlanTag(EtherType.ServiceVlan, 5), VlanTag.Customer(3)]);
        Assert.True(ArpView.TryParseFrame(frame.AsSpan(0, length), out EthernetView ethernet, out ArpView arp));
        Assert.Equal(2, ethernet.TagCount);
        Assert.Equal(MacAddress.Broadcast, ethernet.Destination);
        Assert.Equal(ArpOperation.Request, arp.Operation);
        Assert.True(arp.IsGratuitous);
        Assert.Equal(Ours, arp.SenderMac);
        Assert.Equal(MacAddress.Zero, arp.TargetMac);
        Assert.Equal(V4("10.77.0.2"), arp.TargetIp);
    }

    [Fact]
    public void The_sender_is_rewritten_in_place()
    {
        byte[] frame = new byte[ArpWriter.MaxLength];
        ArpWriter.WriteReply(frame, Ours, V4("10.77.0.2"), Theirs, V4("10.77.0.1"), [VlanTag.Customer(3)]);
        Assert.True(ArpWriter.TryRewriteSender(frame, Mac("02:00:00:00:00:09")));
        Assert.True(ArpView.TryParseFrame(frame, out EthernetView ethernet, out ArpView arp));
        Assert.Equal(Mac("02:00:00:00:00:09"), arp.SenderMac);
        Assert.Equal(Ours, ethernet.Source);
        Assert.Equal(Theirs, arp.TargetMac);
        Assert.False(ArpWriter.TryRewriteSender(new byte[60], Ours));
    }

    [Theory]
    [InlineData("0006 0800 06 04 0001 00*20")] // IEEE 802 hardware type
    [InlineData("0001 86dd 06 04 0001 00*20")]
    [InlineData("0001 0800 08 04 0001 00*20")]
    [InlineData("0001 0800 06 10 0001 00*20")]
    [InlineData("0001 0800 06 04 0001 00*19")] // one byte short
    [InlineData("")]
    public void Arp_that_is_not_ipv4_over_ethernet_is_refused(string hex) => Assert.False(ArpView.TryParse(FromHex(hex), out _));

    [Fact]
    public void An_unknown_operation_survives()
    {
        Assert.True(ArpView.TryParse(FromHex("0001 0800 06 04 0008 00*20"), out ArpView arp));
        Assert.Equal((ArpOperation)8, arp.Operation);
        Assert.False(arp.IsGratuitous);
    }
}
