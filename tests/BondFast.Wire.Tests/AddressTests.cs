using static BondFast.Wire.Tests.Bytes;

namespace BondFast.Wire.Tests;

public class AddressTests
{
    [Theory]
    [InlineData("52:54:00:09:00:0a", "52:54:00:09:00:0a")]
    [InlineData("52-54-0-9-0-A", "52:54:00:09:00:0a")]
    [InlineData("52:54:00:09:00", null)]
    [InlineData("52:54:00:09:00:0a:0b", null)]
    [InlineData("52:54:00:09:00:0g", null)]
    [InlineData("52:54:00:09:00:", null)]
    [InlineData("52:54:00:09:00:+a", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void Mac_addresses_are_parsed(string? text, string? shown)
    {
        Assert.Equal(shown is not null, MacAddress.TryParse(text, out MacAddress mac));
        if (shown is not null) Assert.Equal(shown, mac.ToString());
    }

    [Fact]
    public void Mac_addresses_know_their_kind()
    {
        Assert.True(MacAddress.Broadcast.IsMulticast);
        Assert.True(MacAddress.Broadcast.IsBroadcast);
        Assert.True(MacAddress.SlowProtocols.IsMulticast);
        Assert.False(Mac("52:54:00:09:00:0a").IsMulticast);
        Assert.True(MacAddress.Zero.IsZero);
    }

    [Theory]
    [InlineData("192.0.2.1", 0xc000_0201u)]
    [InlineData("0.0.0.0", 0u)]
    [InlineData("255.255.255.255", 0xffff_ffffu)]
    public void Ipv4_addresses_are_natural_numbers(string text, uint value)
    {
        Assert.Equal(value, V4(text).Value);
        Assert.Equal(text, new Ipv4Address(value).ToString());
    }

    [Theory]
    [InlineData("1.2.3")]
    [InlineData("1.2.3.4.5")]
    [InlineData("1.2.3.256")]
    [InlineData("::1")]
    [InlineData("")]
    [InlineData(null)]
    public void What_is_no_ipv4_address_is_refused(string? text) => Assert.False(Ipv4Address.TryParse(text, out _));

    [Fact]
    public void Ipv6_addresses_know_their_groups()
    {
        Assert.Equal("2001:db8::1", V6("2001:db8:0::1").ToString());
        Assert.Equal(V6("ff02::1:ff28:9c5a"), V6("fe80::2aa:ff:fe28:9c5a").SolicitedNode); // RFC 4291 2.7.1
        Assert.Equal(Mac("33:33:ff:28:9c:5a"), V6("fe80::2aa:ff:fe28:9c5a").SolicitedNode.MulticastMac);
        Assert.True(V6("fe80::1").IsLinkLocal);
        Assert.True(V6("febf::1").IsLinkLocal);
        Assert.False(V6("fec0::1").IsLinkLocal);
        Assert.True(Ipv6Address.AllNodes.IsMulticast);
        Assert.False(Ipv6Address.TryParse("fe80::1%eth0", out _));
        Assert.False(Ipv6Address.TryParse("192.0.2.1", out _));
    }
}
