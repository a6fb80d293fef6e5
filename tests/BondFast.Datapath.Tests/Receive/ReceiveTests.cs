using BondFast.Bonding;
using BondFast.Testing;
using BondFast.Wire;

namespace BondFast.Datapath.Tests.Receive;

[Collection("EAL")]
public sealed class ReceiveTests(EalFixture eal)
{
    private static readonly byte[] SlowProtocols = Frame.Mac("01:80:c2:00:00:02");
    private static readonly byte[] Peer = Frame.Mac("02:00:00:00:00:99");
    private static readonly byte[] Us = Frame.Mac("02:00:00:00:00:10");

    [Fact]
    public void LACP_and_Marker_go_to_the_control_core_also_from_inactive_slaves_and_all_else_goes_on()
    {
        using WiredBond bond = new(eal, 2);
        ForwardingPlan plan = bond.Plan(BondMode.Ieee8023ad);
        bond.Datapath.Publish(plan with { Slaves = plan.Slaves.SetItem(1, plan.Slaves[1] with { Receive = ReceiveRule.Suppress }) });
        byte[] lacp = Slow(1), marker = Slow(2), oam = Slow(3);
        byte[] elsewhere = Frame.Ethernet(Peer, Peer, 0x8809, new byte[110]);
        bond.Inject(0, Data(1), lacp, Data(2), oam, elsewhere, marker, Data(3));
        bond.Inject(1, lacp, Data(4));

        Assert.Equal([Data(1), Data(2), oam, elsewhere, Data(3)], bond.Receive());
        List<(ControlFrameInfo Info, byte[] Bytes)> control = bond.ControlFrames();
        Assert.Equal([(0, lacp), (0, marker), (1, lacp)], control.Select(c => (c.Info.Slot, c.Bytes)));
        Assert.All(control, c => Assert.Equal(ControlFrameKind.SlowProtocol, c.Info.Kind));
        Assert.All(control, c => Assert.InRange(System.Diagnostics.Stopwatch.GetTimestamp() - c.Info.Arrived, 0, 60_000_000_000));
        Assert.Equal(1ul, bond.Datapath.ReadSlave(1).Drops[DropReason.InactiveSlave]);
        Assert.Equal(2ul, bond.Datapath.ReadSlave(0).ControlFrames);
        Assert.Equal(7ul, bond.Datapath.ReadSlave(0).RxFrames);
    }

    [Theory]
    [InlineData(BondMode.BalanceRoundRobin)]
    [InlineData(BondMode.ActiveBackup)]
    [InlineData(BondMode.BalanceXor)]
    [InlineData(BondMode.Broadcast)]
    public void Other_modes_deliver_slow_protocols_like_any_frame(BondMode mode)
    {
        using WiredBond bond = new(eal, 1);
        bond.Datapath.Publish(bond.Plan(mode));
        bond.Inject(0, Slow(1));
        Assert.Equal([Slow(1)], bond.Receive());
        Assert.Empty(bond.ControlFrames());
    }

    [Fact]
    public void An_inactive_slave_is_suppressed_and_counted()
    {
        using WiredBond bond = new(eal, 2);
        ForwardingPlan plan = bond.Plan(BondMode.ActiveBackup);
        bond.Datapath.Publish(plan with { Slaves = plan.Slaves.SetItem(1, plan.Slaves[1] with { Receive = ReceiveRule.Suppress }) });
        bond.Inject(0, Data(1));
        bond.Inject(1, Data(2), Data(3), Data(4));
        Assert.Equal([Data(1)], bond.Receive());
        SlaveCounters counters = bond.Datapath.ReadSlave(1);
        Assert.Equal(3ul, counters.RxFrames);
        Assert.Equal(3ul, counters.Drops[DropReason.InactiveSlave]);
    }

