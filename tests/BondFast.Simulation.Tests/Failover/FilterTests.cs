using BondFast.Bonding;
using BondFast.Simulation.Tests.Network;
using BondFast.Wire;

namespace BondFast.Simulation.Tests.Failover;

/// <summary>Promiscuous mode, all-multicast and multicast lists: HOWTO 10, linux-bonding 6.</summary>
public class FilterTests
{
    private static readonly MacAddress Group = new(0x0100_5e01_0203);

    private static Scenario With(BondMode mode) => new(new BondOptions { Mode = mode, Miimon = 100 }, ports: 3);

    private static void Want(Scenario s, bool on) => s.Bond.SetFilters(on, on, on ? [Group] : [], s.Net.Now);

    private static void AssertHears(SimulatedPort port, bool hears)
    {
        Assert.Equal(hears, port.Promiscuous);
        Assert.Equal(hears, port.AllMulticast);
        Assert.Equal(hears, port.Groups.Contains(Group));
    }

    // HOWTO 10: propagated to all slaves
    [Theory]
    [InlineData(BondMode.BalanceRoundRobin)]
    [InlineData(BondMode.BalanceXor)]
    [InlineData(BondMode.Broadcast)]
    public void In_load_balancing_modes_every_slave_gets_the_uplinks_filters(BondMode mode)
    {
        Scenario s = With(mode);
        Want(s, true);
        Assert.All(s.Ports, port => AssertHears(port, true));
        s.Host.Enslave(s.Host.AddPort());
        AssertHears(s.Ports[3], true);
        s.Host.Release(s.Ports[3]);
        AssertHears(s.Ports[3], false);
        Want(s, false);
        Assert.All(s.Ports, port => AssertHears(port, false));
    }

    // HOWTO 10: only to the active slave, and to the new one when it changes
    [Theory]
    [InlineData(BondMode.ActiveBackup)]
    [InlineData(BondMode.BalanceTlb)]
    public void In_modes_with_an_active_slave_the_filters_move_with_it(BondMode mode)
    {
        Scenario s = With(mode);
        Want(s, true);
        AssertHears(s.Ports[0], true);
        AssertHears(s.Ports[1], false);
        s.Carrier(0, false);
        AssertHears(s.Ports[0], false);
        AssertHears(s.Ports[1], true);
        AssertHears(s.Ports[2], false);
        s.Host.Release(s.Ports[1]);
        AssertHears(s.Ports[1], false);
        AssertHears(s.Ports[2], true);
    }

    // linux-bonding 6 step 2, 9: lists are on the slaves only while the bond is up
    [Fact]
    public void Multicast_lists_are_taken_off_when_the_bond_is_closed()
    {
        Scenario s = With(BondMode.BalanceXor);
        Want(s, true);
        s.Bond.Close(s.Net.Now);
        Assert.All(s.Ports, port => Assert.Empty(port.Groups));
        s.Bond.Open(s.Net.Now);
        Assert.All(s.Ports, port => Assert.Contains(Group, port.Groups));
    }

    [Fact]
    public void A_port_that_need_not_change_is_not_touched()
    {
        Scenario s = With(BondMode.ActiveBackup);
        Want(s, true);
        s.Ports[0].Calls.Clear();
        s.Ports[2].Calls.Clear();
        Want(s, true);
        s.Carrier(1, false);
        Assert.Empty(s.Ports[0].Calls);
        Assert.Empty(s.Ports[2].Calls);
    }

    [Fact]
    public void A_refused_filter_is_reported_and_tried_again_at_the_next_change()
    {
        Scenario s = With(BondMode.ActiveBackup);
        s.Ports[0].RefusesFilters = true;
        Want(s, true);
        Assert.NotEmpty(s.Texts("filter-failed"));
        Assert.False(s.Ports[0].Promiscuous);
        s.Ports[0].RefusesFilters = false;
        Want(s, true);
        AssertHears(s.Ports[0], true);
    }
}
