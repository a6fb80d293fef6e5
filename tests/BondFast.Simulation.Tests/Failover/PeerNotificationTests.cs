using BondFast.Bonding;
using BondFast.Simulation.Tests.Network;
using BondFast.Wire;

namespace BondFast.Simulation.Tests.Failover;

/// <summary>Gratuitous ARP and unsolicited neighbour advertisements: HOWTO mode active-backup, num_grat_arp, num_unsol_na; linux-bonding 6.2.</summary>
public class PeerNotificationTests
{
    private static Scenario With(int arps = 1, int advertisements = 1, int delay = 0, int miimon = 100, BondMode mode = BondMode.ActiveBackup)
    {
        var s = new Scenario(new BondOptions { Mode = mode, Miimon = miimon, NumGratArp = arps, NumUnsolNa = advertisements, PeerNotifDelay = delay });
        s.Net.Run(5_000);
        foreach (SimulatedPort port in s.Ports) port.Sent.Clear();
        return s;
    }

    private static List<double> Times(SimulatedPort port, ushort type = EtherType.Arp)
    {
        var frames = port.Sent.Where(frame => frame.Type == type).ToList();
        return frames.Count == 0 ? [] : [.. frames.Select(frame => (frame.At - frames[0].At) / 1e6)];
    }

    // design: exactly that many, the first at once, then one per monitor interval or peer_notif_delay; linux-bonding 11 num_grat_arp
    [Theory]
    [InlineData(0, 0, new double[0])]
    [InlineData(1, 0, new double[] { 0 })]
    [InlineData(2, 0, new double[] { 0, 100 })]
    [InlineData(6, 0, new double[] { 0, 100, 200, 300, 400, 500 })]
    [InlineData(1, 200, new double[] { 0 })]
    [InlineData(3, 200, new double[] { 0, 200, 400 })]
    public void Exactly_so_many_gratuitous_arps_follow_a_loss_of_carrier(int count, int delay, double[] times)
    {
        Scenario s = With(count, 0, delay);
        s.Host.SetAddresses("10.77.0.2/24");
        s.Carrier(0, false);
        s.Net.Run(20_000);
        Assert.Equal(times, Times(s.Ports[1]));
        Assert.Empty(Times(s.Ports[0]));
    }

    [Theory]
    [InlineData(3, 0, new double[] { 0, 100, 200 })]
    [InlineData(3, 200, new double[] { 0, 200, 400 })]
    public void Exactly_so_many_follow_a_change_of_active_slave(int count, int delay, double[] times)
    {
        Scenario s = With(count, 0, delay);
        s.Host.SetAddresses("10.77.0.2/24");
        s.Net.Run(33);
        s.Host.Set("active_slave", "eth1");
        s.Net.Run(20_000);
        Assert.Equal(times, Times(s.Ports[1]));
    }

    // linux-bonding 11, bond_options.sh num_grat_arp: miimon 10, 10 / 20 / 30 of them, peer_notif_delay 100, behind the new active slave
    [Theory]
    [InlineData(10)]
    [InlineData(20)]
    [InlineData(30)]
    public void Kernel_self_test_num_grat_arp(int count)
    {
        Scenario s = With(count, count, 100, miimon: 10);
        s.Host.SetAddresses("10.77.0.2/24");
        s.Ports[0].Carrier = false;
        s.Net.Run(60_000);
        Assert.Equal(count, s.Ports[1].Sent.Count);
        Assert.All(s.Ports[1].Sent, frame =>
        {
            Assert.Equal(ArpOperation.Request, frame.Arp.Operation);
            Assert.Equal(frame.Arp.SenderIp, frame.Arp.TargetIp);
            Assert.Equal("10.77.0.2", frame.Arp.SenderIp.ToString());
        });
    }

    // HOWTO num_grat_arp and num_unsol_na are two options
    [Fact]
    public void Arps_and_advertisements_are_counted_apart()
    {
        Scenario s = With(2, 4);
        s.Host.SetAddresses("10.77.0.2/24", "2001:db8::2/64");
        s.Carrier(0, false);
        s.Net.Run(5_000);
        Assert.Equal([0, 100], Times(s.Ports[1]));
        Assert.Equal([0, 100, 200, 300], Times(s.Ports[1], EtherType.Ipv6));
    }

