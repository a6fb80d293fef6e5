using BondFast.Bonding;
using BondFast.Simulation.Tests.Network;
using BondFast.Wire;

namespace BondFast.Simulation.Tests.LoadBalancing;

/// <summary>Receive balancing by ARP: linux-bonding 8.3; HOWTO, mode balance-alb. Frames as the driver was recorded to send them.</summary>
public class ReceiveBalancingTests
{
    private readonly BalancedBond _bond = new(BondMode.BalanceAlb);

    public ReceiveBalancingTests() => _bond.Net.Run(500);

    [Fact]
    public void Replies_name_the_slaves_in_turn_and_leave_on_them()
    {
        // Recording "nine clients ask for 10.77.0.2": 100 kt0, 101 kt1, 102 kt2, 103 kt0 ...
        for (int peer = 0; peer < 9; peer++)
        {
            CapturedFrame reply = _bond.ReplyTo(peer)!;
            MacAddress expected = BalancedBond.Mac(peer % 3);
            Assert.Equal($"eth{peer % 3}", reply.Port);
            Assert.Equal((expected, BalancedBond.PeerMac(peer)), (reply.Ethernet.Source, reply.Ethernet.Destination));
            Assert.Equal((expected, BalancedBond.ServerIp), (reply.Arp.SenderMac, reply.Arp.SenderIp));
            Assert.Equal((BalancedBond.PeerMac(peer), BalancedBond.Peer(peer)), (reply.Arp.TargetMac, reply.Arp.TargetIp));
        }
        Assert.Equal("eth1", _bond.ReplyTo(4)!.Port);
    }

    [Fact]
    public void A_peer_that_got_a_reply_is_told_again_by_two_equal_unicast_replies()
    {
        // Recording: 10.77.0.100 and .101 got two more replies 76 ms later.
        _bond.ReplyTo(0);
        _bond.ReplyTo(1);
        _bond.ClearCaptures();
        _bond.Net.Run(100);
        Assert.Equal(["eth1 1>101", "eth1 1>101", "eth0 0>100", "eth0 0>100"], _bond.SentArp.Select(Describe));
        CapturedFrame update = _bond.SentArp[0];
        Assert.Equal(ArpOperation.Reply, update.Arp.Operation);
        Assert.Equal((BalancedBond.Mac(1), BalancedBond.PeerMac(1)), (update.Ethernet.Source, update.Ethernet.Destination));
        Assert.Equal((BalancedBond.Mac(1), BalancedBond.ServerIp, BalancedBond.PeerMac(1), BalancedBond.Peer(1)),
            (update.Arp.SenderMac, update.Arp.SenderIp, update.Arp.TargetMac, update.Arp.TargetIp));
        Assert.Null(update.VlanId);
        _bond.Net.Run(5000);
        Assert.Equal(4, _bond.SentArp.Count);
    }

    [Fact]
    public void After_a_round_of_updates_the_next_one_waits_two_seconds()
    {
        _bond.ReplyTo(0);
        _bond.Net.Run(100);
        _bond.ClearCaptures();
        _bond.ReplyTo(1);
        _bond.Net.Run(1999);
        Assert.Single(_bond.SentArp);
        _bond.Net.Run(1);
        Assert.Equal(3, _bond.SentArp.Count);
    }

    [Fact]
    public void A_request_leaves_on_the_peers_slave_and_keeps_the_bonds_address_inside()
    {
        // Recording "bond sends ARP requests of its own": Ethernet source of the slave, ARP sender f1:00.
        for (int peer = 0; peer < 3; peer++)
        {
            CapturedFrame request = _bond.Ask(peer)!;
            Assert.Equal(($"eth{peer}", BalancedBond.Mac(peer), BalancedBond.Mac(0)), (request.Port, request.Ethernet.Source, request.Arp.SenderMac));
        }
    }

    [Fact]
    public void The_peer_that_answers_a_request_is_told_its_slave_after_the_hold()
    {
        _bond.Ask(7); // eth0
        _bond.Ask(1); // eth1
        _bond.Net.Run(10);
        _bond.PeerAnswers(1);
        _bond.ClearCaptures();
        _bond.Net.Run(1980);
        Assert.Empty(_bond.SentArp);
        _bond.Net.Run(20);
        Assert.Equal(["eth1 1>101", "eth1 1>101"], _bond.SentArp.Select(Describe));
    }

