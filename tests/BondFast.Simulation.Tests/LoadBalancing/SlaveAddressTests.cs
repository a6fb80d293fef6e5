using BondFast.Bonding;
using BondFast.Simulation.Tests.Network;
using BondFast.Wire;

namespace BondFast.Simulation.Tests.LoadBalancing;

/// <summary>Who carries which MAC: linux-bonding 8.4; HOWTO, mode balance-alb, prerequisite 2. Steps and addresses are those of the driver's recording.</summary>
public class SlaveAddressTests
{
    private static readonly MacAddress UserMac = new(0x0211_2233_4455);

    [Theory]
    [InlineData(BondMode.BalanceTlb)]
    [InlineData(BondMode.BalanceAlb)]
    public void Addresses_go_as_the_driver_was_seen_to_let_them_go(BondMode mode)
    {
        // Recording "MAC addresses of bond0 and the slaves": bond, eth0, eth1, eth2; active in front.
        var bond = new BalancedBond(mode, ports: 0);
        SimulatedPort[] ports = [.. Enumerable.Range(0, 3).Select(_ => bond.Host.AddPort())];
        bond.Switch.Attach(bond.Host, ports);
        Assert.Equal(MacAddress.Zero, bond.Bond.Mac);
        Step("eth0 00 00 01 02", () => bond.Host.Enslave(ports[0]));
        Step("eth0 00 00 01 02", () => bond.Host.Enslave(ports[1]));
        Step("eth0 00 00 01 02", () => bond.Host.Enslave(ports[2]));
        Step("eth1 00 01 00 02", () => ports[0].Carrier = false);
        Step("eth1 00 01 00 02", () => ports[0].Carrier = true);
        Step("eth0 00 00 01 02", () => ports[1].Carrier = false);
        Step("eth0 00 00 01 02", () => ports[1].Carrier = true);
        Step("eth0 00 00 01 02", () => bond.Host.Release(ports[1]));
        Step("eth2 00 00 01 00", () => bond.Host.Release(ports[0]));
        Step("eth2 00 02 01 00", () => bond.Host.Enslave(ports[0]));
        Assert.Contains(bond.Host.Effects.Events, happening => happening.Kind == "address-borrowed" && happening.Text.Contains("the one of eth2", StringComparison.Ordinal));
        Step("eth2 55 02 01 55", () => Assert.Null(bond.Bond.SetMac(UserMac, bond.Net.Now)));
        bond.Host.Release(ports[2]);
        bond.Host.Release(ports[0]);
        Assert.All(ports, port => Assert.Equal(port.FactoryMac, port.Mac));
        Assert.Equal(MacAddress.Zero, bond.Bond.Mac);

        void Step(string expected, Action step)
        {
            step();
            bond.Net.Run(500);
            string Address(SimulatedPort port) => $"{(bond.Host.Holds(port) ? bond.Host[port].CurrentMac : port.Mac).Value & 0xff:x2}";
            Assert.Equal(expected, $"{bond.Bond.Active} {bond.Bond.Mac.Value & 0xff:x2} {string.Join(' ', ports.Select(Address))}");
        }
    }

    [Fact]
    public void In_alb_the_ports_really_have_their_slaves_addresses()
    {
        var bond = new BalancedBond(BondMode.BalanceAlb);
        Assert.Equal(bond.SlaveMacs, bond.PortMacs);
        bond.Port(0).Carrier = false;
        bond.Net.Run(200);
        Assert.Equal(bond.SlaveMacs, bond.PortMacs);
        Assert.Equal([BalancedBond.Mac(1), BalancedBond.Mac(0), BalancedBond.Mac(2)], bond.PortMacs);
    }

    [Fact]
    public void In_tlb_every_port_has_the_bonds_address_and_a_failover_changes_none()
    {
        var bond = new BalancedBond(BondMode.BalanceTlb);
        Assert.All(bond.PortMacs, mac => Assert.Equal(BalancedBond.Mac(0), mac));
        bond.Host.Effects.Journal.Clear();
        bond.Port(0).Carrier = false;
        bond.Net.Run(200);
        Assert.Equal([BalancedBond.Mac(1), BalancedBond.Mac(0), BalancedBond.Mac(2)], bond.SlaveMacs);
        Assert.DoesNotContain(bond.Host.Effects.Journal, entry => entry.StartsWith("mac ", StringComparison.Ordinal));
    }

    [Fact]
    public void In_tlb_a_new_bond_address_goes_to_every_port_and_only_the_active_slave_shows_it()
    {
        var bond = new BalancedBond(BondMode.BalanceTlb);
        Assert.Null(bond.Bond.SetMac(UserMac, bond.Net.Now));
        Assert.All(bond.PortMacs, mac => Assert.Equal(UserMac, mac));
        Assert.Equal([UserMac, BalancedBond.Mac(1), BalancedBond.Mac(2)], bond.SlaveMacs);
    }