    // linux-bonding 6.2 content, as recorded: request, sender = target, to everybody, from the device's address
    [Fact]
    public void A_gratuitous_arp_is_a_broadcast_request_for_ones_own_address()
    {
        Scenario s = With();
        s.Host.SetAddresses("10.77.0.2/24");
        s.Carrier(0, false);
        CapturedFrame frame = Assert.Single(s.Ports[1].Sent);
        Assert.Equal(MacAddress.Broadcast, frame.Ethernet.Destination);
        Assert.Equal(s.Bond.Mac, frame.Ethernet.Source);
        Assert.Equal(s.Bond.Mac, frame.Arp.SenderMac);
        Assert.True(frame.Arp.TargetMac.IsZero);
        Assert.True(frame.Arp.IsGratuitous);
        Assert.Null(frame.VlanId);
    }

    [Fact]
    public void An_advertisement_goes_to_all_nodes_with_override_and_the_link_layer_address()
    {
        Scenario s = With();
        s.Host.SetAddresses("2001:db8::2/64");
        s.Carrier(0, false);
        CapturedFrame frame = Assert.Single(s.Ports[1].Sent);
        Assert.True(NeighbourView.TryParseFrame(frame.Bytes, out EthernetView ethernet, out NeighbourView view));
        Assert.Equal(new MacAddress(0x3333_0000_0001), ethernet.Destination);
        Assert.Equal(NeighbourMessage.Advertisement, view.Message);
        Assert.Equal(Ipv6Address.AllNodes, view.Destination);
        Assert.Equal("2001:db8::2", view.Target.ToString());
        Assert.Equal(view.Target, view.Source);
        Assert.True(view.IsOverride);
        Assert.False(view.IsSolicited);
        Assert.True(view.TryGetLinkLayerAddress(out MacAddress mac));
        Assert.Equal(s.Bond.Mac, mac);
    }

    // HOWTO mode active-backup: for the bond and each VLAN above it, tagged; recorded: for every address
    [Fact]
    public void Every_address_of_the_bond_and_of_its_vlans_is_announced_tagged()
    {
        Scenario s = With();
        s.Host.SetAddresses("10.77.0.2/24", "10.77.0.3/24", "10.78.0.2/24@100", "10.79.0.2/24@200", "2001:db8::2/64@100");
        s.Carrier(0, false);
        Assert.Equal(
            [(null, "10.77.0.2"), (null, "10.77.0.3"), (100, "10.78.0.2"), (200, "10.79.0.2")],
            s.Ports[1].Sent.Where(frame => frame.IsArp).Select(frame => (frame.VlanId, frame.Arp.SenderIp.ToString())));
        Assert.Equal([100], s.Ports[1].Sent.Where(frame => !frame.IsArp).Select(frame => frame.VlanId));
    }

    [Fact]
    public void A_vlan_device_with_its_own_mac_is_announced_with_that()
    {
        Scenario s = With();
        var own = new MacAddress(0x0200_0000_0777);
        s.Bond.SetAddresses([new BondAddress([VlanTag.Customer(5)], new Ipv4Address(0x0a00_0002), null, 24, own)], s.Net.Now);
        s.Carrier(0, false);
        Assert.Equal(own, Assert.Single(s.Ports[1].Sent).Arp.SenderMac);
    }

    // recorded: no address, no frame
    [Fact]
    public void Without_an_address_nothing_is_sent()
    {
        Scenario s = With(5);
        s.Carrier(0, false);
        s.Net.Run(5_000);
        Assert.Empty(s.Ports[1].Sent);
    }

    // linux-bonding 6.2: from no active slave the first goes out when carrier is on, in the same run
    [Fact]
    public void After_a_time_without_any_slave_the_first_leaves_in_the_run_that_brings_one_back()
    {
        Scenario s = With(3);
        s.Host.SetAddresses("10.77.0.2/24");
        s.Ports[0].Carrier = s.Ports[1].Carrier = false;
        s.Net.Run(1_000);
        Assert.Empty(s.Ports[1].Sent);
        s.Ports[1].Carrier = true;
        s.Net.Run(100);
        Assert.Single(s.Ports[1].Sent);
        s.Net.Run(2_000);
        Assert.Equal([0, 100, 200], Times(s.Ports[1]));
    }

