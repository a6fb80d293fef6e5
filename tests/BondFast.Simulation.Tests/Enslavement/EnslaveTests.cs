using BondFast.Bonding;
using BondFast.Simulation.Tests.Network;
using BondFast.Wire;

namespace BondFast.Simulation.Tests.Enslavement;

/// <summary>Slaves come: linux-bonding 9, HOWTO 2 and 6. Every refusal leaves port and bond as they were.</summary>
public class EnslaveTests
{
    private static Scenario With(BondMode mode = BondMode.ActiveBackup, int ports = 1, int miimon = 100) =>
        new(new BondOptions { Mode = mode, Miimon = miimon }, ports);

    // linux-bonding 9, order: bond MAC from the first slave, then MTU, MAC, open, link state
    [Fact]
    public void A_slave_gets_mtu_and_address_before_its_port_is_started()
    {
        Scenario s = With(BondMode.BalanceXor);
        s.Host.AddPort().Mtu = 9000;
        s.Host.Enslave(s.Ports[1]);
        Assert.Equal(["mtu eth1 1500", $"mac eth1 {s.Bond.Mac}", "start eth1"], s.Ports[1].Calls);
        Assert.Equal(s.Ports[1].FactoryMac, s[1].PermanentMac);
        Assert.Equal(9000, s[1].OriginalMtu);
    }

    // HOWTO 6: all zero until the first slave, then that slave's; kept when it leaves
    [Fact]
    public void The_bonds_address_is_zero_then_the_first_slaves_and_stays_when_that_one_leaves()
    {
        Scenario s = With(ports: 0);
        Assert.True(s.Bond.Mac.IsZero);
        s.Host.Enslave(s.Host.AddPort());
        s.Host.Enslave(s.Host.AddPort());
        MacAddress first = s.Ports[0].FactoryMac;
        Assert.Equal(first, s.Host.Effects.BondMac);
        s.Host.Release(s.Ports[0]);
        Assert.Equal(first, s.Bond.Mac);
        Assert.Single(s.Texts("mac-in-use"));
        s.Host.Release(s.Ports[1]);
        Assert.True(s.Host.Effects.BondMac.IsZero);
        s.Host.Enslave(s.Ports[1]);
        Assert.Equal(s.Ports[1].FactoryMac, s.Bond.Mac);
    }

    // linux-bonding 9: only while never set by the user
    [Fact]
    public void An_address_set_before_is_kept_and_given_to_the_first_slave()
    {
        Scenario s = With(ports: 0);
        var own = new MacAddress(0x0211_2233_4455);
        Assert.Null(s.Bond.SetMac(own, s.Net.Now));
        s.Host.Enslave(s.Host.AddPort());
        Assert.Equal(own, s.Bond.Mac);
        Assert.Equal(own, s.Ports[0].Mac);
        s.Host.Release(s.Ports[0]);
        Assert.Equal(s.Ports[0].FactoryMac, s.Ports[0].Mac);
    }

    // linux-bonding 9, role at enslave
    [Theory]
    [InlineData(BondMode.BalanceRoundRobin, false, false)]
    [InlineData(BondMode.ActiveBackup, true, true)]
    [InlineData(BondMode.BalanceXor, false, false)]
    [InlineData(BondMode.Broadcast, false, false)]
    [InlineData(BondMode.BalanceTlb, false, true)]
    [InlineData(BondMode.BalanceAlb, false, true)]
    public void A_second_slave_starts_in_its_modes_role(BondMode mode, bool backup, bool inactive)
    {
        Scenario s = With(mode, ports: 2);
        Assert.Equal((backup, inactive), (s[1].Backup, s[1].Inactive));
    }

