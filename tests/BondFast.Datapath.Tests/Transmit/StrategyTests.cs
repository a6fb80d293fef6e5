using BondFast.Bonding;
using BondFast.Dpdk;
using BondFast.Testing;
using BondFast.Wire;

namespace BondFast.Datapath.Tests.Transmit;

[Collection("EAL")]
public sealed unsafe class StrategyTests(EalFixture eal)
{
    private static readonly byte[] Peer = Frame.Mac("02:00:00:00:00:99");
    private static readonly byte[] Us = Frame.Mac("02:00:00:00:00:10");

    [Theory]
    [InlineData(1, 2)]
    [InlineData(1, 3)]
    [InlineData(3, 2)]
    [InlineData(64, 2)]
    [InlineData(100, 3)]
    public void Round_robin_takes_turns_over_bursts_of_any_length(int perSlave, int slaves)
    {
        using WiredBond bond = new(eal, slaves);
        bond.Datapath.Publish(bond.Plan(BondMode.BalanceRoundRobin) with { PacketsPerSlave = perSlave });
        int sent = 0;
        List<byte[]>[] expected = [.. Enumerable.Range(0, slaves).Select(_ => new List<byte[]>())];
        foreach (int length in (int[])[1, 7, 32, 64, 65, 200])
        {
            byte[][] frames = [.. Enumerable.Range(sent, length).Select(Data)];
            Assert.Equal((uint)length, bond.Send(frames));
            foreach (byte[] frame in frames) expected[sent++ / perSlave % slaves].Add(frame);
        }
        for (int slave = 0; slave < slaves; slave++) Assert.Equal(expected[slave], bond.Arrived(slave));
    }

    [Fact]
    public void Round_robin_is_even_over_the_slaves_that_are_left()
    {
        using WiredBond bond = new(eal, 4);
        bond.Datapath.Publish(bond.Plan(BondMode.BalanceRoundRobin) with { Usable = [0, 2, 3] });
        bond.Send([.. Enumerable.Range(0, 300).Select(Data)]);
        Assert.Equal([100, 0, 100, 100], Enumerable.Range(0, 4).Select(slave => bond.Arrived(slave).Count));
        bond.Datapath.Publish(bond.Plan(BondMode.BalanceRoundRobin) with { Usable = [1, 2] });
        bond.Send([.. Enumerable.Range(0, 300).Select(Data)]);
        Assert.Equal([0, 150, 150, 0], Enumerable.Range(0, 4).Select(slave => bond.Arrived(slave).Count));
    }

    [Fact]
    public void Packets_per_slave_0_is_random_and_even_in_the_long_run()
    {
        using WiredBond bond = new(eal, 3);
        bond.Datapath.Publish(bond.Plan(BondMode.BalanceRoundRobin) with { PacketsPerSlave = 0 });
        int[] counts = new int[3];
        bool inTurn = true;
        for (int i = 0; i < 30; i++)
        {
            bond.Send([.. Enumerable.Range(0, 100).Select(Data)]);
            for (int slave = 0; slave < 3; slave++)
            {
                List<byte[]> arrived = bond.Arrived(slave);
                inTurn &= arrived.Count is 33 or 34;
                counts[slave] += arrived.Count;
            }
        }
        Assert.All(counts, count => Assert.InRange(count, 900, 1100));
        Assert.False(inTurn);
    }

    [Fact]
    public void Round_robin_sends_IGMP_on_the_active_slave()
    {
        using WiredBond bond = new(eal, 3);
        bond.Datapath.Publish(bond.Plan(BondMode.BalanceRoundRobin) with { Active = 2 });
        byte[] igmp = Frame.Ethernet(Frame.Mac("01:00:5e:01:02:03"), Us, 0x0800, Frame.Ipv4("10.0.0.1", "224.1.2.3", 2, new byte[8]));
        byte[] multicastUdp = Frame.Ethernet(Frame.Mac("01:00:5e:01:02:03"), Us, 0x0800, Frame.Ipv4("10.0.0.1", "224.1.2.3", 17, new byte[20]));
        bond.Send([igmp, Frame.Tagged(igmp, 0x8100, 9), multicastUdp, igmp, multicastUdp, multicastUdp]);
        Assert.All(bond.Arrived(0), f => Assert.Equal(multicastUdp, f));
        Assert.All(bond.Arrived(1), f => Assert.Equal(multicastUdp, f));
        Assert.Equal(3, bond.Arrived(2).Count(f => !f.SequenceEqual(multicastUdp)));
    }