    [Fact]
    public void A_broadcast_request_marks_every_peer_of_that_address_whose_slave_is_not_the_bonds()
    {
        for (int peer = 0; peer < 3; peer++) _bond.ReplyTo(peer);
        _bond.Net.Run(3000);
        _bond.ClearCaptures();
        _bond.Ask(50);
        _bond.Net.Run(3000);
        // Peer 0 is on eth0, which carries the bond's address: what the request told it is right.
        Assert.Equal(["eth2 2>102", "eth2 2>102", "eth1 1>101", "eth1 1>101"], _bond.SentArp.Skip(1).Select(Describe));
    }

    [Fact]
    public void A_unicast_request_marks_only_the_peer_that_hears_it()
    {
        for (int peer = 0; peer < 3; peer++) _bond.ReplyTo(peer);
        _bond.Net.Run(3000);
        _bond.ClearCaptures();
        byte[] probe = new byte[ArpWriter.MaxLength];
        ArpWriter.Write(probe, BalancedBond.PeerMac(1), _bond.Bond.Mac, ArpOperation.Request, _bond.Bond.Mac, BalancedBond.ServerIp, default, BalancedBond.Peer(1));
        _bond.Send(probe);
        _bond.Net.Run(3000);
        Assert.Equal(["eth1 1>101", "eth1 1>101"], _bond.SentArp.Skip(1).Select(Describe));
    }

    [Fact]
    public void An_announcement_leaves_untouched_on_the_active_slave_and_the_peers_are_told_again()
    {
        for (int peer = 0; peer < 3; peer++) _bond.ReplyTo(peer);
        _bond.Net.Run(3000);
        _bond.ClearCaptures();
        byte[] announcement = new byte[ArpWriter.MaxLength];
        ArpWriter.WriteGratuitous(announcement, _bond.Bond.Mac, BalancedBond.ServerIp);
        byte[] before = [.. announcement];
        CapturedFrame sent = _bond.Send(announcement)!;
        Assert.Equal("eth0", sent.Port);
        Assert.Equal(before, sent.Bytes);
        _bond.Net.Run(3000);
        Assert.Equal(4, _bond.SentArp.Count(frame => frame.Arp.Operation == ArpOperation.Reply));
    }

    [Fact]
    public void What_is_not_the_hosts_own_leaves_untouched_on_the_active_slave()
    {
        var guest = new MacAddress(0x0200_0000_0099);
        byte[] reply = new byte[ArpWriter.MaxLength], probe = new byte[ArpWriter.MaxLength];
        ArpWriter.WriteReply(reply, guest, BalancedBond.Ip("10.77.0.9"), BalancedBond.PeerMac(1), BalancedBond.Peer(1));
        ArpWriter.WriteRequest(probe, _bond.Bond.Mac, default, BalancedBond.ServerIp);
        byte[] reverse = [.. reply];
        reverse[21] = 9; // not a request, not a reply
        foreach (byte[] frame in new[] { reply, probe, reverse, reply[..30], [1, 2, 3] })
        {
            byte[] before = [.. frame];
            Assert.Same(_bond.Slave(0), _bond.Bond.SendArp(frame, _bond.Net.Now));
            Assert.Equal(before, frame);
        }
        _bond.Net.Run(3000);
        Assert.Empty(_bond.SentArp);
    }

    [Fact]
    public void A_peer_that_takes_the_entry_of_another_sends_that_one_back_to_the_active_slave_and_tells_it()
    {
        _bond.ReplyTo(0);
        _bond.ReplyTo(1); // eth1
        _bond.Net.Run(3000);
        _bond.ClearCaptures();
        // 10.77.1.100 xor-folds to the same entry as 10.77.0.101.
        CapturedFrame asked = _bond.Ask(BalancedBond.Ip("10.77.1.100"))!;
        Assert.Equal("eth2", asked.Port);
        Assert.Equal(["eth0 0>101", "eth0 0>101"], _bond.SentArp.SkipLast(1).Select(Describe));
    }

