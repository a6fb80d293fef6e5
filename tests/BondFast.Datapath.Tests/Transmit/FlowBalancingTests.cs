using BondFast.Bonding;
using BondFast.Dpdk;
using BondFast.Testing;

namespace BondFast.Datapath.Tests.Transmit;

[Collection("EAL")]
public sealed unsafe class FlowBalancingTests(EalFixture eal)
{
    private static readonly byte[] Peer = Frame.Mac("00:11:22:33:44:55");
    private static readonly byte[] Us = Frame.Mac("66:77:88:99:aa:bb");

    private static readonly byte[] Solicitation = Frame.Ip(Peer, Us, "fe80::1", "fe80::2", 58, [135, .. new byte[23]]);
    private static readonly byte[] Arp = Frame.Ethernet(Peer, Us, 0x0806, new byte[46]);

    [Fact]
    public void The_bucket_of_balance_tlb_is_the_low_byte_of_the_hash()
    {
        byte[] frame = Frame.Ip(Peer, Us, "10.0.0.1", "10.0.0.2", 17, new byte[20]);
        AssertBucket(BondMode.BalanceTlb, XmitHashFormula.Linux, frame, 238);
        AssertBucket(BondMode.BalanceTlb, XmitHashFormula.Howto, frame, 0xee);
    }

    [Theory]
    [InlineData("192.168.1.10", "192.168.1.20", 125)]
    [InlineData("10.0.0.1", "10.0.0.2", 8)]
    [InlineData("192.0.2.1", "198.51.100.7", 150)]
    [InlineData("2001:db8::1", "2001:db8::2", 150)]
    public void The_bucket_of_balance_alb_is_the_XOR_of_the_destination_address(string source, string destination, int bucket)
    {
        AssertBucket(BondMode.BalanceAlb, XmitHashFormula.Howto, Frame.Ip(Peer, Us, source, destination, 17, new byte[20]), bucket);
        AssertBucket(BondMode.BalanceAlb, XmitHashFormula.Howto, Frame.Tagged(Frame.Ip(Peer, Us, source, destination, 17, new byte[20]), 0x8100, 3), bucket);
    }

