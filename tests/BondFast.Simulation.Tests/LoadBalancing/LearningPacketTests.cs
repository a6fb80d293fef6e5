using BondFast.Bonding;
using BondFast.Simulation.Tests.Network;
using BondFast.Wire;

namespace BondFast.Simulation.Tests.LoadBalancing;

/// <summary>linux-bonding 8.2; HOWTO, option lp_interval, and section 6 for the tags. The expected frames are the real driver's.</summary>
public class LearningPacketTests
{
    [Theory]
    [InlineData(BondMode.BalanceTlb)]
    [InlineData(BondMode.BalanceAlb)]
    public void Every_slave_teaches_its_own_address_each_lp_interval_untagged_and_in_every_vlan(BondMode mode)
    {
        var bond = new BalancedBond(mode);
        bond.Host.SetAddresses("10.77.0.2/24", "10.78.0.2/24@100");
        bond.ClearCaptures();
        bond.Net.Run(4000);
        Assert.Equal(24, bond.SentLearning.Count);
        for (int i = 0; i < 3; i++)
        {
            List<CapturedFrame> own = [.. bond.SentLearning.Where(frame => frame.Port == $"eth{i}")];
            Assert.All(own, frame => Assert.Equal(BalancedBond.Mac(i), frame.Ethernet.Source));
            Assert.Equal(4, own.Count(frame => frame.VlanId is null));
            Assert.Equal(4, own.Count(frame => frame.VlanId == 100));
        }
    }

    [Fact]
    public void The_frame_is_that_of_the_driver_byte_for_byte()
    {
        var bond = new BalancedBond(BondMode.BalanceTlb);
        bond.Net.Run(1000);
        string expected = "525400f10000525400f100009000" + new string('0', 92);
        Assert.Equal(expected, Convert.ToHexString(bond.SentLearning[0].Bytes), ignoreCase: true);
    }

    [Fact]
    public void A_tagged_frame_is_four_bytes_longer_and_has_priority_0()
    {
        var bond = new BalancedBond(BondMode.BalanceTlb, ports: 1);
        bond.Host.SetAddresses("10.78.0.2/24@100");
        bond.Net.Run(1000);
        CapturedFrame tagged = Assert.Single(bond.SentLearning, frame => frame.VlanId is not null);
        Assert.Equal(64, tagged.Bytes.Length);
        Assert.Equal(new VlanTag(0x8100, 100), tagged.Ethernet.Tag(0));
    }

    [Fact]
    public void A_vlan_in_a_vlan_gets_both_tags()
    {
        var bond = new BalancedBond(BondMode.BalanceAlb, ports: 1);
        bond.Host.SetAddresses("10.78.0.2/24@7.100");
        bond.Net.Run(1000);
        CapturedFrame tagged = Assert.Single(bond.SentLearning, frame => frame.VlanId is not null);
        Assert.Equal([7, 100], new[] { tagged.Ethernet.Tag(0).VlanId, tagged.Ethernet.Tag(1).VlanId });
    }

    [Fact]
    public void Two_addresses_in_one_vlan_are_one_vlan()
    {
        var bond = new BalancedBond(BondMode.BalanceTlb, ports: 1);
        bond.Host.SetAddresses("10.78.0.2/24@100", "10.78.0.3/24@100");
        bond.Net.Run(1000);
        Assert.Equal(2, bond.SentLearning.Count);
    }

    [Fact]
    public void A_vlan_device_with_an_address_of_its_own_is_taught_on_the_active_slave_alone()
    {
        var bond = new BalancedBond(BondMode.BalanceAlb);
        var own = new MacAddress(0x0200_0000_0042);
        bond.Bond.SetAddresses([new BondAddress([VlanTag.Customer(100)], BalancedBond.Ip("10.78.0.2"), null, 24, own)], bond.Net.Now);
        bond.Net.Run(1000);
        CapturedFrame tagged = Assert.Single(bond.SentLearning, frame => frame.VlanId == 100);
        Assert.Equal(("eth0", own), (tagged.Port, tagged.Ethernet.Source));
    }

    [Fact]
    public void A_longer_lp_interval_takes_effect_at_once()
    {
        var bond = new BalancedBond(BondMode.BalanceTlb, ports: 1);
        bond.Host.Set("lp_interval", "3");
        bond.Net.Run(2999);
        Assert.Empty(bond.SentLearning);
        bond.Net.Run(1);
        Assert.Single(bond.SentLearning);
    }

