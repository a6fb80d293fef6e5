using static BondFast.Wire.Tests.Bytes;

namespace BondFast.Wire.Tests;

public class NeighbourTests
{
    private static readonly MacAddress Ours = Mac("52:54:00:09:00:01");

    [Fact]
    public void A_solicitation_goes_to_the_solicited_node_group()
    {
        byte[] frame = new byte[NeighbourWriter.MaxLength];
        int length = NeighbourWriter.WriteSolicitation(frame, Ours, V6("2001:db8::2"), V6("2001:db8::1:2345:6789"));
        Assert.True(NeighbourView.TryParseFrame(frame.AsSpan(0, length), out EthernetView ethernet, out NeighbourView nd));
        Assert.Equal(Mac("33:33:ff:45:67:89"), ethernet.Destination);
        Assert.Equal(V6("ff02::1:ff45:6789"), nd.Destination);
        Assert.Equal(V6("2001:db8::2"), nd.Source);
        Assert.Equal(NeighbourMessage.Solicitation, nd.Message);
        Assert.Equal(V6("2001:db8::1:2345:6789"), nd.Target);
        Assert.True(nd.TryGetLinkLayerAddress(out MacAddress mac));
        Assert.Equal(Ours, mac);
        Assert.Equal(14 + 40 + 32, length);
    }

    [Fact]
    public void A_solicitation_from_no_address_has_no_option()
    {
        byte[] frame = new byte[NeighbourWriter.MaxLength];
        int length = NeighbourWriter.WriteSolicitation(frame, Ours, Ipv6Address.Any, V6("fe80::1"));
        Assert.Equal(14 + 40 + 24, length);
        Assert.True(NeighbourView.TryParseFrame(frame.AsSpan(0, length), out _, out NeighbourView nd));
        Assert.False(nd.TryGetLinkLayerAddress(out _));
    }

    [Fact]
    public void An_unsolicited_advertisement_has_every_byte_in_place()
    {
        byte[] frame = new byte[NeighbourWriter.MaxLength];
        int length = NeighbourWriter.WriteUnsolicitedAdvertisement(frame, Ours, V6("fe80::1"), router: true, [VlanTag.Customer(3)]);
        Assert.Equal(FromHex("""
            333300000001 525400090001 8100 0003 86dd
            60000000 0020 3a ff fe800000000000000000000000000001 ff020000000000000000000000000001
            88 00 873d a0000000 fe800000000000000000000000000001 02 01 525400090001
            """), frame[..length]);
        Assert.True(NeighbourView.TryParseFrame(frame.AsSpan(0, length), out EthernetView ethernet, out NeighbourView nd));
        Assert.Equal(Mac("33:33:00:00:00:01"), ethernet.Destination);
        Assert.Equal(3, ethernet.Tag(0).VlanId);
        Assert.Equal(Ipv6Address.AllNodes, nd.Destination);
        Assert.Equal(NeighbourMessage.Advertisement, nd.Message);
        Assert.True(nd.IsRouter);
        Assert.True(nd.IsOverride);
        Assert.False(nd.IsSolicited);
        Assert.True(nd.TryGetLinkLayerAddress(out MacAddress mac));
        Assert.Equal(Ours, mac);
    }

    [Fact]
    public void An_answer_is_solicited()
    {
        byte[] frame = new byte[NeighbourWriter.MaxLength];
        int length = NeighbourWriter.WriteAnswer(frame, Mac("02:00:00:00:00:07"), V6("fe80::7"), Ours, V6("fe80::1"));
        Assert.True(NeighbourView.TryParseFrame(frame.AsSpan(0, length), out EthernetView ethernet, out NeighbourView nd));
        Assert.Equal(Mac("02:00:00:00:00:07"), ethernet.Destination);
        Assert.Equal(V6("fe80::7"), nd.Destination);
        Assert.True(nd.IsSolicited);
        Assert.False(nd.IsRouter);
    }

    [Theory]
    [InlineData(14 + 7, 254)] // hop limit: it was routed
    [InlineData(14 + 41, 1)] // code
    [InlineData(14 + 40, 133)] // another ICMPv6 type
    [InlineData(14 + 60, 0x55)] // checksum
    [InlineData(14 + 65, 0)] // option of length 0
    [InlineData(14 + 65, 2)] // option longer than the packet
    [InlineData(14 + 48, 0xff)] // multicast target
    public void What_a_receiver_must_discard_is_refused(int offset, byte value)
    {
        byte[] frame = new byte[NeighbourWriter.MaxLength];
        int length = NeighbourWriter.WriteSolicitation(frame, Ours, V6("fe80::2"), V6("fe80::1"));
        frame[offset] = value;
        if (offset != 14 + 60) FixChecksum(frame.AsSpan(14, length - 14));
        Assert.False(NeighbourView.TryParseFrame(frame.AsSpan(0, length), out _, out _));
    }

    private static void FixChecksum(Span<byte> packet)
    {
        packet[42] = packet[43] = 0;
        ushort sum = InternetChecksum.OverIpv6(Ipv6Address.Read(packet[8..]), Ipv6Address.Read(packet[24..]), IpProtocol.Icmpv6, packet[40..]);
        packet[42] = (byte)(sum >> 8);
        packet[43] = (byte)sum;
    }
}
