using BondFast.Bonding;
using BondFast.Bonding.Lacp;
using BondFast.Simulation.Tests.Network;
using BondFast.Wire;

namespace BondFast.Simulation.Tests.Lacp;

/// <summary>Mode 802.3ad as a whole: two bonds, cabled port to port.</summary>
public class Ieee8023adModeTests
{
    private readonly SimulatedNetwork _net = new();
    private readonly List<Cable> _cables = [];

    private static BondOptions Fast => new() { Mode = BondMode.Ieee8023ad, Miimon = 100, LacpRate = LacpRate.Fast };

    private (SimulatedHost Left, SimulatedHost Right) TwoBonds(int slaves = 2, BondOptions? left = null, BondOptions? right = null)
    {
        SimulatedHost a = _net.AddHost(left ?? Fast), b = _net.AddHost(right ?? Fast);
        for (int i = 0; i < slaves; i++)
        {
            SimulatedPort pa = a.AddPort(), pb = b.AddPort();
            _cables.Add(_net.Connect(a, pa, b, pb));
            a.Enslave(pa);
            b.Enslave(pb);
        }
        a.Bond.Open(_net.Now);
        b.Bond.Open(_net.Now);
        return (a, b);
    }

    private static int[] Usable(SimulatedHost host) => [.. host.Plan.Usable];

    [Fact]
    public void Two_bonds_agree_after_the_aggregate_wait_and_carry_traffic_on_all_links()
    {
        (SimulatedHost left, SimulatedHost right) = TwoBonds(3);
        _net.Run(2100);
        foreach (SimulatedHost host in new[] { left, right })
        {
            Assert.Equal([0, 1, 2], Usable(host));
            Assert.All(host.Plan.Slaves, slave => Assert.Equal(ReceiveRule.All, slave.Receive));
            Assert.True(host.Bond.CarrierUp);
            Assert.Equal(3, host.Bond.Lacp!.Snapshot(_net.Now).Active!.DistributingPorts);
        }
    }

    [Fact]
    public void Before_that_nothing_is_sent_and_nothing_taken()
    {
        (SimulatedHost left, _) = TwoBonds();
        _net.Run(1900);
        Assert.Empty(left.Plan.Usable);
        Assert.All(left.Plan.Slaves, slave => Assert.Equal(ReceiveRule.Suppress, slave.Receive));
    }

    [Fact]
    public void Slaves_hear_the_slow_protocols_address_and_send_with_their_own()
    {
        (SimulatedHost left, _) = TwoBonds();
        _net.Run(3000);
        foreach (SimulatedPort port in left.Ports)
        {
            Assert.Contains(MacAddress.SlowProtocols, port.Groups);
            Assert.All(port.Sent, frame => Assert.Equal(port.FactoryMac, frame.Ethernet.Source));
        }
        Assert.Equal(left.Ports[0].FactoryMac, left.Bond.Lacp!.System);
    }

    [Fact]
    public void A_pulled_cable_takes_its_link_out_and_a_plugged_one_brings_it_back_without_a_wait()
    {
        (SimulatedHost left, SimulatedHost right) = TwoBonds();
        _net.Run(5000);
        _cables[0].Plugged = false;
        _net.Run(101);
        Assert.Equal([1], Usable(left));
        Assert.Equal([1], Usable(right));
        Assert.Equal(ReceiveRule.Suppress, left.Plan.Slaves[0].Receive);
        _net.Run(5000);
        _cables[0].Plugged = true;
        _net.Run(1500);
        Assert.Equal([0, 1], Usable(left));
        Assert.Equal([0, 1], Usable(right));
    }

    [Fact]
    public void While_downdelay_runs_nothing_is_sent_on_the_dead_link_and_LACP_is_not_disturbed()
    {
        (SimulatedHost left, SimulatedHost right) = TwoBonds(left: Fast with { Downdelay = 1000 }, right: Fast with { Downdelay = 1000 });
        _net.Run(5000);
        _cables[0].Plugged = false;
        _net.Run(300);
        Assert.Equal([1], Usable(left));
        Assert.Equal(ReceiveState.Current, left.Bond.Lacp!.Ports[0].ReceiveState);
        _cables[0].Plugged = true;
        _net.Run(200);
        Assert.Equal([0, 1], Usable(left));
        Assert.Equal([0, 1], Usable(right));
    }

