using BondFast.Bonding;
using BondFast.Simulation.Tests.Network;
using BondFast.Wire;

namespace BondFast.Simulation.Tests.Options;

/// <summary>What a running bond does when an option changes: HOWTO 3.4, linux-bonding 1.4. Which changes are allowed is tested with the rules.</summary>
public class RuntimeChangeTests
{
    private static Scenario With(BondMode mode = BondMode.ActiveBackup, int ports = 2, bool open = true) => new(new BondOptions { Mode = mode, Miimon = 100 }, ports, open);

    [Fact]
    public void A_refused_change_leaves_everything_as_it_was()
    {
        Scenario s = With();
        BondOptions before = s.Bond.Options;
        int plans = s.Host.Effects.Plans.Count;
        foreach ((string option, string value) in ((string, string)[])[("mode", "balance-rr"), ("lacp_rate", "fast"), ("miimon", "-1"), ("fail_over_mac", "active"), ("nonsense", "1"), ("active_slave", "eth7"), ("queue_id", "eth0:99")])
        {
            OptionOutcome outcome = s.Bond.Set(option, value, s.Net.Now);
            Assert.False(outcome.Succeeded, option);
            Assert.NotNull(outcome.Message);
        }
        Assert.Equal((before, plans), (s.Bond.Options, s.Host.Effects.Plans.Count));
    }

    // linux-bonding 1.4, mode: bond down and without slaves
    [Theory]
    [InlineData("balance-rr", BondMode.BalanceRoundRobin)]
    [InlineData("balance-xor", BondMode.BalanceXor)]
    [InlineData("broadcast", BondMode.Broadcast)]
    [InlineData("802.3ad", BondMode.Ieee8023ad)]
    [InlineData("balance-tlb", BondMode.BalanceTlb)]
    [InlineData("balance-alb", BondMode.BalanceAlb)]
    public void The_mode_of_a_closed_bond_without_slaves_can_be_changed(string word, BondMode mode)
    {
        Scenario s = With(ports: 0, open: false);
        s.Host.Set("mode", word);
        s.Host.Enslave(s.Host.AddPort());
        s.Bond.Open(s.Net.Now);
        s.Net.Run(10_000);
        Assert.Equal(mode, s.Plan.Mode);
        Assert.Equal([0], s.Usable);
    }

    // linux-bonding 1.4, min_links: carrier re-evaluated at once
    [Fact]
    public void Min_links_changes_the_carrier_of_8023ad_at_once()
    {
        Scenario s = With(BondMode.Ieee8023ad);
        s.Net.Run(20_000);
        Assert.True(s.Bond.CarrierUp);
        s.Host.Set("min_links", "2");
        Assert.False(s.Host.Effects.BondCarrier);
        s.Host.Set("min_links", "0");
        Assert.True(s.Host.Effects.BondCarrier);
    }

    // HOWTO 3.4, slaves: only who holds the ports can do it
    [Fact]
    public void Slaves_by_sign_are_handed_to_who_holds_the_ports()
    {
        Scenario s = With();
        Assert.Equal(new OptionAction.Enslave("eth9"), s.Bond.Set("slaves", "+eth9", s.Net.Now).Action);
        Assert.Equal(new OptionAction.Release("eth1"), s.Bond.Set("slaves", "-eth1", s.Net.Now).Action);
        Assert.Equal(2, s.Bond.Slaves.Count);
        Assert.Equal("eth0 eth1", s.Bond.Get("slaves"));
        s.Bond.PortExists = name => name == "eth9";
        Assert.Equal(OptionError.NoSuchDevice, s.Bond.Set("slaves", "+eth8", s.Net.Now).Error);
    }

    [Fact]
    public void Values_read_as_the_driver_prints_them()
    {
        Scenario s = With();
        Assert.Equal("active-backup 1", s.Bond.Get("mode"));
        Assert.Equal("100", s.Bond.Get("miimon"));
        Assert.Equal("eth0", s.Bond.Get("active_slave"));
        Assert.Equal("eth0:0 eth1:0", s.Bond.Get("queue_id"));
        Assert.Null(s.Bond.Get("nonsense"));
    }

    // linux-bonding 1.4, updelay: in use from the next recovery on
    [Fact]
    public void A_new_updelay_counts_from_the_next_recovery()
    {
        Scenario s = With();
        s.Carrier(1, false);
        s.Host.Set("updelay", "500");
        s.Carrier(1, true);
        Assert.Equal(SlaveLink.Back, s[1].Link);
        s.Net.Run(500);
        Assert.Equal(SlaveLink.Up, s[1].Link);
    }

    [Fact]
    public void Resend_igmp_0_stops_tapping_reports()
    {
        Scenario s = With();
        Assert.True(s.Plan.Taps.HasFlag(FrameTaps.SentMembership));
        s.Host.Set("resend_igmp", "0");
        Assert.False(s.Plan.Taps.HasFlag(FrameTaps.SentMembership));
    }

    [Fact]
    public void A_change_while_the_bond_is_closed_is_in_force_when_it_opens()
    {
        Scenario s = With(open: false);
        s.Host.Set("miimon", "50");
        Assert.Equal(long.MaxValue, s.Bond.NextDeadline);
        s.Bond.Open(s.Net.Now);
        s.Bond.Advance(s.Net.Now);
        Assert.Equal(s.Net.Now + 50 * SimulatedNetwork.Millisecond, s.Bond.NextDeadline);
    }

    // HOWTO arp_interval, miimon: several bonds, each with its own options
    [Fact]
    public void Two_bonds_do_not_know_of_each_other()
    {
        var net = new SimulatedNetwork();
        SimulatedHost one = net.AddHost(new BondOptions { Mode = BondMode.ActiveBackup, Miimon = 100 }), two = net.AddHost(new BondOptions { Mode = BondMode.BalanceXor, ArpInterval = 50, ArpIpTarget = [new Ipv4Address(0x0a00_0001)] });
        one.Enslave(one.AddPort());
        two.Enslave(two.AddPort());
        one.Bond.Open(net.Now);
        two.Bond.Open(net.Now);
        one.Set("miimon", "200");
        net.Run(1_000);
        Assert.Empty(one.Ports[0].Sent);
        Assert.NotEmpty(two.Ports[0].Sent);
        Assert.Equal(50, two.Bond.Options.ArpInterval);
    }
}
