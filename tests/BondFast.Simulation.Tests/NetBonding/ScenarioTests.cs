using BondFast.Bonding;
using BondFast.Simulation.Tests.Network;
using BondFast.Wire;

namespace BondFast.Simulation.Tests.NetBonding;

/// <summary>
/// The scenarios of DPDK's own bonding tests (link_bonding_autotest) that are about slaves, links and addresses. Which stands where:
/// tests/NET_BONDING_CHECKLIST.md.
/// </summary>
public class ScenarioTests
{
    public static TheoryData<BondMode> Modes => new(BondMode.BalanceRoundRobin, BondMode.ActiveBackup, BondMode.BalanceXor, BondMode.Broadcast, BondMode.BalanceTlb, BondMode.BalanceAlb);

    [Theory]
    [MemberData(nameof(Modes))]
    public void Six_slaves_come_and_go_in_turn_and_each_gets_its_own_address_back(BondMode mode)
    {
        var s = new Scenario(new BondOptions { Mode = mode, Miimon = 100 }, ports: 0);
        for (int i = 0; i < 6; i++)
        {
            s.Host.Enslave(s.Host.AddPort());
            Assert.Equal(i + 1, s.Bond.Slaves.Count);
        }
        for (int i = 0; i < 6; i++)
        {
            s.Host.Release(s.Ports[i]);
            Assert.Equal(5 - i, s.Bond.Slaves.Count);
            Assert.Equal(s.Ports[i].FactoryMac, s.Ports[i].Mac);
        }
        Assert.Empty(s.Plan.Usable);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void A_new_bond_has_no_slaves_and_one_that_is_closed_uses_none(BondMode mode)
    {
        var s = new Scenario(new BondOptions { Mode = mode, Miimon = 100 }, ports: 0, open: false);
        Assert.Empty(s.Bond.Slaves);
        s.Host.Enslave(s.Host.AddPort());
        Assert.Single(s.Bond.Slaves);
        Assert.Empty(s.Plan.Usable);
        s.Bond.Open(s.Net.Now);
        Assert.Equal([0], s.Usable);
        Assert.True(s.Bond.CarrierUp);
        s.Bond.Close(s.Net.Now);
        Assert.False(s.Bond.CarrierUp);
        Assert.Empty(s.Plan.Usable);
        Assert.Single(s.Bond.Slaves);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void The_carrier_changes_with_the_last_link_down_and_the_first_one_up_and_not_in_between(BondMode mode)
    {
        var s = new Scenario(new BondOptions { Mode = mode, Miimon = 100 }, ports: 4);
        for (int i = 0; i < 3; i++) s.Carrier(i, false);
        Assert.Equal([true], s.Host.Effects.CarrierChanges);
        s.Carrier(3, false);
        Assert.Equal([true, false], s.Host.Effects.CarrierChanges);
        s.Carrier(1, true);
        s.Net.Run(1000);
        s.Carrier(2, true);
        Assert.Equal([true, false, true], s.Host.Effects.CarrierChanges);
    }

    [Fact]
    public void A_slave_that_is_added_to_a_running_bond_takes_part_at_once()
    {
        var s = new Scenario(new BondOptions { Mode = BondMode.BalanceXor, Miimon = 100 }, ports: 2);
        s.Net.Run(1000);
        s.Host.Enslave(s.Host.AddPort());
        Assert.Equal([0, 1, 2], s.Usable);
    }

    [Fact]
    public void Each_of_four_slaves_can_be_the_primary_and_becomes_active()
    {
        var s = new Scenario(new BondOptions { Mode = BondMode.ActiveBackup, Miimon = 100 }, ports: 4);
        foreach (int primary in new[] { 1, 2, 3, 0 })
        {
            s.Host.Set("primary", $"eth{primary}");
            Assert.Equal($"eth{primary}", s.Bond.Get("primary"));
            Assert.Equal(primary, s.Active);
        }
    }

    [Fact]
    public void Failover_with_four_slaves_of_which_two_flap_goes_by_order_of_enslavement()
    {
        // DPDK lists slaves in order of coming up and would take slave 2 here.
        var s = new Scenario(new BondOptions { Mode = BondMode.ActiveBackup, Miimon = 100, Primary = "eth0" }, ports: 4);
        foreach (int flapping in new[] { 1, 3 })
        {
            s.Carrier(flapping, false);
            s.Carrier(flapping, true);
        }
        s.Carrier(0, false);
        Assert.Equal(1, s.Active);
        Assert.Equal([1], s.Usable);
        Assert.Equal(ReceiveRule.All, s.Receives(1));
        Assert.All(new[] { 0, 2, 3 }, other => Assert.Equal(ReceiveRule.Suppress, s.Receives(other)));
    }

    [Theory]
    [InlineData(BondMode.ActiveBackup)]
    [InlineData(BondMode.BalanceTlb)]
    [InlineData(BondMode.BalanceAlb)]
    public void Failback_to_the_primary_restores_addresses_and_promiscuous_mode(BondMode mode)
    {
        // Defect 14 of net_bonding: after failback to a primary both ports have the wrong address and both are promiscuous.
        var bondMac = new MacAddress(0x0200_0000_0050);
        var s = new Scenario(new BondOptions { Mode = mode, Miimon = 100, Primary = "eth0" }, ports: 0);
        Assert.Null(s.Bond.SetMac(bondMac, s.Net.Now));
        s.Host.Enslave(s.Host.AddPort());
        s.Host.Enslave(s.Host.AddPort());
        s.Bond.SetFilters(promiscuous: true, allMulticast: false, [], s.Net.Now);
        MacAddress[] before = [.. s.Ports.Select(port => port.Mac)];
        Assert.Equal(bondMac, before[0]);
        s.Carrier(0, false);
        Assert.Equal(bondMac, s.Ports[1].Mac);
        Assert.Equal([false, true], s.Ports.Select(port => port.Promiscuous));
        s.Carrier(0, true);
        Assert.Equal(0, s.Active);
        Assert.Equal(before, s.Ports.Select(port => port.Mac));
        Assert.Equal([true, false], s.Ports.Select(port => port.Promiscuous));
    }

    [Fact]
    public void A_port_that_cannot_be_readied_is_refused_and_the_bond_goes_on()
    {
        // Defect 12 of net_bonding: what goes wrong when a slave comes ends the process.
        var s = new Scenario(new BondOptions { Mode = BondMode.BalanceXor, Miimon = 100 }, ports: 2);
        SimulatedPort port = s.Host.AddPort();
        port.RefusesStart = true;
        Assert.Contains("its port does not start", s.Host.TryEnslave(port), StringComparison.Ordinal);
        Assert.Equal([0, 1], s.Usable);
    }
}
