using static BondFast.Wire.Tests.Bytes;

namespace BondFast.Wire.Tests;

public class InternetTests
{
    /// <summary>A much published example header: checksum b861.</summary>
    private const string Ipv4Header = "4500 0073 0000 4000 40 11 b861 c0a80001 c0a800c7";

    [Fact]
    public void The_checksum_of_a_known_header_is_right()
    {
        byte[] header = FromHex(Ipv4Header);
        Assert.Equal(0, InternetChecksum.Of(header));
        header[10] = header[11] = 0;
        Assert.Equal(0xb861, InternetChecksum.Of(header));
        Assert.Equal(0xddf2, (ushort)~InternetChecksum.Of(FromHex("0001 f203 f4f5 f6f7"))); // RFC 1071 3
        Assert.Equal(0xfeff, InternetChecksum.Of([1]));
        Assert.Equal(0xffff, InternetChecksum.Of([]));
    }

    [Fact]
    public void An_ipv4_packet_is_read_and_cut_to_its_length()
    {
        byte[] packet = FromHex(Ipv4Header + " 00*95 eeee");
        Assert.True(Ipv4View.TryParse(packet, out Ipv4View ip));
        Assert.Equal(0x73, ip.TotalLength);
        Assert.Equal(95, ip.Payload.Length);
        Assert.Equal(IpProtocol.Udp, ip.Protocol);
        Assert.Equal(64, ip.TimeToLive);
        Assert.Equal(V4("192.168.0.1"), ip.Source);
        Assert.Equal(V4("192.168.0.199"), ip.Destination);
        Assert.True(ip.ChecksumValid);
        Assert.False(ip.IsFragment);
        Assert.True(ip.Options.IsEmpty);
    }

    [Theory]
    [InlineData("2000", true, true, 0)] // first fragment
    [InlineData("2001", true, true, 8)]
    [InlineData("1fff", true, false, 65528)]
    [InlineData("4000", false, false, 0)]
    [InlineData("0000", false, false, 0)]
    public void Ipv4_fragments_are_known(string flags, bool fragment, bool more, int offset)
    {
        Assert.True(Ipv4View.TryParse(FromHex($"4500 0014 0000 {flags} 40 06 0000 c0a80001 c0a800c7"), out Ipv4View ip));
        Assert.Equal(fragment, ip.IsFragment);
        Assert.Equal(more, ip.HasMoreFragments);
        Assert.Equal(offset, ip.FragmentOffset);
    }

    [Fact]
    public void Ipv4_options_lie_between_header_and_payload()
    {
        Assert.True(Ipv4View.TryParse(FromHex("4600 001a 0000 0000 01 02 0000 c0a80001 c0a800c7 94040000 aabb"), out Ipv4View ip));
        Assert.Equal(24, ip.HeaderLength);
        Assert.Equal([0x94, 4, 0, 0], ip.Options.ToArray());
        Assert.Equal([0xaa, 0xbb], ip.Payload.ToArray());
        Assert.False(ip.ChecksumValid);
    }

    [Theory]
    [InlineData("6500 0014 0000 0000 40 06 0000 c0a80001 c0a800c7")] // version
    [InlineData("4400 0014 0000 0000 40 06 0000 c0a80001 c0a800c7")] // header too short
    [InlineData("4f00 0014 0000 0000 40 06 0000 c0a80001 c0a800c7")] // header longer than the packet
    [InlineData("4500 0015 0000 0000 40 06 0000 c0a80001 c0a800c7")] // total longer than the bytes
    [InlineData("4500 0013 0000 0000 40 06 0000 c0a80001 c0a800c7")] // total shorter than the header
    [InlineData("4500 0014 0000 0000 40 06 0000 c0a80001 c0a800")]
    [InlineData("")]
    public void Ipv4_that_lies_is_refused(string hex) => Assert.False(Ipv4View.TryParse(FromHex(hex), out _));

    private const string Addresses = "20010db8000000000000000000000001 20010db8000000000000000000000002";