    [Fact]
    public void A_slave_without_link_is_not_sent_on()
    {
        var bond = new BalancedBond(BondMode.BalanceTlb);
        bond.Port(2).Carrier = false;
        bond.Net.Run(200);
        bond.ClearCaptures();
        bond.Net.Run(3000);
        Assert.Empty(bond.Port(2).Sent);
        Assert.Equal(6, bond.SentLearning.Count);
    }

    [Theory]
    [InlineData(BondMode.BalanceTlb, 0)]
    [InlineData(BondMode.BalanceAlb, 3)]
    public void Without_dynamic_balancing_only_alb_teaches(BondMode mode, int expected)
    {
        var bond = new BalancedBond(mode, options: new BondOptions { Miimon = 100, TlbDynamicLb = false });
        bond.Net.Run(1000);
        Assert.Equal(expected, bond.SentLearning.Count);
    }

    [Fact]
    public void A_closed_bond_teaches_nothing()
    {
        var bond = new BalancedBond(BondMode.BalanceAlb);
        bond.Bond.Close(bond.Net.Now);
        bond.Net.Run(3000);
        Assert.Empty(bond.SentLearning);
    }

    [Fact]
    public void Tlb_failover_teaches_the_bonds_address_on_the_new_active_slave_at_once()
    {
        // Recording "balance-tlb: learning packets": at once kt1 with f1:00, untagged and VLAN 100; later f1:00 and f1:02.
        var bond = new BalancedBond(BondMode.BalanceTlb);
        bond.Host.SetAddresses("10.77.0.2/24", "10.78.0.2/24@100");
        bond.Net.Run(1050);
        bond.ClearCaptures();
        bond.Port(0).Carrier = false;
        bond.Net.Run(100);
        Assert.Equal([("eth1", 0, (int?)null), ("eth1", 0, 100)], bond.SentLearning.Select(Describe));
        bond.ClearCaptures();
        bond.Net.Run(900);
        Assert.Equal([("eth1", 0, (int?)null), ("eth1", 0, 100), ("eth2", 2, null), ("eth2", 2, 100)], bond.SentLearning.Select(Describe));
    }

    [Fact]
    public void Alb_failover_also_teaches_the_lost_address_on_the_new_active_slave()
    {
        // Recording "balance-alb: learning packets": at once kt1 with f1:00, then kt1 with f1:01 (now that of the dead slave).
        var bond = new BalancedBond(BondMode.BalanceAlb);
        bond.Host.SetAddresses("10.77.0.2/24", "10.78.0.2/24@100");
        bond.Net.Run(1050);
        bond.ClearCaptures();
        bond.Port(0).Carrier = false;
        bond.Net.Run(100);
        Assert.Equal([("eth1", 0, (int?)null), ("eth1", 0, 100), ("eth1", 1, null), ("eth1", 1, 100)], bond.SentLearning.Select(Describe));
        Assert.True(bond.Port(1).Promiscuous);
    }

    [Theory]
    [InlineData(BondMode.BalanceTlb, new[] { "eth0 1", "eth1 0" })]
    [InlineData(BondMode.BalanceAlb, new[] { "eth0 1", "eth1 0", "eth1 2" })]
    public void A_lost_slave_that_is_not_active_is_taught_in_alb_only(BondMode mode, string[] expected)
    {
        // Recording: "then eth0 back, and a slave that is not active (eth2) loses carrier", active eth1.
        var bond = new BalancedBond(mode);
        bond.Port(0).Carrier = false;
        bond.Net.Run(500);
        bond.Port(0).Carrier = true;
        bond.Net.Run(500);
        Assert.Same(bond.Slave(1), bond.Bond.Active);
        bond.ClearCaptures();
        bond.Port(2).Carrier = false;
        bond.Net.Run(1000);
        Assert.Equal(expected, bond.SentLearning.Select(frame => $"{frame.Port} {frame.Ethernet.Source.Value & 0xff}").Distinct().Order());
    }

    private static (string Port, int Mac, int? Vlan) Describe(CapturedFrame frame) => (frame.Port, (int)(frame.Ethernet.Source.Value & 0xff), frame.VlanId);
}