    // linux-bonding 9, initial link state
    [Theory]
    [InlineData(100, 0, 0, true, SlaveLink.Up)]
    [InlineData(100, 0, 500, true, SlaveLink.Back)]
    [InlineData(100, 0, 0, false, SlaveLink.Down)]
    [InlineData(0, 100, 0, true, SlaveLink.Up)]
    [InlineData(0, 100, 0, false, SlaveLink.Down)]
    [InlineData(0, 0, 0, false, SlaveLink.Up)]
    public void The_first_link_state_depends_on_the_monitor(int miimon, int arp, int updelay, bool carrier, SlaveLink link)
    {
        var s = new Scenario(new BondOptions { Mode = BondMode.BalanceXor, Miimon = miimon, ArpInterval = arp, ArpIpTarget = [new Ipv4Address(1)], Updelay = updelay }, ports: 0, open: false);
        s.Host.AddPort().Carrier = carrier;
        s.Host.Enslave(s.Ports[0]);
        Assert.Equal(link, s[0].Link);
        Assert.Equal(0u, s[0].LinkFailureCount);
    }

    [Fact]
    public void A_slave_of_the_bond_is_refused()
    {
        Scenario s = With();
        AssertRefused(s, Request(s.Host.AddPort()) with { Name = "eth0" }, "it is a slave of bond0 already");
    }

    [Fact]
    public void A_slave_of_another_bond_is_refused()
    {
        Scenario s = With();
        AssertRefused(s, Request(s.Host.AddPort()) with { Master = "bond7" }, "it is a slave of bond7; release it there first");
    }

    // linux-bonding 9: bond to itself
    [Fact]
    public void A_bond_cannot_enslave_itself()
    {
        Scenario s = With();
        AssertRefused(s, Request(s.Host.AddPort()) with { Name = "bond0" }, "a bond cannot be its own slave");
    }

    [Fact]
    public void Slots_are_unique_and_in_range()
    {
        Scenario s = With();
        AssertRefused(s, Request(s.Host.AddPort()) with { Slot = 0 }, "its slot 0 is taken by eth0");
        AssertRefused(s, Request(s.Ports[1]) with { Slot = 32 }, "its slot 32 is outside 0 .. 31");
        AssertRefused(s, Request(s.Ports[1]) with { Slot = -1 }, "its slot -1 is outside 0 .. 31");
    }

    [Fact]
    public void Thirty_two_slaves_are_the_most()
    {
        Scenario s = With(ports: 32);
        AssertRefused(s, Request(s.Host.AddPort()) with { Slot = 31 }, "bond0 has 32 slaves, the most there can be");
    }

    [Fact]
    public void An_address_that_is_no_stations_is_refused()
    {
        Scenario s = With();
        AssertRefused(s, Request(s.Host.AddPort()) with { Mac = MacAddress.Zero }, "its address 00:00:00:00:00:00 is not a station's address");
        AssertRefused(s, Request(s.Ports[1]) with { Mac = MacAddress.SlowProtocols }, "its address 01:80:c2:00:00:02 is not a station's address");
    }

    // linux-bonding 1.2: queue_id is unique in the bond
    [Fact]
    public void A_queue_id_that_another_slave_has_is_refused()
    {
        Scenario s = With(ports: 0);
        s.Host.Enslave(s.Host.AddPort(), new SlaveOptions { QueueId = 2 });
        AssertRefused(s, Request(s.Host.AddPort()) with { Options = new SlaveOptions { QueueId = 2 } }, "its queue_id 2 is that of eth0");
    }

    // linux-bonding 9: MTU cannot be set, MAC cannot be set, open fails: each rolls back
    [Fact]
    public void A_port_that_refuses_the_mtu_is_refused()
    {
        Scenario s = With();
        SimulatedPort port = s.Host.AddPort();
        (port.Mtu, port.RefusesMtu) = (9000, true);
        AssertRefused(s, Request(port), "its MTU cannot be set to 1500, the MTU of bond0");
    }

    [Fact]
    public void A_port_that_refuses_the_address_is_refused_and_gets_its_mtu_back()
    {
        Scenario s = With(BondMode.BalanceXor);
        SimulatedPort port = s.Host.AddPort();
        (port.Mtu, port.RefusesMac) = (9000, true);
        AssertRefused(s, Request(port), $"its address cannot be set to {s.Bond.Mac}, the address of bond0");
        Assert.Equal(9000, port.Mtu);
    }