    public static TheoryData<string, BondMode, byte[]> Unbalanced() => new()
    {
        { "tlb broadcast", BondMode.BalanceTlb, Frame.Ip(Frame.Mac("ff:ff:ff:ff:ff:ff"), Us, "10.0.0.1", "10.0.0.255", 17, new byte[20]) },
        { "tlb multicast", BondMode.BalanceTlb, Frame.Ip(Frame.Mac("01:00:5e:01:02:03"), Us, "10.0.0.1", "224.1.2.3", 17, new byte[20]) },
        { "tlb ARP", BondMode.BalanceTlb, Arp },
        { "tlb not IP", BondMode.BalanceTlb, Frame.Ethernet(Peer, Us, 0x88b5, new byte[46]) },
        { "tlb solicitation", BondMode.BalanceTlb, Solicitation },
        { "tlb cut IPv6", BondMode.BalanceTlb, Frame.Ip(Peer, Us, "fe80::1", "fe80::2", 17, new byte[20])[..50] },
        { "tlb runt", BondMode.BalanceTlb, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] },
        { "alb broadcast", BondMode.BalanceAlb, Frame.Ip(Frame.Mac("ff:ff:ff:ff:ff:ff"), Us, "10.0.0.1", "10.0.0.255", 17, new byte[20]) },
        { "alb limited broadcast", BondMode.BalanceAlb, Frame.Ip(Peer, Us, "10.0.0.1", "255.255.255.255", 17, new byte[20]) },
        { "alb IGMP", BondMode.BalanceAlb, Frame.Ip(Frame.Mac("01:00:5e:01:02:03"), Us, "10.0.0.1", "224.1.2.3", 2, new byte[20]) },
        { "alb all nodes", BondMode.BalanceAlb, Frame.Ip(Frame.Mac("33:33:00:00:00:01"), Us, "fe80::1", "ff02::1", 17, new byte[20]) },
        { "alb solicitation", BondMode.BalanceAlb, Solicitation },
        { "alb duplicate address detection", BondMode.BalanceAlb, Frame.Ip(Frame.Mac("33:33:00:00:00:16"), Us, "::", "ff02::16", 58, [143, .. new byte[20]]) },
        { "alb not IP", BondMode.BalanceAlb, Frame.Ethernet(Peer, Us, 0x88b5, new byte[46]) },
        { "alb ARP, not tapped", BondMode.BalanceAlb, Arp },
        { "alb cut IPv4", BondMode.BalanceAlb, Frame.Ip(Peer, Us, "10.0.0.1", "10.0.0.2", 17, new byte[20])[..30] },
    };

    [Theory]
    [MemberData(nameof(Unbalanced))]
    public void What_is_not_balanced_leaves_on_the_active_slave(string what, BondMode mode, byte[] frame)
    {
        using WiredBond bond = new(eal, 3);
        bond.Datapath.Publish(bond.Plan(mode) with { Active = 1, FlowTable = WiredBond.FlowTable(_ => 2) });
        Assert.True(bond.Send([frame]) == 1, what);
        Assert.Equal([frame], bond.Arrived(1));
        ulong[] buckets = new ulong[256];
        bond.Datapath.ReadFlowLoad(buckets, out ulong unbalanced);
        Assert.Equal((ulong)frame.Length, unbalanced);
        Assert.All(buckets, bytes => Assert.Equal(0ul, bytes));
    }

    [Fact]
    public void Multicast_is_balanced_in_alb()
    {
        using WiredBond bond = new(eal, 2);
        bond.Datapath.Publish(bond.Plan(BondMode.BalanceAlb) with { FlowTable = WiredBond.FlowTable(_ => 1) });
        bond.Send([Frame.Ip(Frame.Mac("01:00:5e:01:02:03"), Us, "10.0.0.1", "224.1.2.3", 17, new byte[20])]);
        Assert.Single(bond.Arrived(1));
    }

    [Fact]
    public void Bytes_are_counted_per_bucket_and_reported_once()
    {
        using WiredBond bond = new(eal, 2);
        bond.Datapath.Publish(bond.Plan(BondMode.BalanceAlb) with { FlowTable = WiredBond.FlowTable(bucket => bucket % 2) });
        byte[][] frames = [.. Enumerable.Range(0, 100).Select(i => Frame.Ip(Peer, Us, "10.0.0.1", $"0.0.0.{i % 10}", 17, new byte[20 + i]))];
        bond.Send(frames);
        ulong[] buckets = new ulong[256];
        bond.Datapath.ReadFlowLoad(buckets, out ulong unbalanced);
        Assert.Equal(0ul, unbalanced);
        for (int bucket = 0; bucket < 10; bucket++) Assert.Equal((ulong)frames.Where((_, i) => i % 10 == bucket).Sum(f => f.Length), buckets[bucket]);
        Assert.Equal(frames.Where((_, i) => i % 10 % 2 == 1), bond.Arrived(1));
        Assert.Equal(frames.Where((_, i) => i % 10 % 2 == 0), bond.Arrived(0));
        bond.Datapath.ReadFlowLoad(buckets, out _);
        Assert.All(buckets, bytes => Assert.Equal(0ul, bytes));
    }

    [Fact]
    public void Without_dynamic_balancing_the_hash_decides_over_the_usable_slaves()
    {
        using WiredBond bond = new(eal, 4);
        bond.Datapath.Publish(bond.Plan(BondMode.BalanceTlb) with { Usable = [0, 2, 3], Active = 2 });
        byte[][] frames = [.. Enumerable.Range(0, 60).Select(i => Frame.Ip(Peer, Us, "10.0.0.1", $"10.0.0.{i}", 17, Frame.Ports((ushort)(i * 7), 80)))];
        bond.Send([.. frames, Arp]);
        int[] usable = [0, 2, 3];
        for (int place = 0; place < 3; place++)
        {
            IEnumerable<byte[]> expected = frames.Where(f => TransmitHash.Place(TransmitHash.Compute(XmitHashPolicy.Layer34, XmitHashFormula.Howto, f), 3) == place);
            Assert.Equal(usable[place] == 2 ? [.. expected, Arp] : expected, bond.Arrived(usable[place]));
        }
    }

    [Fact]
    public void Frames_on_another_slave_than_the_active_one_carry_its_address()
    {
        using WiredBond bond = new(eal, 2);
        ForwardingPlan plan = bond.Plan(BondMode.BalanceTlb) with { FlowTable = WiredBond.FlowTable(_ => 1) };
        bond.Datapath.Publish(plan with { Slaves = plan.Slaves.SetItem(1, plan.Slaves[1] with { RewriteSource = true }) });
        byte[] frame = Frame.Ip(Peer, Us, "10.0.0.1", "10.0.0.2", 17, new byte[20]);
        bond.Send([frame, Arp]);
        byte[] rewritten = [.. Peer, .. Frame.Mac("02:00:00:00:00:11"), .. frame.AsSpan(12)];
        Assert.Equal([rewritten], bond.Arrived(1));
        Assert.Equal([Arp], bond.Arrived(0));
    }

    [Fact]
    public void A_frame_with_another_owner_is_copied_before_its_address_changes()
    {
        using WiredBond bond = new(eal, 2);
        ForwardingPlan plan = bond.Plan(BondMode.BalanceTlb) with { FlowTable = WiredBond.FlowTable(_ => 1) };
        bond.Datapath.Publish(plan with { Slaves = plan.Slaves.SetItem(1, plan.Slaves[1] with { RewriteSource = true }) });
        byte[] bytes = Frame.Ip(Peer, Us, "10.0.0.1", "10.0.0.2", 17, new byte[20]);
        Mbuf* frame = bond.Make(bytes);
        Mbuf* sent = frame;
        Burst.AddOwners(&sent, 1, 1);
        Assert.Equal(1u, bond.Port.Transmit(&sent, 1));
        Assert.Equal(bytes, frame->FirstSegment.ToArray());
        Assert.Equal(1, frame->ReferenceCount);
        Burst.Free(&frame, 1);
        Assert.Equal(Frame.Mac("02:00:00:00:00:11"), Assert.Single(bond.Arrived(1))[6..12]);
    }

    [Fact]
    public void ARP_of_balance_alb_is_taken_over_by_the_control_core()
    {
        using WiredBond bond = new(eal, 2, new DatapathOptions { ControlRing = 2 });
        bond.Datapath.Publish(bond.Plan(BondMode.BalanceAlb) with { Taps = FrameTaps.SentArp, FlowTable = WiredBond.FlowTable(_ => 1) });
        byte[] tagged = Frame.Tagged(Arp, 0x8100, 4);
        byte[] data = Frame.Ip(Peer, Us, "10.0.0.1", "10.0.0.2", 17, new byte[20]);
        Assert.Equal(2u, bond.Send([Arp, data, tagged, Arp]));
        Assert.Equal([data], bond.Arrived(1));
        Assert.Equal([Arp], bond.Arrived(0)); // the ring was full: as ordinary traffic on the active slave
        List<(ControlFrameInfo Info, byte[] Bytes)> control = bond.ControlFrames();
        Assert.Equal([Arp, tagged], control.Select(c => c.Bytes));
        Assert.All(control, c => Assert.Equal(ControlFrameKind.SentArp, c.Info.Kind));
    }

    private void AssertBucket(BondMode mode, XmitHashFormula formula, byte[] frame, int bucket)
    {
        using WiredBond bond = new(eal, 2);
        bond.Datapath.Publish(bond.Plan(mode, XmitHashPolicy.Layer2, formula) with { FlowTable = WiredBond.FlowTable(b => b == bucket ? 1 : 0) });
        Assert.Equal(1u, bond.Send([frame]));
        Assert.Equal([frame], bond.Arrived(1));
    }
}