    // linux-bonding 6.2, with the design's "exactly that many": a round that cannot leave waits
    [Fact]
    public void A_new_failover_starts_the_rounds_anew()
    {
        Scenario s = With(3);
        s.Host.SetAddresses("10.77.0.2/24");
        s.Carrier(0, false);
        s.Ports[0].Carrier = true;
        s.Ports[1].Carrier = false;
        s.Net.Run(2_000);
        Assert.Equal(3, s.Ports[0].Sent.Count);
        Assert.True(s.Ports[1].Sent.Count is 1 or 2);
    }

    // linux-bonding 6.2: closing clears them
    [Fact]
    public void Closing_the_bond_forgets_pending_rounds()
    {
        Scenario s = With(10);
        s.Host.SetAddresses("10.77.0.2/24");
        s.Carrier(0, false);
        int sent = s.Ports[1].Sent.Count;
        s.Bond.Close(s.Net.Now);
        s.Net.Run(2_000);
        s.Bond.Open(s.Net.Now);
        s.Net.Run(2_000);
        Assert.Equal(sent, s.Ports[1].Sent.Count);
    }

    // HOWTO: these options affect only active-backup
    [Theory]
    [InlineData(BondMode.BalanceXor)]
    [InlineData(BondMode.BalanceRoundRobin)]
    [InlineData(BondMode.Broadcast)]
    [InlineData(BondMode.BalanceTlb)]
    public void Other_modes_do_not_announce(BondMode mode)
    {
        Scenario s = With(5, 5, mode: mode);
        s.Host.SetAddresses("10.77.0.2/24");
        s.Carrier(0, false);
        s.Net.Run(2_000);
        Assert.DoesNotContain(s.Ports[1].Sent, frame => frame.IsArp);
    }

    // HOWTO num_grat_arp: "arp_interval or miimon, whichever is active"
    [Fact]
    public void With_the_arp_monitor_its_interval_gives_the_pace()
    {
        var s = new Scenario(new BondOptions { Mode = BondMode.ActiveBackup, ArpInterval = 250, ArpIpTarget = [new Ipv4Address(0x0a4d_0001)], NumGratArp = 3 });
        s.Host.SetAddresses("10.77.0.2/24");
        s.Host.Set("active_slave", "eth1");
        s.Net.Run(3_000);
        var own = s.Ports[1].Sent.Where(frame => frame.IsArp && frame.Arp.IsGratuitous).ToList();
        Assert.Equal([0, 250, 500], own.Select(frame => (frame.At - own[0].At) / 1e6));
    }

    // the workers listen on the new slave before its switch is told to send there
    [Fact]
    public void The_plan_is_published_before_the_peers_are_told()
    {
        Scenario s = With();
        s.Host.SetAddresses("10.77.0.2/24");
        s.Host.Effects.Journal.Clear();
        s.Carrier(0, false);
        List<string> journal = s.Host.Effects.Journal;
        Assert.True(journal.IndexOf("publish") >= 0 && journal.IndexOf("publish") < journal.IndexOf("send eth1"), string.Join("; ", journal));
    }

    // HOWTO 6: VLAN ids are learned from what passes; the bond speaks for the addresses it saw leave with its own MAC
    [Fact]
    public void Addresses_of_vlans_are_learned_from_tagged_frames_of_the_uplink()
    {
        Scenario s = With();
        byte[] frame = new byte[ArpWriter.MaxLength];
        VlanTag[] tags = [new VlanTag(EtherType.Vlan, 0x6000 | 42)];
        ArpWriter.WriteRequest(frame, s.Bond.Mac, new Ipv4Address(0x0a2a_0002), new Ipv4Address(0x0a2a_0001), tags);
        s.Host.SendFromUplink(frame);
        byte[] guests = new byte[ArpWriter.MaxLength];
        ArpWriter.WriteRequest(guests, new MacAddress(0x0200_0000_0009), new Ipv4Address(0x0a2a_0009), new Ipv4Address(0x0a2a_0001), tags);
        s.Host.SendFromUplink(guests);
        s.Ports[1].Sent.Clear();
        s.Carrier(0, false);
        CapturedFrame announced = Assert.Single(s.Ports[1].Sent);
        Assert.Equal((42, "10.42.0.2"), (announced.VlanId, announced.Arp.SenderIp.ToString()));
        Assert.Equal(0, announced.Ethernet.Tag(0).Priority);
    }
}