    [Fact]
    public void In_alb_a_new_bond_address_goes_to_the_active_slave_alone_and_is_taught()
    {
        var bond = new BalancedBond(BondMode.BalanceAlb);
        bond.ClearCaptures();
        Assert.Null(bond.Bond.SetMac(UserMac, bond.Net.Now));
        Assert.Equal([UserMac, BalancedBond.Mac(1), BalancedBond.Mac(2)], bond.PortMacs);
        Assert.Contains(bond.SentLearning, frame => frame.Port == "eth0" && frame.Ethernet.Source == UserMac);
        // Peers still send to the old address: the active slave answers for it meanwhile.
        Assert.Contains(BalancedBond.Mac(0), bond.Host.Plan.Aliases);
        Assert.True(bond.Port(0).Promiscuous);
    }

    [Theory]
    [InlineData(BondMode.BalanceTlb)]
    [InlineData(BondMode.BalanceAlb)]
    public void When_a_slave_has_the_new_bond_address_already_it_swaps_with_the_active_one(BondMode mode)
    {
        var bond = new BalancedBond(mode);
        bond.ClearCaptures();
        Assert.Null(bond.Bond.SetMac(BalancedBond.Mac(2), bond.Net.Now));
        Assert.Equal([BalancedBond.Mac(2), BalancedBond.Mac(1), BalancedBond.Mac(0)], bond.SlaveMacs);
        Assert.Equal(["eth0 2", "eth2 0"], bond.SentLearning.Select(frame => $"{frame.Port} {frame.Ethernet.Source.Value & 0xff}"));
    }

    [Theory]
    [InlineData(BondMode.BalanceTlb, 1)]
    [InlineData(BondMode.BalanceAlb, 0)]
    public void A_bond_address_that_a_port_refuses_leaves_everything_as_it_was(BondMode mode, int refusing)
    {
        var bond = new BalancedBond(mode);
        MacAddress[] ports = bond.PortMacs, slaves = bond.SlaveMacs;
        bond.Port(refusing).RefusesMac = true;
        string? refusal = bond.Bond.SetMac(UserMac, bond.Net.Now);
        Assert.Contains($"slave eth{refusing} does not take the address {UserMac}", refusal, StringComparison.Ordinal);
        Assert.Equal(ports, bond.PortMacs);
        Assert.Equal(slaves, bond.SlaveMacs);
        Assert.Equal(BalancedBond.Mac(0), bond.Bond.Mac);
    }

    [Fact]
    public void A_swap_for_a_new_bond_address_that_fails_half_way_is_undone()
    {
        var bond = new BalancedBond(BondMode.BalanceAlb);
        bond.Port(2).RefusesMac = true;
        string? refusal = bond.Bond.SetMac(BalancedBond.Mac(2), bond.Net.Now);
        Assert.Contains("slave eth2 has the address", refusal, StringComparison.Ordinal);
        Assert.Equal([BalancedBond.Mac(0), BalancedBond.Mac(1), BalancedBond.Mac(2)], bond.PortMacs);
    }

    [Fact]
    public void Alb_refuses_a_port_that_cannot_change_its_address_while_it_runs()
    {
        var bond = new BalancedBond(BondMode.BalanceAlb, ports: 2);
        SimulatedPort port = bond.Host.AddPort();
        bond.Host.Effects.MacChangeRefusedWhileRunning = true;
        string? refusal = bond.Host.TryEnslave(port);
        Assert.Contains("cannot change the address while the port runs, which balance-alb needs", refusal, StringComparison.Ordinal);
        Assert.Equal(2, bond.Bond.Slaves.Count);
        Assert.False(port.Running);
        Assert.Equal(port.FactoryMac, port.Mac);
    }

    [Fact]
    public void Tlb_takes_a_port_that_cannot_change_its_address_while_it_runs()
    {
        var bond = new BalancedBond(BondMode.BalanceTlb, ports: 2);
        bond.Host.Effects.MacChangeRefusedWhileRunning = true;
        SimulatedPort port = bond.Host.AddPort();
        bond.Host.Enslave(port);
        bond.Port(0).Carrier = false;
        bond.Net.Run(200);
        Assert.Same(bond.Slave(1), bond.Bond.Active);
        Assert.Equal(BalancedBond.Mac(0), bond.Slave(1).CurrentMac);
        bond.Host.Release(port);
        Assert.Equal(port.FactoryMac, port.Mac);
    }