    [Fact]
    public void An_inactive_slave_of_balance_alb_delivers_what_is_sent_to_its_own_address()
    {
        using WiredBond bond = new(eal, 1);
        ForwardingPlan plan = bond.Plan(BondMode.BalanceAlb);
        bond.Datapath.Publish(plan with { Active = -1, BondMac = new MacAddress(0x02_00_00_00_00_99), Slaves = [plan.Slaves[0] with { Receive = ReceiveRule.UnicastOnly }] });
        byte[] flooded = Frame.Ethernet(Peer, Peer, 0x0800, new byte[46]), own = Frame.Ethernet(Us, Peer, 0x0800, new byte[46]);
        byte[] broadcast = Frame.Ethernet(Frame.Mac("ff:ff:ff:ff:ff:ff"), Peer, 0x0800, new byte[46]);
        byte[] multicast = Frame.Ethernet(Frame.Mac("01:00:5e:01:02:03"), Peer, 0x0800, new byte[46]);
        bond.Inject(0, broadcast, own, multicast, flooded, own, [1, 2, 3], broadcast);
        byte[] toBond = [.. Peer, .. own.AsSpan(6)];
        Assert.Equal([toBond, toBond], bond.Receive());
        Assert.Equal(5ul, bond.Datapath.ReadSlave(0).Drops[DropReason.InactiveSlave]);
    }

    [Fact]
    public void Frames_to_an_alias_are_re_addressed_to_the_bond()
    {
        using WiredBond bond = new(eal, 2);
        bond.Datapath.Publish(bond.Plan(BondMode.BalanceAlb) with { Aliases = [new MacAddress(0x02_00_00_00_aa_aa)] });
        byte[] toUs = Frame.Ethernet(Us, Peer, 0x0800, new byte[46]);
        byte[] toSlave1 = Frame.Ethernet(Frame.Mac("02:00:00:00:00:11"), Peer, 0x0800, new byte[46]);
        byte[] toLost = Frame.Ethernet(Frame.Mac("02:00:00:00:aa:aa"), Peer, 0x0800, new byte[46]);
        byte[] toStranger = Frame.Ethernet(Frame.Mac("02:00:00:00:00:12"), Peer, 0x0800, new byte[46]);
        bond.Inject(0, toUs, toSlave1, toLost, toStranger, [1, 2, 3]);
        Assert.Equal([toUs, toSlave1, toUs, toStranger, [1, 2, 3]], bond.Receive());
        bond.Inject(1, toSlave1, toLost);
        Assert.Equal([toUs, toLost], bond.Receive());
    }

    [Fact]
    public void Tapped_neighbour_traffic_is_copied_and_delivered_too()
    {
        using WiredBond bond = new(eal, 1);
        byte[] arp = Frame.Ethernet(Frame.Mac("ff:ff:ff:ff:ff:ff"), Peer, 0x0806, new byte[46]);
        byte[] taggedArp = Frame.Tagged(arp, 0x8100, 7);
        byte[] solicitation = Frame.Ip(Us, Peer, "fe80::1", "fe80::2", 58, [135, .. new byte[23]]);
        byte[] echo = Frame.Ip(Us, Peer, "fe80::1", "fe80::2", 58, [128, .. new byte[23]]);
        byte[][] all = [arp, Data(1), taggedArp, solicitation, echo];
        foreach ((FrameTaps taps, byte[][] expected) in ((FrameTaps, byte[][])[])
            [(FrameTaps.None, []), (FrameTaps.ReceivedArp, [arp, taggedArp]), (FrameTaps.ReceivedNeighbourDiscovery, [solicitation])])
        {
            bond.Datapath.Publish(bond.Plan(BondMode.ActiveBackup) with { Taps = taps });
            bond.Inject(0, all);
            Assert.Equal(all, bond.Receive());
            Assert.Equal(expected, bond.ControlFrames().Select(c => c.Bytes));
        }
    }