    [Fact]
    public void A_port_whose_address_is_fixed_is_refused_in_modes_that_share_one()
    {
        Scenario s = With(BondMode.BalanceXor);
        AssertRefused(s, Request(s.Host.AddPort()) with { CanSetMac = false }, $"its address cannot be changed to {s.Bond.Mac}, the address of bond0");
    }

    // HOWTO 15, question 8: with fixed addresses the bond's is that of the slave
    [Fact]
    public void A_first_slave_with_a_fixed_address_gives_it_to_the_bond()
    {
        Scenario s = With(BondMode.BalanceXor, ports: 0);
        s.Host.AddPort().CanSetMac = false;
        s.Host.Enslave(s.Ports[0]);
        Assert.Equal(s.Ports[0].FactoryMac, s.Bond.Mac);
    }

    [Fact]
    public void A_port_that_does_not_start_is_refused_and_gets_everything_back()
    {
        Scenario s = With(BondMode.BalanceXor);
        SimulatedPort port = s.Host.AddPort();
        (port.Mtu, port.RefusesStart) = (9000, true);
        AssertRefused(s, Request(port), "its port does not start");
        Assert.Equal((9000, port.FactoryMac), (port.Mtu, port.Mac));
    }

    // linux-bonding 9: when it would have been the first slave the bond loses the address again
    [Fact]
    public void A_refused_first_slave_leaves_the_bond_without_an_address()
    {
        Scenario s = With(ports: 0);
        s.Host.AddPort().RefusesStart = true;
        AssertRefused(s, Request(s.Ports[0]), "its port does not start");
        Assert.True(s.Host.Effects.BondMac.IsZero);
    }

    [Fact]
    public void A_refused_first_slave_does_not_change_fail_over_mac()
    {
        Scenario s = With(ports: 0);
        s.Host.AddPort().RefusesStart = true;
        AssertRefused(s, Request(s.Ports[0]) with { CanSetMac = false }, "its port does not start");
        Assert.Equal(FailOverMac.None, s.Bond.Options.FailOverMac);
    }

    // linux-bonding 4: a slave of unknown speed is taken in but stays down in the modes that need the speed
    [Fact]
    public void A_slave_of_unknown_speed_stays_down_in_balance_tlb()
    {
        Scenario s = With(BondMode.BalanceTlb);
        s.Host.AddPort().SpeedMbps = 0;
        s.Host.Enslave(s.Ports[1]);
        s.Net.Run(1_000);
        Assert.Equal(SlaveLink.Down, s[1].Link);
        Assert.Equal("bond0: eth1 has a link but its speed or duplex is unknown; balance-tlb cannot use it until the driver reports them", Assert.Single(s.Texts("speed-unknown")));
        s.Ports[1].SpeedMbps = 1000;
        s.Net.Run(100);
        Assert.Equal(SlaveLink.Up, s[1].Link);
    }

    private static SlaveRequest Request(SimulatedPort port) =>
        new(port.Name, port.Slot, port.Mac, port.Mtu, LinkStatus.Up(1000), new SlaveOptions());

    private static void AssertRefused(Scenario s, SlaveRequest request, string reason)
    {
        BondOptions options = s.Bond.Options;
        MacAddress mac = s.Bond.Mac;
        int slaves = s.Bond.Slaves.Count, plans = s.Host.Effects.Plans.Count;
        SimulatedPort? port = s.Ports.FirstOrDefault(port => port.Slot == request.Slot);
        bool wasRunning = port?.Running ?? false;
        string? refusal = s.Bond.Enslave(request, s.Net.Now, out Slave? slave);
        Assert.Equal($"bond0: {request.Name} was not enslaved: {reason}", refusal);
        Assert.Null(slave);
        Assert.Equal((options, mac, slaves, plans), (s.Bond.Options, s.Bond.Mac, s.Bond.Slaves.Count, s.Host.Effects.Plans.Count));
        Assert.Equal(wasRunning, port?.Running ?? false);
        Assert.Equal(refusal, s.Texts("enslave-refused")[^1]);
    }
}