    [Fact]
    public void The_same_addresses_in_another_vlan_are_another_peer()
    {
        _bond.ReplyTo(1);
        CapturedFrame tagged = _bond.ReplyTo(1, tags: VlanTag.Customer(100))!;
        Assert.Equal(("eth1", 100), (tagged.Port, tagged.VlanId));
        _bond.Net.Run(3000);
        Assert.Contains(_bond.SentArp, frame => frame.Arp.Operation == ArpOperation.Reply && frame.VlanId == 100 && frame.Port == "eth1");
    }

    [Fact]
    public void Updates_carry_the_vlan_tags_of_the_reply_both_of_them()
    {
        // DPDK's own test list: a double-tagged reply, the update has both tags with the same ids (dpdk 4.5).
        _bond.ReplyTo(0, tags: [new VlanTag(0x88a8, 7), new VlanTag(0x8100, 100)]);
        _bond.ClearCaptures();
        _bond.Net.Run(100);
        Assert.Equal(2, _bond.SentArp.Count);
        foreach (CapturedFrame update in _bond.SentArp)
            Assert.Equal((2, new VlanTag(0x88a8, 7), new VlanTag(0x8100, 100)), (update.Ethernet.TagCount, update.Ethernet.Tag(0), update.Ethernet.Tag(1)));
    }

    [Fact]
    public void The_peers_in_a_vlan_that_is_removed_are_forgotten()
    {
        _bond.Host.SetAddresses("10.77.0.2/24", "10.77.0.2/24@100", "10.79.0.2/24@200");
        _bond.ReplyTo(1, tags: VlanTag.Customer(100));
        _bond.ReplyTo(2, tags: VlanTag.Customer(200));
        _bond.ReplyTo(3);
        _bond.Host.SetAddresses("10.77.0.2/24", "10.79.0.2/24@200");
        _bond.ClearCaptures();
        _bond.Net.Run(3000);
        Assert.Equal([103, 102], Told());
    }

    [Fact]
    public void A_slave_loss_moves_its_peers_to_the_next_ones_and_tells_them_four_times()
    {
        // Recording "eth1 loses carrier": 107 to kt0, 104 to kt2, 101 to kt0; two frames a peer, again 2 s later (retry counter 3).
        for (int peer = 0; peer < 9; peer++) _bond.ReplyTo(peer);
        _bond.Net.Run(5000);
        _bond.ClearCaptures();
        _bond.Port(1).Carrier = false;
        _bond.Net.Run(300);
        string[] round = ["eth0 0>107", "eth0 0>107", "eth2 2>104", "eth2 2>104", "eth0 0>101", "eth0 0>101"];
        Assert.Equal(round, _bond.SentArp.Select(Describe));
        _bond.Net.Run(2000);
        Assert.Equal([.. round, .. round], _bond.SentArp.Select(Describe));
        _bond.Net.Run(20_000);
        Assert.Equal(4 * round.Length, _bond.SentArp.Count);
    }

    [Fact]
    public void As_recorded_a_link_that_comes_back_deals_all_peers_out_anew_and_tells_those_that_changed()
    {
        for (int peer = 0; peer < 9; peer++) _bond.ReplyTo(peer);
        _bond.Net.Run(5000);
        _bond.Port(1).Carrier = false;
        _bond.Net.Run(20_000);
        _bond.ClearCaptures();
        _bond.Port(1).Carrier = true;
        _bond.Net.Run(500);
        // Recording "eth1 comes back": 108 kt1, 107 kt2, 106 kt0, 105 kt1, 104 kt2, 103 kt0, 102 kt1, 101 kt2; 106, 103 and 100 stay.
        Assert.Equal(["eth1 1>108", "eth2 2>107", "eth1 1>105", "eth1 1>102", "eth2 2>101"], _bond.SentArp.Select(Describe).Distinct());
        Assert.Equal("eth2", _bond.ReplyTo(4)!.Port);
        Assert.Equal("eth0", _bond.ReplyTo(6)!.Port);
    }