    [Fact]
    public void The_last_receive_is_stamped_while_the_plan_wants_it()
    {
        using WiredBond bond = new(eal, 2);
        bond.Datapath.Publish(bond.Plan(BondMode.ActiveBackup));
        bond.Inject(0, Data(1));
        bond.Receive();
        Assert.Equal(0, bond.Datapath.LastReceived(0));
        bond.Datapath.Publish(bond.Plan(BondMode.ActiveBackup) with { StampReceive = true });
        bond.Inject(0, Data(1));
        bond.Receive();
        Assert.InRange(System.Diagnostics.Stopwatch.GetTimestamp() - bond.Datapath.LastReceived(0), 0, 60_000_000_000);
        Assert.Equal(0, bond.Datapath.LastReceived(1));
    }

    [Fact]
    public void Only_ipv6_is_stamped_when_the_plan_says_so()
    {
        using WiredBond bond = new(eal, 2);
        bond.Datapath.Publish(bond.Plan(BondMode.ActiveBackup) with { StampIpv6 = true });
        bond.Inject(0, Data(1));
        bond.Receive();
        Assert.Equal(0, bond.Datapath.LastReceived(0));
        bond.Inject(0, Data(1), Frame.Ip(Us, Peer, "fe80::1", "fe80::2", 17, new byte[20]));
        bond.Receive();
        Assert.NotEqual(0, bond.Datapath.LastReceived(0));
    }

    [Fact]
    public void A_full_control_ring_drops_and_counts()
    {
        using WiredBond bond = new(eal, 1, new DatapathOptions { ControlRing = 4 });
        bond.Datapath.Publish(bond.Plan(BondMode.Ieee8023ad));
        bond.Inject(0, [.. Enumerable.Repeat(Slow(1), 7)]);
        Assert.Empty(bond.Receive());
        Assert.Equal(4, bond.ControlFrames().Count);
        Assert.Equal(3ul, bond.Datapath.ReadSlave(0).Drops[DropReason.ControlRingFull]);
    }

    [Fact]
    public void A_long_control_frame_is_cut_and_says_so()
    {
        using WiredBond bond = new(eal, 1);
        bond.Datapath.Publish(bond.Plan(BondMode.Ieee8023ad));
        byte[] jumbo = Frame.Ethernet(SlowProtocols, Peer, 0x8809, [1, .. new byte[1499]]);
        bond.Inject(0, jumbo);
        bond.Receive();
        (ControlFrameInfo info, byte[] bytes) = Assert.Single(bond.ControlFrames());
        Assert.Equal(jumbo.Length, info.FrameLength);
        Assert.Equal(jumbo[..BondDatapath.MaxControlFrame], bytes);
    }

    [Fact]
    public void Slaves_take_turns_when_there_is_not_room_for_all()
    {
        using WiredBond bond = new(eal, 3);
        bond.Datapath.Publish(bond.Plan(BondMode.BalanceXor));
        for (int slot = 0; slot < 3; slot++) bond.Inject(slot, [.. Enumerable.Repeat(Data((byte)slot), 100)]);
        int[] counts = new int[3];
        for (int call = 0; call < 9; call++)
            foreach (byte[] frame in bond.Receive(16)) counts[frame[14]]++;
        Assert.Equal([48, 48, 48], counts);
        for (int call = 0; call < 30; call++) bond.Receive(64);
    }

    [Fact]
    public void Frames_of_any_length_pass_the_split()
    {
        using WiredBond bond = new(eal, 1);
        bond.Datapath.Publish(bond.Plan(BondMode.Ieee8023ad) with { Taps = FrameTaps.ReceivedArp | FrameTaps.ReceivedNeighbourDiscovery });
        byte[] whole = Slow(1);
        for (int length = 1; length <= 20; length++)
        {
            bond.Inject(0, whole[..length]);
            Assert.Equal(length < 15 ? 1 : 0, bond.Receive().Count);
        }
        Assert.Equal(6, bond.ControlFrames().Count);
    }

    private static byte[] Slow(byte subtype) => Frame.Ethernet(SlowProtocols, Peer, 0x8809, [subtype, .. new byte[109]]);

    private static byte[] Data(byte number) => Frame.Ethernet(Us, Peer, 0x88b5, [number, .. new byte[45]]);
}
