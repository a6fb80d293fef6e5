using System.Net;
using BondFast.Dpdk;
using BondFast.Testing;

namespace BondFast.Devices.Tests;

public sealed class AddressTests
{
    [RootFact]
    public void Addresses_of_an_interface_are_listed_with_its_mac()
    {
        using VethPair veth = new(), other = new();
        VethPair.Ip($"addr add 192.0.2.1/24 dev {veth.A}");
        VethPair.Ip($"addr add 2001:db8::1/64 dev {veth.A} nodad");
        VethPair.Ip($"addr add 192.0.2.2/24 dev {other.A}");
        KernelInterface netdev = veth.NetdevA;
        Assert.True(netdev.TryRead(out NetdevState state));
        IReadOnlyList<InterfaceAddress> found = netdev.Addresses();
        Assert.Equal(["192.0.2.1/24", "2001:db8::1/64"], [.. found.Select(static a => $"{a.Address}/{a.PrefixLength}")]);
        Assert.All(found, a => Assert.Equal((state.Mac, 0), (a.Mac, a.Tags.Count)));
    }

    [VlanFact]
    public void Addresses_of_vlans_on_an_interface_come_with_their_tags()
    {
        using VethPair veth = new();
        string vlan = VethPair.NewName(), inner = VethPair.NewName();
        VethPair.Ip($"link add link {veth.A} name {vlan} type vlan id 100 protocol 802.1ad");
        VethPair.Ip($"addr add 198.51.100.1/25 dev {vlan}");
        VethPair.Ip($"link add link {vlan} name {inner} type vlan id 7");
        VethPair.Ip($"addr add 203.0.113.1/30 dev {inner}");
        Dictionary<string, InterfaceAddress> found = [];
        foreach (InterfaceAddress a in veth.NetdevA.Addresses()) found.Add($"{a.Address}/{a.PrefixLength}", a);
        Assert.Equal([((ushort)0x88a8, (ushort)100)], found["198.51.100.1/25"].Tags);
        Assert.Equal([((ushort)0x88a8, (ushort)100), ((ushort)0x8100, (ushort)7)], found["203.0.113.1/30"].Tags);
    }

    [RootFact]
    public void Addresses_can_be_added_and_removed()
    {
        using VethPair veth = new();
        KernelInterface netdev = veth.NetdevA;
        InterfaceAddress v4 = new(IPAddress.Parse("192.0.2.9"), 28), v6 = new(IPAddress.Parse("2001:db8::9"), 64);
        Assert.True(netdev.AddAddress(v4), KernelInterface.LastRefusal);
        Assert.True(netdev.AddAddress(v6), KernelInterface.LastRefusal);
        Assert.Equal(2, netdev.Addresses().Count);
        Assert.True(netdev.RemoveAddress(v4), KernelInterface.LastRefusal);
        Assert.False(netdev.RemoveAddress(v4));
        Assert.Equal(v6.Address, Assert.Single(netdev.Addresses()).Address);
        VethPair.Ip($"link del {veth.A}");
        Assert.Empty(netdev.Addresses());
        Assert.False(netdev.AddAddress(v4));
    }

    [RootFact]
    public void An_interface_is_changed_by_index_even_after_renaming()
    {
        using VethPair veth = new();
        KernelInterface netdev = veth.NetdevA;
        string name = VethPair.NewName();
        VethPair.Ip($"link set {veth.A} down");
        VethPair.Ip($"link set {veth.A} name {name}");
        Assert.Equal(name, netdev.Name);
        Assert.True(netdev.SetUp(true), KernelInterface.LastRefusal);
        Assert.True(netdev.SetMtu(1300), KernelInterface.LastRefusal);
        Assert.True(netdev.SetMac(0x02bf_0000_0077), KernelInterface.LastRefusal);
        Assert.True(netdev.TryRead(out NetdevState state));
        Assert.Equal((true, 1300, 0x02bf_0000_0077UL), (state.Up, state.Mtu, state.Mac));
        VethPair.Ip($"link del {name}");
        Assert.False(netdev.Exists);
    }
}