    [Fact]
    public void A_new_slave_gets_its_share_of_the_peers()
    {
        for (int peer = 0; peer < 8; peer++) _bond.ReplyTo(peer);
        _bond.Net.Run(5000);
        SimulatedPort eth3 = _bond.Host.AddPort();
        _bond.Switch.Attach(_bond.Host, eth3);
        _bond.Host.Enslave(eth3);
        _bond.ClearCaptures();
        _bond.Net.Run(300);
        Assert.Equal(4, _bond.SentArp.Count(frame => frame.Port == "eth3"));
    }

    [Fact]
    public void When_addresses_are_swapped_the_peers_of_both_slaves_are_told_four_times()
    {
        for (int peer = 0; peer < 3; peer++) _bond.ReplyTo(peer);
        _bond.Net.Run(5000);
        _bond.ClearCaptures();
        _bond.Host.Set("active_slave", "eth1");
        _bond.Net.Run(100);
        // eth1 has the bond's address now and eth0 has :01.
        Assert.Equal(["eth1 0>101", "eth0 1>100"], _bond.SentArp.Select(Describe).Distinct());
        _bond.Net.Run(30_000);
        Assert.Equal(4 * 2 * 2, _bond.SentArp.Count);
    }

    [Fact]
    public void A_failover_sends_the_dead_slaves_peers_elsewhere_and_tells_those_of_the_new_active_one()
    {
        for (int peer = 0; peer < 3; peer++) _bond.ReplyTo(peer);
        _bond.Net.Run(5000);
        _bond.ClearCaptures();
        _bond.Port(0).Carrier = false;
        _bond.Net.Run(300);
        // Peer 0 moves to the next slave, eth1, which takes over :00; peer 1 on eth1 learns :00 instead of :01; peer 2 stays.
        Assert.Equal(["eth1 0>101", "eth1 0>100"], _bond.SentArp.Select(Describe).Distinct());
    }

    [Fact]
    public void An_unsolicited_or_repeated_answer_changes_nothing()
    {
        // DPDK's net_bonding sends up to 256 frames for each reply it receives (dpdk 3.5, item 11).
        for (int peer = 0; peer < 9; peer++) _bond.ReplyTo(peer);
        _bond.Net.Run(5000);
        _bond.ClearCaptures();
        for (int i = 0; i < 1000; i++)
        {
            _bond.PeerAnswers(i % 9);
            _bond.PeerAnswers(40 + i % 9);
        }
        _bond.Net.Run(10_000);
        Assert.Empty(_bond.SentArp);
    }

    [Fact]
    public void A_peer_with_a_new_address_is_told_there()
    {
        _bond.ReplyTo(1);
        _bond.Net.Run(5000);
        _bond.ClearCaptures();
        var changed = new MacAddress(0x02c0_0000_0777);
        _bond.PeerAnswers(1, port: 2, mac: changed);
        _bond.Net.Run(200);
        Assert.Equal(2, _bond.SentArp.Count);
        Assert.All(_bond.SentArp, update => Assert.Equal((changed, changed, "eth0"), (update.Ethernet.Destination, update.Arp.TargetMac, update.Port)));
    }

    [Fact]
    public void When_somebody_else_has_the_bonds_address_its_peers_are_forgotten()
    {
        for (int peer = 0; peer < 3; peer++) _bond.ReplyTo(peer);
        byte[] frame = new byte[ArpWriter.MaxLength];
        ArpWriter.WriteGratuitous(frame, new MacAddress(0x0200_0000_0bad), BalancedBond.ServerIp);
        _bond.Host.Arrive(_bond.Port(2), frame);
        _bond.ClearCaptures();
        _bond.Net.Run(3000);
        Assert.Empty(_bond.SentArp);
    }

    [Fact]
    public void Own_frames_that_a_switch_floods_back_are_not_somebody_else()
    {
        for (int peer = 0; peer < 3; peer++) _bond.ReplyTo(peer);
        foreach (int port in new[] { 0, 1, 2 })
        {
            byte[] frame = new byte[ArpWriter.MaxLength];
            ArpWriter.WriteRequest(frame, BalancedBond.Mac(port), BalancedBond.ServerIp, BalancedBond.Peer(5));
            _bond.Host.Arrive(_bond.Port((port + 1) % 3), frame);
        }
        _bond.ClearCaptures();
        _bond.Net.Run(3000);
        Assert.Equal([102, 101, 100], Told());
    }

