using BondFast.Bonding;
using BondFast.Simulation.Tests.Network;
using BondFast.Wire;

namespace BondFast.Simulation.Tests.Monitors;

/// <summary>What a probe looks like and where it goes: linux-bonding 5.1, HOWTO 6 and 7.</summary>
public class ArpProbeTests
{
    private static CapturedFrame FirstProbe(ArpScenario a, Func<CapturedFrame, bool>? which = null)
    {
        a.Net.Run(150);
        return a.S.Ports[0].Sent.First(which ?? (frame => frame.IsArp));
    }

    // linux-bonding 5.1: request, broadcast, sender hardware the slave's own, target hardware zero
    [Fact]
    public void An_arp_probe_is_a_broadcast_request_from_the_bonds_address()
    {
        CapturedFrame probe = FirstProbe(new ArpScenario());
        Assert.Equal(ArpOperation.Request, probe.Arp.Operation);
        Assert.Equal(MacAddress.Broadcast, probe.Ethernet.Destination);
        Assert.Equal(("10.0.0.2", "10.0.0.1"), (probe.Arp.SenderIp.ToString(), probe.Arp.TargetIp.ToString()));
        Assert.True(probe.Arp.TargetMac.IsZero);
        Assert.Null(probe.VlanId);
    }

    [Fact]
    public void The_sender_is_the_slaves_own_address()
    {
        var a = new ArpScenario(addresses: ["10.0.0.2/24"]);
        a.S.Host.Release(a.S.Ports[0]);
        a.S.Host.Release(a.S.Ports[1]);
        a.S.Host.Set("fail_over_mac", "active");
        a.S.Host.Enslave(a.S.Ports[0]);
        a.S.Host.Enslave(a.S.Ports[1]);
        a.S.Host.Set("active_slave", "eth1");
        a.Net.Run(150);
        CapturedFrame probe = a.S.Ports[1].Sent.Last(frame => frame.IsArp);
        Assert.Equal(a.S.Ports[1].FactoryMac, probe.Arp.SenderMac);
        Assert.Equal(a.S.Ports[1].FactoryMac, probe.Ethernet.Source);
    }

    // linux-bonding 5.1: no route: still sent, source 0.0.0.0, untagged, a warning once while arp_validate is on
    [Theory]
    [InlineData(ArpValidate.None, 0)]
    [InlineData(ArpValidate.All, 1)]
    public void Without_an_address_in_the_targets_subnet_the_source_is_zero(ArpValidate validate, int warnings)
    {
        var a = new ArpScenario(validate: validate, addresses: ["192.168.7.2/24", "192.168.8.2/24@5"]);
        CapturedFrame probe = FirstProbe(a);
        Assert.True(probe.Arp.SenderIp.IsAny);
        Assert.Null(probe.VlanId);
        a.Net.Run(5_000);
        Assert.Equal(warnings, a.S.Texts("no-probe-address").Count);
    }

    // linux-bonding 5.1 and 11 vlan_over_bond: tagged with the VLAN that has the target's subnet, from that VLAN's address
    [Fact]
    public void A_target_on_a_vlan_is_probed_tagged_from_the_vlans_address()
    {
        var a = new ArpScenario(targets: ["192.0.3.1"], addresses: ["10.0.0.2/24", "192.0.3.2/24@3"], validate: ArpValidate.All);
        a.Net.Run(5_000);
        var probes = a.S.Ports[0].Sent.Where(frame => frame.IsArp).ToList();
        Assert.True(probes.Count >= 5);
        Assert.All(probes, probe => Assert.Equal((3, "192.0.3.2"), (probe.VlanId, probe.Arp.SenderIp.ToString())));
        Assert.Equal((0, 0u, 0u), (a.Active, a[0].LinkFailureCount, a[1].LinkFailureCount));
    }

