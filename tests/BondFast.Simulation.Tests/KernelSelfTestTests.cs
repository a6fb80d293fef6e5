using BondFast.Bonding;
using BondFast.Simulation.Tests.Network;
using BondFast.Wire;

namespace BondFast.Simulation.Tests;

/// <summary>Scenarios of the kernel's bonding self-tests that stand nowhere else. The whole list: tests/KERNEL_SELFTESTS.md.</summary>
public class KernelSelfTestTests
{
    [Fact]
    public void A_bond_that_changes_from_active_backup_to_round_robin_with_the_arp_monitor_works()
    {
        // bond-arp-interval-causes-panic.sh
        var net = new SimulatedNetwork();
        SimulatedHost host = net.AddHost(new BondOptions { Mode = BondMode.ActiveBackup, Miimon = 100 });
        var network = new SimulatedSwitch(net);
        SimulatedPort eth0 = host.AddPort(), eth1 = host.AddPort();
        network.Attach(host, eth0, eth1);
        host.Enslave(eth0);
        host.Enslave(eth1);
        host.Bond.Open(net.Now);
        host.SetAddresses("10.0.0.2/24");
        net.Run(500);
        host.Release(eth0);
        host.Release(eth1);
        host.Bond.Close(net.Now);
        host.Set("mode", "balance-rr");
        host.Set("arp_interval", "1000");
        host.Set("arp_ip_target", "+10.0.0.1");
        network.AddStation("10.0.0.1");
        host.Enslave(eth1);
        host.Bond.Open(net.Now);
        net.Run(5000);
        Assert.Equal(SlaveLink.Up, host[eth1].Link);
        Assert.Equal((BondMode.BalanceRoundRobin, 1), (host.Plan.Mode, host.Plan.PacketsPerSlave));
        Assert.Equal([0], host.Plan.Usable.ToArray());
    }

    [Theory]
    [InlineData(BondMode.ActiveBackup)]
    [InlineData(BondMode.BalanceTlb)]
    [InlineData(BondMode.BalanceAlb)]
    public void What_is_sent_to_a_station_above_the_uplink_is_delivered_while_the_uplink_is_promiscuous(BondMode mode)
    {
        // bond_macvlan_ipvlan.sh: a macvlan in bridge mode has an address of its own and makes the device below promiscuous.
        var s = new Scenario(new BondOptions { Mode = mode, Miimon = 100 });
        var above = new MacAddress(0x0200_0000_00aa);
        byte[] frame = new byte[60];
        EthernetWriter.Write(frame, above, new MacAddress(0x0200_0000_00bb), [], EtherType.Ipv4);
        foreach (int active in new[] { 0, 1 })
        {
            if (active == 1) s.Carrier(0, false);
            s.Bond.SetFilters(promiscuous: true, allMulticast: false, [], s.Net.Now);
            s.Host.Delivered.Clear();
            s.Host.Arrive(s.Ports[active], frame);
            Assert.Equal(above, Assert.Single(s.Host.Delivered).Ethernet.Destination);
        }
    }

    [Fact]
    public void In_802_3ad_slaves_hear_the_slow_protocols_group_while_the_bond_is_open()
    {
        // dev_addr_lists.sh
        var s = new Scenario(new BondOptions { Mode = BondMode.Ieee8023ad, Miimon = 100 }, open: false);
        Assert.All(s.Ports, port => Assert.DoesNotContain(MacAddress.SlowProtocols, port.Groups));
        s.Bond.Open(s.Net.Now);
        Assert.All(s.Ports, port => Assert.Contains(MacAddress.SlowProtocols, port.Groups));
        SimulatedPort late = s.Host.AddPort();
        s.Host.Enslave(late);
        Assert.Contains(MacAddress.SlowProtocols, late.Groups);
        s.Host.Release(late);
        Assert.Empty(late.Groups);
        s.Bond.Close(s.Net.Now);
        Assert.All(s.Ports, port => Assert.DoesNotContain(MacAddress.SlowProtocols, port.Groups));
    }
}
