using BondFast.Bonding;
using BondFast.Simulation.Tests.Network;
using BondFast.Wire;

namespace BondFast.Simulation.Tests.Forwarding;

/// <summary>What the workers are told: linux-bonding 2.7, 3.1 to 3.4, HOWTO modes and 13.2.</summary>
public class PlanTests
{
    private static Scenario With(BondMode mode, int ports = 3, bool allSlavesActive = false) =>
        new(new BondOptions { Mode = mode, Miimon = 100, AllSlavesActive = allSlavesActive }, ports);

    // linux-bonding 2.7: all slaves that can transmit, in order of enslavement
    [Theory]
    [InlineData(BondMode.BalanceRoundRobin)]
    [InlineData(BondMode.BalanceXor)]
    [InlineData(BondMode.Broadcast)]
    public void Every_usable_slave_takes_part_in_order_of_enslavement(BondMode mode)
    {
        Scenario s = With(mode);
        Assert.Equal([0, 1, 2], s.Usable);
        s.Host.Release(s.Ports[0]);
        Assert.Equal([1, 2], s.Usable);
        s.Host.Enslave(s.Ports[0]);
        Assert.Equal([1, 2, 0], s.Usable);
        s.Carrier(2, false);
        Assert.Equal([1, 0], s.Usable);
    }

    // linux-bonding 3.1: transmit looks at the carrier itself: no frame is sent into a dead link while the monitor has not looked yet
    [Theory]
    [InlineData(BondMode.BalanceRoundRobin)]
    [InlineData(BondMode.BalanceXor)]
    [InlineData(BondMode.Broadcast)]
    public void A_reported_loss_of_carrier_takes_the_slave_out_before_the_next_tick(BondMode mode)
    {
        Scenario s = With(mode);
        s.Net.Run(10);
        s.Ports[1].Carrier = false;
        s.Net.Run(1);
        Assert.Equal(SlaveLink.Up, s[1].Link);
        Assert.Equal([0, 2], s.Usable);
    }

    // linux-bonding 3.1, active-backup: the current active slave, without a look at its link
    [Fact]
    public void Active_backup_uses_the_active_slave_alone()
    {
        Scenario s = With(BondMode.ActiveBackup);
        Assert.Equal([0], s.Usable);
        Assert.Equal(0, s.Plan.Active);
        s.Net.Run(10);
        s.Ports[0].Carrier = false;
        s.Net.Run(1);
        Assert.Equal([0], s.Usable);
        s.Net.Run(100);
        Assert.Equal([1], s.Usable);
    }

    // linux-bonding 3.1, balance-rr: IGMP goes to the active slave, or to the first that can transmit
    [Fact]
    public void Round_robin_keeps_one_slave_for_igmp()
    {
        Scenario s = With(BondMode.BalanceRoundRobin);
        Assert.Equal(0, s.Plan.Active);
        s.Net.Run(10);
        s.Ports[0].Carrier = false;
        s.Net.Run(1);
        Assert.Equal(1, s.Plan.Active);
        s.Carrier(0, true);
        Assert.Equal(0, s.Plan.Active);
        s.Carrier(0, false);
        s.Carrier(0, true);
        Assert.Equal(1, s.Plan.Active);
        foreach (SimulatedPort port in s.Ports) port.Carrier = false;
        s.Net.Run(200);
        Assert.Equal(-1, s.Plan.Active);
    }

    // linux-bonding 3.1: packets_per_slave is the workers' business, the plan carries it
    [Fact]
    public void Packets_per_slave_reaches_the_workers_at_once()
    {
        Scenario s = With(BondMode.BalanceRoundRobin);
        s.Host.Set("packets_per_slave", "4");
        Assert.Equal(4, s.Plan.PacketsPerSlave);
        s.Host.Set("packets_per_slave", "0");
        Assert.Equal(0, s.Plan.PacketsPerSlave);
    }

    // linux-bonding 3.3 row 0, 2, 3: never inactive, also not with a dead link
    [Theory]
    [InlineData(BondMode.BalanceRoundRobin)]
    [InlineData(BondMode.BalanceXor)]
    [InlineData(BondMode.Broadcast)]
    public void Load_balancing_modes_receive_on_every_slave(BondMode mode)
    {
        Scenario s = With(mode);
        s.Carrier(1, false);
        Assert.All(s.Plan.Slaves, slave => Assert.Equal(ReceiveRule.All, slave.Receive));
    }