    [Fact]
    public void A_released_slave_is_out_of_the_plan_before_it_says_goodbye_and_the_partner_follows_at_once()
    {
        (SimulatedHost left, SimulatedHost right) = TwoBonds();
        _net.Run(5000);
        left.Effects.Journal.Clear();
        var usableAtGoodbye = new List<int>();
        left.Effects.Sending = (_, _) => usableAtGoodbye.Add(left.Plan.Usable.Length);
        left.Release(left.Ports[0]);
        Assert.Equal(["publish", "send eth0"], left.Effects.Journal.Take(2));
        Assert.Equal([1], usableAtGoodbye);
        Assert.True(LacpduView.TryParse(left.Ports[0].Sent[^1].Bytes, out LacpduView goodbye));
        Assert.Equal(LacpState.None, goodbye.Actor.State & (LacpState.Synchronization | LacpState.Collecting | LacpState.Distributing));
        _net.Run(1);
        Assert.Equal([1], Usable(right));
    }

    [Fact]
    public void The_system_id_outlives_the_slave_it_came_from()
    {
        (SimulatedHost left, SimulatedHost right) = TwoBonds();
        _net.Run(5000);
        MacAddress system = left.Bond.Lacp!.System;
        left.Release(left.Ports[0]);
        _net.Run(5000);
        Assert.Equal(system, left.Bond.Lacp.System);
        Assert.Equal(system, right.Bond.Lacp!.Ports[1].Partner.System);
        Assert.Equal([1], Usable(right));
    }

    [Fact]
    public void Closing_says_goodbye_on_every_slave_after_the_workers_have_stopped()
    {
        (SimulatedHost left, SimulatedHost right) = TwoBonds();
        _net.Run(5000);
        left.Effects.Journal.Clear();
        left.Bond.Close(_net.Now);
        List<string> journal = left.Effects.Journal;
        Assert.True(journal.IndexOf("publish") < journal.IndexOf("send eth0"));
        Assert.Contains("send eth1", journal);
        Assert.Empty(left.Plan.Usable);
        Assert.False(left.Bond.CarrierUp);
        _net.Run(1);
        Assert.Empty(right.Plan.Usable);
        left.Bond.Open(_net.Now);
        _net.Run(8000);
        Assert.Equal([0, 1], Usable(left));
        Assert.Equal([0, 1], Usable(right));
    }

    [Fact]
    public void A_partner_that_leaves_Sync_is_sent_nothing_more_from_the_moment_its_PDU_is_handed_in()
    {
        (SimulatedHost left, _) = TwoBonds();
        _net.Run(5000);
        Slave slave = left[left.Ports[0]];
        LacpPort port = left.Bond.LacpPortOf(slave)!;
        byte[] pdu = new byte[SlowProtocol.FrameLength];
        LacpduWriter.Write(pdu, new MacAddress(2), port.Partner with { State = port.Partner.State & ~LacpState.Synchronization }, port.Actor);
        left.Bond.Receive(slave, pdu, _net.Now);
        Assert.Equal([1], Usable(left));
        Assert.Equal([1], (int[])[.. left.Effects.Plans[^1].Usable]);
    }

    [Fact]
    public void Without_any_partner_one_slave_carries_traffic()
    {
        SimulatedHost host = _net.AddHost(Fast);
        for (int i = 0; i < 2; i++) host.Enslave(host.AddPort());
        host.Bond.Open(_net.Now);
        _net.Run(10_000);
        Assert.Equal([0], Usable(host));
        Assert.Equal([ReceiveRule.All, ReceiveRule.Suppress], host.Plan.Slaves.Select(slave => slave.Receive));
        host.Set("lacp_strict", "on");
        Assert.Empty(host.Plan.Usable);
        Assert.False(host.Bond.CarrierUp);
    }