    [Fact]
    public void Stacked_tags_stand_in_order_outermost_first()
    {
        var a = new ArpScenario(targets: ["192.0.3.1"], addresses: ["192.0.3.2/24@7.3"]);
        CapturedFrame probe = FirstProbe(a);
        Assert.Equal([7, 3], [probe.Ethernet.Tag(0).VlanId, probe.Ethernet.Tag(1).VlanId]);
    }

    [Fact]
    public void The_narrowest_subnet_wins()
    {
        var a = new ArpScenario(addresses: ["10.9.9.9/8", "10.0.0.2/24@4", "10.0.9.9/16"]);
        CapturedFrame probe = FirstProbe(a);
        Assert.Equal((4, "10.0.0.2"), (probe.VlanId, probe.Arp.SenderIp.ToString()));
    }

    // linux-bonding 5.1: type 135 to the target's solicited-node group
    [Fact]
    public void An_ns_probe_goes_to_the_targets_solicited_node_group()
    {
        var a = new ArpScenario(targets: ["10.0.0.1"], addresses: ["10.0.0.2/24", "2001:db8::2/64@9"]);
        a.S.Host.Set("ns_ip6_target", "+2001:db8::1:2");
        CapturedFrame probe = FirstProbe(a, frame => frame.Type == EtherType.Ipv6);
        Assert.True(NeighbourView.TryParseFrame(probe.Bytes, out EthernetView ethernet, out NeighbourView view));
        Assert.Equal(NeighbourMessage.Solicitation, view.Message);
        Assert.Equal(new MacAddress(0x3333_ff01_0002), ethernet.Destination);
        Assert.Equal(("2001:db8::2", "2001:db8::1:2", 9), (view.Source.ToString(), view.Target.ToString(), probe.VlanId));
    }

    // linux-bonding 5.1: ARP first, then NS; up to 16 of each
    [Fact]
    public void Sixteen_targets_of_each_kind_are_probed_arp_first()
    {
        var a = new ArpScenario(targets: [.. Enumerable.Range(1, 16).Select(i => $"10.0.0.{i + 10}")], addresses: ["10.0.0.2/24", "2001:db8::2/64"]);
        for (int i = 1; i <= 16; i++) a.S.Host.Set("ns_ip6_target", $"+2001:db8::{i}:1");
        a.Net.Run(150);
        a.ClearFrames();
        a.Net.Run(100);
        Assert.Equal(Enumerable.Repeat(EtherType.Arp, 16).Concat(Enumerable.Repeat(EtherType.Ipv6, 16)), a.S.Ports[0].Sent.Select(frame => frame.Type));
    }

    // linux-bonding 5.1: backups join the groups while arp_validate is on, the active leaves them; 11 arp_validate
    [Fact]
    public void Backups_listen_to_the_targets_groups_and_the_active_slave_does_not()
    {
        var a = new ArpScenario(ports: 3, addresses: ["2001:db8::2/64"], validate: ArpValidate.All);
        MacAddress first = ArpScenario.Ip6("2001:db8::1").SolicitedNode.MulticastMac, second = ArpScenario.Ip6("2001:db8::9:1").SolicitedNode.MulticastMac;
        a.S.Host.Set("ns_ip6_target", "+2001:db8::1");
        a.S.Host.Set("ns_ip6_target", "+2001:db8::9:1");
        Assert.Empty(a.S.Ports[0].Groups);
        Assert.Equal([first, second], a.S.Ports[1].Groups);
        a.S.Host.Set("active_slave", "eth1");
        Assert.Equal([first, second], a.S.Ports[0].Groups);
        Assert.Empty(a.S.Ports[1].Groups);
        a.S.Host.Set("ns_ip6_target", "-2001:db8::9:1");
        Assert.Equal([first], a.S.Ports[2].Groups);
        a.S.Host.Set("arp_validate", "none");
        Assert.All(a.S.Ports, port => Assert.Empty(port.Groups));
        a.S.Host.Set("arp_validate", "filter");
        Assert.Equal([first], a.S.Ports[2].Groups);
        a.S.Host.Release(a.S.Ports[2]);
        Assert.Empty(a.S.Ports[2].Groups);
    }
}