    [Fact]
    public void A_reply_from_a_group_address_is_not_believed()
    {
        _bond.Ask(1);
        foreach (MacAddress mac in new[] { MacAddress.Broadcast, MacAddress.Zero, new MacAddress(0x0100_5e00_0001), BalancedBond.Mac(2) }) _bond.PeerAnswers(1, mac: mac);
        _bond.ClearCaptures();
        _bond.Net.Run(5000);
        Assert.Empty(_bond.SentArp);
    }

    [Fact]
    public void A_host_that_asks_all_the_time_does_not_starve_its_peers_of_updates()
    {
        _bond.ReplyTo(1);
        _bond.ClearCaptures();
        for (int i = 0; i < 20; i++)
        {
            _bond.Ask(200);
            _bond.Net.Run(500);
        }
        Assert.Contains(_bond.SentArp, frame => frame.Arp.Operation == ArpOperation.Reply && frame.Arp.TargetIp == BalancedBond.Peer(1));
    }

    [Fact]
    public void While_no_slave_can_transmit_arp_is_dropped_and_peers_are_dealt_out_again_afterwards()
    {
        for (int peer = 0; peer < 3; peer++) _bond.ReplyTo(peer);
        _bond.Net.Run(5000);
        foreach (SimulatedPort port in _bond.Host.Ports) port.Carrier = false;
        _bond.Net.Run(500);
        _bond.ClearCaptures();
        byte[] frame = new byte[ArpWriter.MaxLength];
        ArpWriter.WriteRequest(frame, _bond.Bond.Mac, BalancedBond.ServerIp, BalancedBond.Peer(1));
        Assert.Null(_bond.Bond.SendArp(frame, _bond.Net.Now));
        _bond.Net.Run(5000);
        Assert.Empty(_bond.SentArp);
        foreach (SimulatedPort port in _bond.Host.Ports) port.Carrier = true;
        _bond.Net.Run(300);
        Assert.Equal(["eth0", "eth1", "eth2"], _bond.SentArp.Select(update => update.Port).Distinct().Order());
        Assert.Equal([100, 101, 102], Told().Distinct().Order());
    }

    [Fact]
    public void Only_the_fastest_slaves_are_given_peers()
    {
        _bond.Port(1).SpeedMbps = _bond.Port(2).SpeedMbps = 10_000;
        _bond.Net.Run(100);
        Assert.Equal(["eth1", "eth2", "eth1", "eth2"], Enumerable.Range(0, 4).Select(peer => _bond.ReplyTo(peer)!.Port));
    }

    [Fact]
    public void Peers_with_real_caches_end_up_on_the_slaves_they_were_given_after_the_hosts_broadcast()
    {
        Station[] stations = [.. Enumerable.Range(0, 6).Select(i => _bond.Switch.AddStation($"10.77.0.{100 + i}"))];
        for (int i = 0; i < 6; i++) _bond.Ask(i);
        _bond.Net.Run(5000);
        Assert.Equal([0, 1, 2, 0, 1, 2], stations.Select(station => (int)(station.Cache[BalancedBond.ServerIp].Value & 0xff)));
    }

    [Fact]
    public void Tlb_leaves_arp_alone()
    {
        var bond = new BalancedBond(BondMode.BalanceTlb);
        Assert.False(bond.Host.Plan.Taps.HasFlag(FrameTaps.SentArp));
        Assert.False(bond.Host.Plan.Taps.HasFlag(FrameTaps.ReceivedArp));
        Assert.True(_bond.Host.Plan.Taps.HasFlag(FrameTaps.SentArp | FrameTaps.ReceivedArp));
    }

    /// <summary>Last bytes of the peers' addresses, in the order they were told.</summary>
    private IEnumerable<int> Told() => _bond.SentArp.Where((_, i) => i % 2 == 0).Select(update => (int)(update.Arp.TargetIp.Value & 0xff));

    /// <summary>Port, last byte of the MAC it tells, last byte of the peer's IP.</summary>
    private static string Describe(CapturedFrame frame) => $"{frame.Port} {frame.Arp.SenderMac.Value & 0xff}>{frame.Arp.TargetIp.Value & 0xff}";
}
