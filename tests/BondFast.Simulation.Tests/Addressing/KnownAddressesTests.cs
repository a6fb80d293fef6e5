using BondFast.Bonding;
using BondFast.Bonding.Addressing;
using BondFast.Simulation.Tests.Network;
using BondFast.Wire;

namespace BondFast.Simulation.Tests.Addressing;

/// <summary>Addresses and VLANs, told and learned: HOWTO 6, linux-bonding 5.1.</summary>
public class KnownAddressesTests
{
    private static readonly MacAddress BondMac = new(0x0200_0000_0001), Guest = new(0x0200_0000_0099);

    private readonly KnownAddresses _known;

    public KnownAddressesTests()
    {
        var net = new SimulatedNetwork();
        Bond bond = net.AddHost(new BondOptions { Mode = BondMode.ActiveBackup, Miimon = 100 }).Bond;
        bond.SetMac(BondMac, net.Now);
        _known = new KnownAddresses(bond);
    }

    private static Ipv4Address Ip(string text) => Ipv4Address.TryParse(text, out Ipv4Address ip) ? ip : throw new FormatException(text);

    private static Ipv6Address Ip6(string text) => Ipv6Address.TryParse(text, out Ipv6Address ip) ? ip : throw new FormatException(text);

    private static BondAddress V4(string ip, int prefix, params VlanTag[] tags) => new([.. tags], Ip(ip), null, prefix, MacAddress.Zero);

    private static BondAddress V6(string ip, int prefix, params VlanTag[] tags) => new([.. tags], null, Ip6(ip), prefix, MacAddress.Zero);

    private bool LearnArp(MacAddress from, string ip, params VlanTag[] tags)
    {
        byte[] frame = new byte[ArpWriter.MaxLength];
        return _known.Learn(frame.AsSpan(0, ArpWriter.WriteRequest(frame, from, Ip(ip), Ip("10.9.9.9"), tags)));
    }

    [Theory]
    [InlineData("10.0.0.77", "10.0.0.2")]
    [InlineData("10.0.5.1", "10.0.9.9")]
    [InlineData("10.200.0.1", "10.9.9.9")]
    [InlineData("11.0.0.1", null)]
    [InlineData("192.0.2.1", "192.0.2.1")]
    public void The_source_is_the_address_in_the_narrowest_subnet_of_the_target(string target, string? source)
    {
        _known.Tell([V4("10.9.9.9", 8), V4("10.0.0.2", 24), V4("10.0.9.9", 16), V4("192.0.2.1", 32)]);
        Assert.Equal(source, _known.SourceFor(Ip(target))?.V4?.ToString());
    }

    [Theory]
    [InlineData("2001:db8:0:1::5", "2001:db8:0:1::2")]
    [InlineData("2001:db8:0:2::5", "2001:db8::9")]
    [InlineData("fe80::5", "fe80::2")]
    [InlineData("2001:db9::1", null)]
    public void The_same_holds_for_ipv6(string target, string? source)
    {
        _known.Tell([V6("2001:db8::9", 32), V6("2001:db8:0:1::2", 64), V6("fe80::2", 64)]);
        Assert.Equal(source, _known.SourceFor(Ip6(target))?.V6?.ToString());
    }

    [Fact]
    public void A_prefix_of_nothing_holds_everything()
    {
        _known.Tell([V4("10.0.0.2", 0), V6("::2", 0)]);
        Assert.NotNull(_known.SourceFor(Ip("1.2.3.4")));
        Assert.NotNull(_known.SourceFor(Ip6("2001::1")));
    }

    [Fact]
    public void Own_addresses_are_recognised_in_both_families()
    {
        _known.Tell([V4("10.0.0.2", 24, VlanTag.Customer(3)), V6("2001:db8::2", 64)]);
        Assert.True(_known.IsOurs(Ip("10.0.0.2")) && _known.IsOurs(Ip6("2001:db8::2")));
        Assert.False(_known.IsOurs(Ip("10.0.0.3")) || _known.IsOurs(Ip6("2001:db8::3")));
    }

    [Fact]
    public void Every_stack_of_tags_is_one_vlan()
    {
        VlanTag outer = new(EtherType.ServiceVlan, 7), inner = VlanTag.Customer(3);
        _known.Tell([V4("10.0.0.2", 24), V4("10.3.0.2", 24, inner), V6("2001:db8::2", 64, inner), V4("10.4.0.2", 24, outer, inner)]);
        Assert.Equal([1, 2], _known.Vlans.Select(vlan => vlan.Tags.Length));
    }

    [Fact]
    public void A_vlan_is_learned_from_any_device_an_address_only_from_the_bonds_own()
    {
        Assert.True(LearnArp(Guest, "10.3.0.9", VlanTag.Customer(3)));
        Assert.Single(_known.Vlans);
        Assert.Empty(_known.All);
        Assert.True(LearnArp(BondMac, "10.3.0.2", VlanTag.Customer(3)));
        Assert.False(LearnArp(BondMac, "10.3.0.2", VlanTag.Customer(3)));
        Assert.Equal("10.3.0.2", Assert.Single(_known.All).Address.V4.ToString());
    }

    [Fact]
    public void An_address_probe_teaches_the_vlan_only()
    {
        Assert.True(LearnArp(BondMac, "0.0.0.0", VlanTag.Customer(3)));
        Assert.Empty(_known.All);
    }

    [Fact]
    public void Neighbour_discovery_teaches_as_well()
    {
        byte[] frame = new byte[NeighbourWriter.MaxLength];
        int length = NeighbourWriter.WriteSolicitation(frame, BondMac, Ip6("fe80::2"), Ip6("fe80::1"), [VlanTag.Customer(8)]);
        Assert.True(_known.Learn(frame.AsSpan(0, length)));
        Assert.Equal("fe80::2", Assert.Single(_known.All).Address.V6.ToString());
    }

    [Fact]
    public void Untagged_frames_and_others_teach_nothing()
    {
        Assert.False(LearnArp(BondMac, "10.0.0.2"));
        Assert.False(_known.Learn([]));
        Assert.False(_known.Learn(new byte[13]));
        Assert.False(_known.Learn(new byte[60]));
    }

    [Fact]
    public void What_is_told_of_a_vlan_replaces_what_was_learned_of_it()
    {
        LearnArp(BondMac, "10.3.0.2", VlanTag.Customer(3));
        LearnArp(BondMac, "10.4.0.2", VlanTag.Customer(4));
        _known.Tell([V4("10.3.0.77", 24, VlanTag.Customer(3))]);
        Assert.Equal(["10.3.0.77", "10.4.0.2"], _known.All.Select(known => known.Address.V4.ToString()).Order());
        Assert.Equal(2, _known.Vlans.Count);
    }

    [Fact]
    public void Any_number_of_vlans_can_be_told()
    {
        _known.Tell([.. Enumerable.Range(1, 4000).Select(id => V4("10.3.0.2", 24, VlanTag.Customer(id)))]);
        Assert.Equal(4000, _known.Vlans.Count);
    }

    [Fact]
    public void What_is_learned_is_bounded_and_the_oldest_goes_first()
    {
        for (int i = 0; i < 1_000; i++) LearnArp(BondMac, $"10.{i / 250}.{i % 250}.2", VlanTag.Customer(i % 4000 + 1));
        Assert.Equal(KnownAddresses.MaxLearned, _known.All.Count);
        Assert.Equal(KnownAddresses.MaxLearned, _known.Vlans.Count);
        Assert.False(_known.IsOurs(Ip("10.0.0.2")));
        Assert.True(_known.IsOurs(Ip("10.3.249.2")));
    }
}