    // linux-bonding 3.3 row 1, HOWTO 13.2: duplicates are suppressed on all but the active slave
    [Fact]
    public void Active_backup_receives_on_the_active_slave_alone()
    {
        Scenario s = With(BondMode.ActiveBackup);
        Assert.Equal([ReceiveRule.All, ReceiveRule.Suppress, ReceiveRule.Suppress], [s.Receives(0), s.Receives(1), s.Receives(2)]);
        s.Carrier(0, false);
        Assert.Equal([ReceiveRule.Suppress, ReceiveRule.All, ReceiveRule.Suppress], [s.Receives(0), s.Receives(1), s.Receives(2)]);
    }

    // linux-bonding 3.3 rows 5 and 6
    [Theory]
    [InlineData(BondMode.BalanceTlb, ReceiveRule.Suppress)]
    [InlineData(BondMode.BalanceAlb, ReceiveRule.UnicastOnly)]
    public void Adaptive_modes_receive_on_backups_by_their_own_rule(BondMode mode, ReceiveRule others)
    {
        Scenario s = With(mode);
        Assert.Equal([ReceiveRule.All, others, others], [s.Receives(0), s.Receives(1), s.Receives(2)]);
    }

    // linux-bonding 3.3: all_slaves_active delivers duplicates; 1.4: a change acts on every backup at once
    [Fact]
    public void All_slaves_active_lets_every_slave_receive()
    {
        Scenario s = With(BondMode.ActiveBackup, allSlavesActive: true);
        Assert.All(s.Plan.Slaves, slave => Assert.Equal(ReceiveRule.All, slave.Receive));
        s.Host.Set("all_slaves_active", "0");
        Assert.Equal([ReceiveRule.All, ReceiveRule.Suppress, ReceiveRule.Suppress], [s.Receives(0), s.Receives(1), s.Receives(2)]);
        s.Host.Set("all_slaves_active", "1");
        Assert.All(s.Plan.Slaves, slave => Assert.Equal(ReceiveRule.All, slave.Receive));
        s.Carrier(0, false);
        Assert.All(s.Plan.Slaves, slave => Assert.Equal(ReceiveRule.All, slave.Receive));
    }

    // linux-bonding 3.1: queue_id steering goes to a slave that is running, has carrier and is UP
    [Fact]
    public void The_plan_says_queue_ids_and_which_slaves_they_may_use()
    {
        Scenario s = With(BondMode.ActiveBackup);
        s.Host.Set("queue_id", "eth2:3");
        Assert.Equal([0, 0, 3], s.Plan.Slaves.Select(slave => slave.QueueId));
        Assert.Equal([true, true, true], s.Plan.Slaves.Select(slave => slave.Up));
        s.Carrier(2, false);
        Assert.Equal([true, true, false], s.Plan.Slaves.Select(slave => slave.Up));
    }

    // linux-bonding 3.4: carrier while one slave is exactly UP
    [Theory]
    [InlineData(BondMode.BalanceRoundRobin)]
    [InlineData(BondMode.ActiveBackup)]
    [InlineData(BondMode.BalanceXor)]
    [InlineData(BondMode.Broadcast)]
    [InlineData(BondMode.BalanceTlb)]
    public void The_bond_has_carrier_while_one_slave_is_up(BondMode mode)
    {
        var s = new Scenario(new BondOptions { Mode = mode, Miimon = 100 }, ports: 0);
        Assert.False(s.Bond.CarrierUp);
        s.Host.Enslave(s.Host.AddPort());
        s.Host.Enslave(s.Host.AddPort());
        Assert.True(s.Host.Effects.BondCarrier);
        s.Carrier(0, false);
        Assert.True(s.Host.Effects.BondCarrier);
        s.Carrier(1, false);
        Assert.False(s.Host.Effects.BondCarrier);
        s.Carrier(0, true);
        Assert.True(s.Host.Effects.BondCarrier);
        s.Host.Release(s.Ports[0]);
        s.Host.Release(s.Ports[1]);
        Assert.False(s.Host.Effects.BondCarrier);
    }