    [Fact]
    public void Active_backup_sends_everything_on_the_active_slave()
    {
        using WiredBond bond = new(eal, 3);
        bond.Datapath.Publish(bond.Plan(BondMode.ActiveBackup) with { Active = 1 });
        byte[][] frames = [.. Enumerable.Range(0, 70).Select(Data)];
        Assert.Equal(70u, bond.Send(frames));
        Assert.Equal(frames, bond.Arrived(1));
        Assert.Empty(bond.Arrived(0));
        Assert.Equal(70ul * 60, bond.Datapath.ReadSlave(1).TxBytes);
    }

    [Theory]
    [InlineData(BondMode.BalanceRoundRobin)]
    [InlineData(BondMode.ActiveBackup)]
    [InlineData(BondMode.BalanceXor)]
    [InlineData(BondMode.Broadcast)]
    [InlineData(BondMode.Ieee8023ad)]
    [InlineData(BondMode.BalanceTlb)]
    [InlineData(BondMode.BalanceAlb)]
    public void Without_a_usable_slave_frames_are_dropped_and_counted(BondMode mode)
    {
        using WiredBond bond = new(eal, 2);
        Assert.Equal(0u, bond.Send([Data(1)]));
        bond.Datapath.Publish(bond.Plan(mode) with { Usable = [], Active = -1 });
        Assert.Equal(0u, bond.Send([.. Enumerable.Range(0, 70).Select(Data)]));
        Assert.Equal(71ul, bond.Datapath.ReadUplink().Drops[DropReason.NoUsableSlave]);
    }

    [Fact]
    public void Broadcast_gives_every_slave_a_copy()
    {
        using WiredBond bond = new(eal, 4);
        bond.Datapath.Publish(bond.Plan(BondMode.Broadcast) with { Usable = [0, 1, 3] });
        byte[][] frames = [.. Enumerable.Range(0, 80).Select(Data)];
        Assert.Equal(240u, bond.Send(frames));
        foreach (int slave in (int[])[0, 1, 3]) Assert.Equal(frames, bond.Arrived(slave));
        Assert.Empty(bond.Arrived(2));
    }

    [Fact]
    public void Broadcast_accounts_for_every_copy_when_slaves_refuse()
    {
        using WiredBond bond = new(eal, 3, slots: 16);
        bond.Datapath.Publish(bond.Plan(BondMode.Broadcast));
        bond.Send([.. Enumerable.Range(0, 10).Select(Data)]);
        bond.Arrived(1);
        Assert.Equal(6u + 16u + 6u, bond.Send([.. Enumerable.Range(10, 20).Select(Data)]));
        for (int i = 0; i < 5; i++) Assert.Equal(0u, bond.Send([.. Enumerable.Range(10, 20).Select(Data)]));
        foreach (int slave in (int[])[0, 1, 2])
        {
            SlaveCounters counters = bond.Datapath.ReadSlave(slave);
            Assert.Equal(130ul, counters.TxFrames + counters.Drops[DropReason.SlaveQueueFull]);
            Assert.Equal(counters.TxFrames * 60, counters.TxBytes);
        }
        Assert.Equal(Enumerable.Range(10, 16).Select(Data), bond.Arrived(1));
    }

    [Fact]
    public void What_a_full_slave_refuses_is_counted_freed_and_the_rest_keeps_its_order()
    {
        using WiredBond bond = new(eal, 1, slots: 16);
        bond.Datapath.Publish(bond.Plan(BondMode.BalanceXor));
        Assert.Equal(16u, bond.Send([.. Enumerable.Range(0, 50).Select(Data)]));
        Assert.Equal(34ul, bond.Datapath.ReadSlave(0).Drops[DropReason.SlaveQueueFull]);
        Assert.Equal(Enumerable.Range(0, 16).Select(Data), bond.Arrived(0));
    }

    [Fact]
    public void Retries_send_what_fits_once_the_slave_has_room()
    {
        using WiredBond bond = new(eal, 1, new DatapathOptions { TransmitRetries = 1_000_000_000 }, slots: 16);
        bond.Datapath.Publish(bond.Plan(BondMode.ActiveBackup));
        List<byte[]> arrived = [];
        using ManualResetEventSlim done = new();
        Thread reader = new(() =>
        {
            while (!done.IsSet)
            {
                arrived.AddRange(bond.Arrived(0));
                Thread.Yield();
            }
        });
        reader.Start();
        uint sent = bond.Send([.. Enumerable.Range(0, 50).Select(Data)]);
        done.Set();
        reader.Join();
        Assert.Equal(50u, sent);
        arrived.AddRange(bond.Arrived(0));
        Assert.Equal(Enumerable.Range(0, 50).Select(Data), arrived);
    }