    [Fact]
    public void Options_change_while_the_bond_runs()
    {
        (SimulatedHost left, SimulatedHost right) = TwoBonds();
        _net.Run(5000);
        int plans = left.Effects.Plans.Count;
        left.Set("lacp_rate", "slow");
        left.Set("lacp_active", "off");
        left.Set("coupled_control", "off");
        left.Set("ad_select", "count");
        _net.Run(3000);
        Assert.Equal(plans, left.Effects.Plans.Count);
        left.Set("actor_port_prio", "eth0:10");
        _net.Run(5000);
        Assert.Equal([0, 1], Usable(left));
        Assert.Equal([0, 1], Usable(right));
        LacpPortInfo heard = right.Bond.Lacp!.Ports[0].Partner;
        Assert.Equal(10, heard.PortPriority);
        Assert.Equal(LacpState.None, heard.State & (LacpState.Activity | LacpState.Timeout));
        left.Set("broadcast_neighbor", "on");
        Assert.True(left.Plan.BroadcastNeighbor);
        left.Set("min_links", "3");
        Assert.False(left.Bond.CarrierUp);
        left.Set("min_links", "0");
        left.Set("ad_user_port_key", "5");
        left.Set("ad_actor_sys_prio", "1000");
        left.Set("ad_actor_system", "02:00:00:00:00:77");
        Assert.Empty(left.Plan.Usable);
        _net.Run(40_000);
        Assert.Equal([0, 1], Usable(left));
        LacpPortInfo partner = right.Bond.Lacp.Ports[1].Partner;
        Assert.Equal((1000, new MacAddress(0x0200_0000_0077), 5 << 6 | 9), (partner.SystemPriority, partner.System, partner.Key));
    }

    [Fact]
    public void Slaves_of_different_speed_form_different_groups_and_the_faster_one_is_used()
    {
        (SimulatedHost left, SimulatedHost right) = TwoBonds(3);
        left.Ports[2].SpeedMbps = right.Ports[2].SpeedMbps = 10_000;
        _net.Run(10_000);
        Assert.Equal([2], Usable(left));
        Assert.Equal([2], Usable(right));
    }

    [Fact]
    public void A_slave_of_unknown_speed_is_not_used()
    {
        (SimulatedHost left, _) = TwoBonds();
        _net.Run(5000);
        left.Ports[0].SpeedMbps = 0;
        _net.Run(300);
        Assert.Equal([1], Usable(left));
        left.Ports[0].SpeedMbps = 1000;
        _net.Run(3000);
        Assert.Equal([0, 1], Usable(left));
    }

    [Fact]
    public void A_control_core_that_stands_still_for_five_seconds_does_not_drop_its_partner()
    {
        (SimulatedHost left, SimulatedHost right) = TwoBonds(left: Fast with { LacpRate = LacpRate.Slow });
        right.Set("lacp_rate", "slow");
        _net.Run(5000);
        int plans = left.Effects.Plans.Count;
        left.Stalled = true;
        _net.Run(5000);
        left.Stalled = false;
        _net.Run(3000);
        Assert.Equal(plans, left.Effects.Plans.Count);
        Assert.Equal([0, 1], Usable(left));
    }

    [Fact]
    public void With_broadcast_neighbor_peers_are_told_when_a_link_joins()
    {
        (SimulatedHost left, _) = TwoBonds(left: Fast with { BroadcastNeighbor = true });
        left.SetAddresses("10.0.0.2/24");
        _net.Run(3000);
        Assert.Contains(left.Ports[0].Sent, frame => frame.IsArp);
        Assert.Contains(left.Ports[1].Sent, frame => frame.IsArp);
    }

    [Fact]
    public void A_slave_that_vanishes_is_left_alone()
    {
        (SimulatedHost left, SimulatedHost right) = TwoBonds();
        _net.Run(5000);
        int sent = left.Ports[0].Sent.Count;
        left.Release(left.Ports[0], vanished: true);
        Assert.Equal(sent, left.Ports[0].Sent.Count);
        Assert.Equal([0], Usable(left));
        _net.Run(7000);
        Assert.Equal([1], Usable(right));
    }
}