    [Fact]
    public void An_ipv6_packet_is_read()
    {
        Assert.True(Ipv6View.TryParse(FromHex($"6a512345 0004 3b 40 {Addresses} 01020304 ee"), out Ipv6View ip));
        Assert.Equal(0xa5, ip.TrafficClass);
        Assert.Equal(0x12345, ip.FlowLabel);
        Assert.Equal(IpProtocol.NoNextHeader, ip.NextHeader);
        Assert.Equal(64, ip.HopLimit);
        Assert.Equal(V6("2001:db8::1"), ip.Source);
        Assert.Equal(V6("2001:db8::2"), ip.Destination);
        Assert.Equal(4, ip.Payload.Length);
    }

    [Theory]
    // hop-by-hop, then UDP
    [InlineData("0010 00 40", "11 00 01 04 00*4 aabb ccdd 0008 0000", IpProtocol.Udp, 8, false)]
    // routing of 16 bytes, destination options, TCP
    [InlineData("001c 2b 40", "3c 01 00*14 06 00 00*6 aabbccdd", IpProtocol.Tcp, 4, false)]
    // first fragment
    [InlineData("000c 2c 40", "11 00 0001 00000001 aabbccdd", IpProtocol.Udp, 4, true)]
    // later fragment: no upper layer
    [InlineData("000c 2c 40", "11 00 0009 00000001 aabbccdd", IpProtocol.NoNextHeader, 0, true)]
    // atomic fragment (RFC 6946): not split
    [InlineData("000c 2c 40", "11 00 0000 00000001 aabbccdd", IpProtocol.Udp, 4, false)]
    // authentication header of 24 bytes
    [InlineData("001c 33 40", "06 04 0000 00*20 aabbccdd", IpProtocol.Tcp, 4, false)]
    public void Extension_headers_are_walked(string head, string rest, IpProtocol upper, int length, bool fragment)
    {
        Assert.True(Ipv6View.TryParse(FromHex($"60000000 {head} {Addresses} {rest}"), out Ipv6View ip));
        Assert.Equal(upper, ip.UpperProtocol);
        Assert.Equal(length, ip.UpperLayer.Length);
        Assert.Equal(fragment, ip.IsFragment);
    }

    [Theory]
    [InlineData("40000000 0000 3b 40", "")] // version
    [InlineData("60000000 0001 3b 40", "")] // payload longer than the bytes
    [InlineData("60000000 0007 00 40", "3a 00 00*5")] // ends inside an extension header
    [InlineData("60000000 0008 00 40", "3a 01 00*6")] // extension header longer than the packet
    [InlineData("60000000 0048 3c 40", "3c 00 00*6 3c 00 00*6 3c 00 00*6 3c 00 00*6 3c 00 00*6 3c 00 00*6 3c 00 00*6 3c 00 00*6 3b 00 00*6")]
    public void Ipv6_that_lies_is_refused(string head, string rest) => Assert.False(Ipv6View.TryParse(FromHex($"{head} {Addresses} {rest}"), out _));

    [Fact]
    public void Ports_are_read_after_lengths_are_checked()
    {
        Assert.True(UdpView.TryParse(FromHex("1388 1389 000a 0000 aabb cc"), out UdpView udp));
        Assert.Equal(5000, udp.SourcePort);
        Assert.Equal(5001, udp.DestinationPort);
        Assert.Equal(2, udp.Payload.Length);
        Assert.False(UdpView.TryParse(FromHex("1388 1389 0009 0000"), out _));
        Assert.False(UdpView.TryParse(FromHex("1388 1389 0007 0000"), out _));
        Assert.False(UdpView.TryParse(FromHex("1388 1389 0008"), out _));

        Assert.True(TcpView.TryParse(FromHex("9c40 01bb 01020304 00000000 60 02 ffff 0000 0000 020405b4 99"), out TcpView tcp));
        Assert.Equal(40000, tcp.SourcePort);
        Assert.Equal(443, tcp.DestinationPort);
        Assert.Equal(0x01020304u, tcp.SequenceNumber);
        Assert.Equal(24, tcp.HeaderLength);
        Assert.Equal(1, tcp.Payload.Length);
        Assert.False(TcpView.TryParse(FromHex("9c40 01bb 01020304 00000000 40 02 ffff 0000 0000"), out _));
        Assert.False(TcpView.TryParse(FromHex("9c40 01bb 01020304 00000000 60 02 ffff 0000 0000"), out _));
    }
}