    [Theory]
    [InlineData(BondMode.BalanceRoundRobin)]
    [InlineData(BondMode.ActiveBackup)]
    public void A_queue_of_the_uplink_belongs_to_the_slave_with_its_queue_id(BondMode mode)
    {
        using WiredBond bond = new(eal, 2);
        ForwardingPlan plan = bond.Plan(mode);
        plan = plan with { Slaves = plan.Slaves.SetItem(1, plan.Slaves[1] with { QueueId = 3 }) };
        bond.Datapath.Publish(plan);
        bond.Send([Data(1), Data(2), Data(3)], queue: 3);
        Assert.Equal(3, bond.Arrived(1).Count);
        bond.Send([Data(1), Data(2)], queue: 2);
        Assert.NotEmpty(bond.Arrived(0));
        bond.Arrived(1);
        bond.Datapath.Publish(plan with { Slaves = plan.Slaves.SetItem(1, plan.Slaves[1] with { Up = false }), Usable = [0] });
        bond.Send([Data(1), Data(2)], queue: 3);
        Assert.Equal(2, bond.Arrived(0).Count);
    }

    [Fact]
    public void Broadcast_neighbor_sends_ARP_and_neighbour_discovery_on_all_usable_slaves()
    {
        using WiredBond bond = new(eal, 3);
        bond.Datapath.Publish(bond.Plan(BondMode.Ieee8023ad) with { BroadcastNeighbor = true });
        byte[] arp = Frame.Ethernet(Peer, Us, 0x0806, new byte[46]);
        byte[] advertisement = Frame.Tagged(Frame.Ip(Peer, Us, "fe80::1", "fe80::2", 58, [136, .. new byte[23]]), 0x8100, 5);
        byte[] echo = Frame.Ip(Peer, Us, "fe80::1", "fe80::2", 58, [128, .. new byte[23]]);
        Assert.Equal(7u, bond.Send([arp, echo, advertisement]));
        int echoes = 0;
        for (int slave = 0; slave < 3; slave++)
        {
            List<byte[]> arrived = bond.Arrived(slave);
            echoes += arrived.RemoveAll(f => f.SequenceEqual(echo));
            Assert.Equal([arp, advertisement], arrived);
        }
        Assert.Equal(1, echoes);
    }

    [Fact]
    public void Membership_reports_and_tagged_neighbour_traffic_from_the_uplink_are_copied()
    {
        using WiredBond bond = new(eal, 1);
        bond.Datapath.Publish(bond.Plan(BondMode.ActiveBackup) with { Taps = FrameTaps.SentMembership | FrameTaps.SentNeighbour });
        byte[] igmp = Frame.Ethernet(Frame.Mac("01:00:5e:01:02:03"), Us, 0x0800, Frame.Ipv4("10.0.0.1", "224.1.2.3", 2, [0x16, 0, 0, 0, 224, 1, 2, 3]));
        byte[] arp = Frame.Ethernet(Frame.Mac("ff:ff:ff:ff:ff:ff"), Us, 0x0806, new byte[46]);
        byte[] taggedArp = Frame.Tagged(arp, 0x8100, 12);
        byte[][] all = [Data(1), igmp, arp, taggedArp, Data(2)];
        Assert.Equal(5u, bond.Send(all));
        Assert.Equal(all, bond.Arrived(0));
        List<(ControlFrameInfo Info, byte[] Bytes)> control = bond.ControlFrames();
        Assert.Equal([igmp, taggedArp], control.Select(c => c.Bytes));
        Assert.All(control, c => Assert.Equal((ControlFrameKind.SentCopy, -1), (c.Info.Kind, c.Info.Slot)));
    }

    [Fact]
    public void Control_frames_leave_on_their_slave_by_the_control_queue_or_the_worker()
    {
        using WiredBond bond = new(eal, 2, queues: 2);
        bond.Datapath.SetSlave(1, new DatapathPort(bond.Wire(1).A.Id, 1, 1, ControlTxQueue: 1));
        bond.Datapath.Publish(bond.Plan(BondMode.Ieee8023ad));
        Assert.True(bond.Datapath.SendControl(0, bond.Make(Data(1))));
        Assert.True(bond.Datapath.SendControl(1, bond.Make(Data(2))));
        Assert.Equal([Data(2)], bond.Arrived(1, queue: 1));
        Assert.Empty(bond.Arrived(0));
        bond.Port.Poll();
        Assert.Equal([Data(1)], bond.Arrived(0));

        Mbuf* nobody = bond.Make(Data(3));
        Assert.False(bond.Datapath.SendControl(5, nobody));
        Burst.Free(&nobody, 1);
        Assert.True(bond.Datapath.SendControl(0, bond.Make(Data(4)))); // left in the ring: freed with the bond
    }

    internal static byte[] Data(int number) =>
        Frame.Ethernet(Peer, Us, 0x88b5, [.. Frame.Number((ushort)number), .. new byte[44]]);
}