    [Theory]
    [InlineData(BondMode.BalanceTlb)]
    [InlineData(BondMode.BalanceAlb)]
    public void A_port_with_the_address_of_another_is_refused_when_nobody_has_one_to_spare(BondMode mode)
    {
        var bond = new BalancedBond(mode, ports: 2);
        SimulatedPort twin = bond.Host.AddPort();
        twin.Mac = BalancedBond.Mac(1);
        string? refusal = bond.Host.TryEnslave(twin);
        Assert.Contains($"its address {BalancedBond.Mac(1)} is used by slave eth1, and no slave has an address to spare", refusal, StringComparison.Ordinal);
        Assert.Equal(BalancedBond.Mac(1), twin.Mac);
        Assert.Equal(2, bond.Bond.Slaves.Count);
    }

    [Fact]
    public void The_first_slave_keeps_its_own_address_when_the_user_gave_the_bond_one_and_becomes_active_with_the_bonds()
    {
        var bond = new BalancedBond(BondMode.BalanceAlb, ports: 0);
        Assert.Null(bond.Bond.SetMac(UserMac, bond.Net.Now));
        SimulatedPort eth0 = bond.Host.AddPort(), eth1 = bond.Host.AddPort();
        eth0.Carrier = false;
        bond.Host.Enslave(eth0);
        Assert.Equal(eth0.FactoryMac, eth0.Mac);
        bond.Host.Enslave(eth1);
        Assert.Equal([eth0.FactoryMac, UserMac], bond.PortMacs);
        bond.Host.Release(eth1);
        bond.Host.Release(eth0);
        Assert.Equal([eth0.FactoryMac, eth1.FactoryMac], bond.PortMacs);
    }

    [Fact]
    public void The_released_slaves_address_comes_home_from_the_slave_that_carries_it()
    {
        var bond = new BalancedBond(BondMode.BalanceAlb);
        bond.Port(0).Carrier = false;
        bond.Net.Run(200);
        bond.Port(0).Carrier = true;
        bond.Net.Run(200);
        // eth0 has :01, eth1 is active with :00. eth1 leaves: :01 is its own.
        SimulatedPort eth0 = bond.Port(0), eth1 = bond.Port(1);
        bond.Host.Release(eth1);
        Assert.Equal(BalancedBond.Mac(1), eth1.Mac);
        Assert.Equal(BalancedBond.Mac(0), eth0.Mac);
        Assert.Same(bond.Host[eth0], bond.Bond.Active);
    }

    [Fact]
    public void Nothing_is_done_to_a_port_that_vanished_and_the_next_slave_takes_the_bonds_address()
    {
        var bond = new BalancedBond(BondMode.BalanceAlb);
        SimulatedPort eth0 = bond.Port(0);
        eth0.Calls.Clear();
        bond.Host.Release(eth0, vanished: true);
        Assert.Empty(eth0.Calls);
        Assert.Same(bond.Slave(1), bond.Bond.Active);
        Assert.Equal(BalancedBond.Mac(0), bond.Port(1).Mac);
        bond.Host.Release(bond.Port(1));
        bond.Host.Release(bond.Port(2));
        Assert.Equal([BalancedBond.Mac(1), BalancedBond.Mac(2)], [bond.Port(1).Mac, bond.Port(2).Mac]);
    }

    [Fact]
    public void A_refused_exchange_is_reported_and_the_active_slave_has_the_bonds_address_all_the_same()
    {
        var bond = new BalancedBond(BondMode.BalanceAlb);
        bond.Port(0).RefusesMac = true;
        bond.Port(0).Carrier = false;
        bond.Net.Run(200);
        Assert.Equal(BalancedBond.Mac(0), bond.Port(1).Mac);
        BondEvent happening = Assert.Single(bond.Host.Effects.Events, happening => happening.Kind == "address-refused");
        Assert.Equal((EventLevel.Error, "eth0"), (happening.Level, happening.Slave));
    }

    [Fact]
    public void Failback_to_the_primary_brings_both_addresses_back()
    {
        // DPDK's net_bonding leaves both ports with the wrong address here, and both promiscuous (dpdk 3.5, item 14).
        foreach (BondMode mode in new[] { BondMode.BalanceTlb, BondMode.BalanceAlb })
        {
            var bond = new BalancedBond(mode, options: new BondOptions { Miimon = 100, Primary = "eth0" });
            MacAddress[] ports = bond.PortMacs, slaves = bond.SlaveMacs;
            bond.Bond.SetFilters(promiscuous: true, allMulticast: false, [], bond.Net.Now);
            bond.Port(0).Carrier = false;
            bond.Net.Run(200);
            Assert.Same(bond.Slave(1), bond.Bond.Active);
            bond.Port(0).Carrier = true;
            bond.Net.Run(200);
            Assert.Same(bond.Slave(0), bond.Bond.Active);
            Assert.Equal(ports, bond.PortMacs);
            Assert.Equal(slaves, bond.SlaveMacs);
            Assert.Equal([true, false, false], bond.Host.Ports.Select(port => port.Promiscuous));
        }
    }
}