    // linux-bonding 9 with the recordings: min_links plays no part outside 802.3ad
    [Fact]
    public void Min_links_does_not_matter_in_balance_xor()
    {
        Scenario s = With(BondMode.BalanceXor);
        s.Host.Set("min_links", "8");
        Assert.True(s.Bond.CarrierUp);
    }

    [Fact]
    public void A_closed_bond_forwards_nothing()
    {
        Scenario s = With(BondMode.BalanceXor);
        s.Bond.Close(s.Net.Now);
        Assert.Empty(s.Plan.Usable);
        Assert.Equal(-1, s.Plan.Active);
        Assert.All(s.Plan.Slaves, slave => Assert.Equal((ReceiveRule.Suppress, false), (slave.Receive, slave.Up)));
        Assert.False(s.Host.Effects.BondCarrier);
        Assert.Equal(3, s.Bond.Slaves.Count);
        s.Bond.Open(s.Net.Now);
        Assert.Equal([0, 1, 2], s.Usable);
        Assert.True(s.Host.Effects.BondCarrier);
    }

    [Fact]
    public void A_plan_is_published_only_when_it_differs_and_once_for_each_call()
    {
        Scenario s = With(BondMode.ActiveBackup);
        int before = s.Host.Effects.Plans.Count;
        s.Net.Run(10_000);
        Assert.Equal(before, s.Host.Effects.Plans.Count);
        s.Ports[0].Carrier = s.Ports[1].Carrier = false;
        s.Net.Run(10);
        long tick = s.Bond.NextDeadline;
        int waiting = s.Host.Effects.Plans.Count;
        s.Bond.Advance(tick);
        Assert.Equal(waiting + 1, s.Host.Effects.Plans.Count);
    }

    [Theory]
    [InlineData(BondMode.BalanceXor, XmitHashPolicy.Layer34)]
    public void A_new_hash_policy_reaches_the_workers_at_once(BondMode mode, XmitHashPolicy policy)
    {
        Scenario s = With(mode);
        s.Host.Set("xmit_hash_policy", "layer3+4");
        Assert.Equal(policy, s.Plan.Policy);
    }

    // HOWTO 7.1, linux-bonding 5.2: what the monitor needs to see depends on what it validates
    [Theory]
    [InlineData(ArpValidate.None, true, false, FrameTaps.None)]
    [InlineData(ArpValidate.Active, true, false, FrameTaps.ReceivedArp | FrameTaps.ReceivedNeighbourDiscovery)]
    [InlineData(ArpValidate.Backup, true, false, FrameTaps.ReceivedArp | FrameTaps.ReceivedNeighbourDiscovery)]
    [InlineData(ArpValidate.All, false, false, FrameTaps.ReceivedArp | FrameTaps.ReceivedNeighbourDiscovery)]
    [InlineData(ArpValidate.Filter, false, true, FrameTaps.ReceivedArp)]
    [InlineData(ArpValidate.FilterActive, false, true, FrameTaps.ReceivedArp | FrameTaps.ReceivedNeighbourDiscovery)]
    [InlineData(ArpValidate.FilterBackup, false, true, FrameTaps.ReceivedArp | FrameTaps.ReceivedNeighbourDiscovery)]
    public void Taps_and_stamps_follow_arp_validate(ArpValidate validate, bool stamps, bool ipv6, FrameTaps taps)
    {
        var s = new Scenario(new BondOptions
        {
            Mode = BondMode.ActiveBackup,
            ArpInterval = 100,
            ArpIpTarget = [new Ipv4Address(0x0a000001)],
            NsIp6Target = [new Ipv6Address(1)],
            ArpValidate = validate,
        });
        const FrameTaps Received = FrameTaps.ReceivedArp | FrameTaps.ReceivedNeighbourDiscovery;
        Assert.Equal((stamps, ipv6), (s.Plan.StampReceive, s.Plan.StampIpv6));
        Assert.Equal(taps, s.Plan.Taps & Received);
        s.Host.Set("arp_interval", "0");
        Assert.False(s.Plan.StampReceive || s.Plan.StampIpv6);
        Assert.Equal(FrameTaps.None, s.Plan.Taps & Received);
    }
}
