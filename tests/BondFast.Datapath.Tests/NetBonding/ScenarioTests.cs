using BondFast.Bonding;
using BondFast.Testing;

namespace BondFast.Datapath.Tests.NetBonding;

/// <summary>
/// The scenarios of DPDK's own bonding tests (link_bonding_autotest) with their numbers, as far as they are about packets. Which
/// stands where, and what they expect that BondFast means differently: tests/NET_BONDING_CHECKLIST.md.
/// </summary>
[Collection("EAL")]
public sealed class ScenarioTests(EalFixture eal)
{
    private static readonly byte[] Us = Frame.Mac("02:00:00:00:00:10");

    [Fact]
    public void Mode_0_splits_a_burst_of_40_over_two_slaves_and_of_20_over_the_two_of_four_that_are_up()
    {
        using WiredBond two = new(eal, 2);
        two.Datapath.Publish(two.Plan(BondMode.BalanceRoundRobin));
        Assert.Equal(40u, two.Send(Flow(40)));
        Assert.Equal([20, 20], Arrived(two, 2));
        using WiredBond four = new(eal, 4);
        four.Datapath.Publish(four.Plan(BondMode.BalanceRoundRobin) with { Usable = [0, 2] });
        Assert.Equal(20u, four.Send(Flow(20)));
        Assert.Equal([10, 0, 10, 0], Arrived(four, 4));
    }

    [Fact]
    public void Mode_0_counts_what_a_slave_refuses_of_a_burst_of_64()
    {
        using WiredBond bond = new(eal, 2, slots: 16);
        bond.Datapath.Publish(bond.Plan(BondMode.BalanceRoundRobin));
        Assert.Equal(32u, bond.Send(Flow(64)));
        for (int slave = 0; slave < 2; slave++)
        {
            SlaveCounters counters = bond.Datapath.ReadSlave(slave);
            Assert.Equal((16ul, 16ul), (counters.TxFrames, counters.Drops[DropReason.SlaveQueueFull]));
        }
        Assert.Equal([16, 16], Arrived(bond, 2));
    }

    [Theory]
    [InlineData(BondMode.BalanceRoundRobin, new[] { 15, 13, 36, 0 })]
    [InlineData(BondMode.BalanceXor, new[] { 10, 5, 30, 0 })]
    [InlineData(BondMode.Broadcast, new[] { 10, 5, 30, 0 })]
    public void Bursts_of_several_slaves_are_received_in_one_call_and_counted_on_each(BondMode mode, int[] bursts)
    {
        using WiredBond bond = new(eal, bursts.Length);
        bond.Datapath.Publish(bond.Plan(mode));
        for (int slave = 0; slave < bursts.Length; slave++) bond.Inject(slave, Flow(bursts[slave]));
        Assert.Equal(bursts.Sum(), bond.Receive().Count);
        Assert.Equal(bursts, Enumerable.Range(0, bursts.Length).Select(slave => (int)bond.Datapath.ReadSlave(slave).RxFrames));
    }

    [Theory]
    [InlineData(BondMode.ActiveBackup)]
    [InlineData(BondMode.BalanceTlb)]
    public void Mode_1_and_5_receive_17_frames_on_the_active_slave_and_none_on_another(BondMode mode)
    {
        using WiredBond bond = new(eal, 4);
        ForwardingPlan plan = bond.Plan(mode) with { FlowTable = mode == BondMode.BalanceTlb ? WiredBond.FlowTable(bucket => bucket % 4) : [] };
        bond.Datapath.Publish(plan with { Slaves = [.. plan.Slaves.Select((slave, i) => slave with { Receive = i == 0 ? ReceiveRule.All : ReceiveRule.Suppress })] });
        bond.Inject(0, Flow(17));
        Assert.Equal(17, bond.Receive().Count);
        bond.Inject(2, Flow(17));
        Assert.Empty(bond.Receive());
        Assert.Equal(17ul, bond.Datapath.ReadSlave(2).Drops[DropReason.InactiveSlave]);
    }

    [Fact]
    public void Mode_2_layer2_keeps_10_frames_to_one_address_and_15_to_the_next_apart()
    {
        using WiredBond bond = new(eal, 2);
        bond.Datapath.Publish(bond.Plan(BondMode.BalanceXor, XmitHashPolicy.Layer2));
        bond.Send([.. Enumerable.Repeat(Frame.Ethernet(Frame.Mac("00:ff:00:ff:00:00"), Us, 0x0800, new byte[46]), 10),
            .. Enumerable.Repeat(Frame.Ethernet(Frame.Mac("00:ff:00:ff:00:01"), Us, 0x0800, new byte[46]), 15)]);
        Assert.Equal([10, 15], Arrived(bond, 2));
    }

    public static TheoryData<XmitHashPolicy, string> Changes() => new()
    {
        { XmitHashPolicy.Layer23, "IPv4 destination" },
        { XmitHashPolicy.Layer23, "VLAN, IPv4 destination" },
        { XmitHashPolicy.Layer23, "IPv6 destination" },
        { XmitHashPolicy.Layer23, "VLAN, IPv6 destination" },
        { XmitHashPolicy.Layer23, "destination MAC" },
        { XmitHashPolicy.Layer34, "IPv4 destination" },
        { XmitHashPolicy.Layer34, "UDP port over IPv4" },
        { XmitHashPolicy.Layer34, "VLAN, IPv4 destination" },
        { XmitHashPolicy.Layer34, "IPv6 destination" },
        { XmitHashPolicy.Layer34, "VLAN, IPv6 destination" },
        { XmitHashPolicy.Layer34, "UDP port over IPv6" },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void Mode_2_sends_two_bursts_on_two_slaves_when_only_one_field_differs(XmitHashPolicy policy, string change)
    {
        using WiredBond bond = new(eal, 2);
        bond.Datapath.Publish(bond.Plan(BondMode.BalanceXor, policy));
        Assert.Equal(20u, bond.Send([.. Enumerable.Repeat(Flow(change, 0), 20)]));
        Assert.Equal(10u, bond.Send([.. Enumerable.Repeat(Flow(change, 1), 10)]));
        Assert.Equal([10, 20], Arrived(bond, 2).Order());
    }

    [Fact]
    public void Mode_2_over_slaves_that_are_up_sends_each_flow_of_21_on_one_of_them()
    {
        using WiredBond bond = new(eal, 4);
        bond.Datapath.Publish(bond.Plan(BondMode.BalanceXor, XmitHashPolicy.Layer2) with { Usable = [0, 2] });
        byte[] one = Frame.Ethernet(Frame.Mac("00:ff:00:ff:00:00"), Us, 0x0800, new byte[46]), other = Frame.Ethernet(Frame.Mac("00:ff:00:ff:00:01"), Us, 0x0800, new byte[46]);
        bond.Send([.. Enumerable.Repeat(one, 21), .. Enumerable.Repeat(other, 21)]);
        Assert.Equal([21, 0, 21, 0], Arrived(bond, 4));
        bond.Datapath.Publish(bond.Plan(BondMode.BalanceXor, XmitHashPolicy.Layer2) with { Usable = [0] });
        bond.Send([.. Enumerable.Repeat(one, 21), .. Enumerable.Repeat(other, 21)]);
        Assert.Equal([42, 0, 0, 0], Arrived(bond, 4));
    }

    [Fact]
    public void Mode_3_sends_40_frames_on_both_slaves_and_21_on_the_two_of_four_that_are_up()
    {
        using WiredBond two = new(eal, 2);
        two.Datapath.Publish(two.Plan(BondMode.Broadcast));
        Assert.Equal(80u, two.Send(Flow(40)));
        Assert.Equal([40, 40], Arrived(two, 2));
        using WiredBond four = new(eal, 4);
        four.Datapath.Publish(four.Plan(BondMode.Broadcast) with { Usable = [0, 2] });
        Assert.Equal(42u, four.Send(Flow(21)));
        Assert.Equal([21, 0, 21, 0], Arrived(four, 4));
    }

    [Fact]
    public void Mode_5_sends_everything_and_something_on_each_slave()
    {
        // DPDK needs 400 000 bursts for that, as it chooses by time; here every flow has its slave from the start.
        using WiredBond bond = new(eal, 4);
        bond.Datapath.Publish(bond.Plan(BondMode.BalanceTlb) with { FlowTable = WiredBond.FlowTable(bucket => bucket % 4) });
        int[] sum = new int[4];
        for (int burst = 0; burst < 20; burst++)
        {
            byte[][] frames = [.. Enumerable.Range(0, 60).Select(i => Frame.Ip(Frame.Mac("02:00:00:00:00:99"), i % 2 == 0 ? Us : Frame.Mac("02:00:00:00:77:77"),
                "10.0.0.1", $"10.0.0.{burst + i}", 17, Frame.Ports((ushort)(burst * 60 + i), 80)))];
            Assert.Equal(60u, bond.Send(frames));
            int[] arrived = Arrived(bond, 4);
            for (int slave = 0; slave < 4; slave++) sum[slave] += arrived[slave];
        }
        Assert.Equal(1200, sum.Sum());
        Assert.All(sum, count => Assert.InRange(count, 1, 1199));
    }

    [Fact]
    public void Mode_6_sends_32_IPv4_frames()
    {
        using WiredBond bond = new(eal, 2);
        bond.Datapath.Publish(bond.Plan(BondMode.BalanceAlb) with { FlowTable = WiredBond.FlowTable(bucket => bucket % 2) });
        Assert.Equal(32u, bond.Send([.. Enumerable.Range(0, 32).Select(i => Frame.Ip(Frame.Mac("02:00:00:00:00:99"), Us, "10.0.0.1", $"10.0.0.{i}", 17, new byte[20]))]));
        Assert.Equal([16, 16], Arrived(bond, 2));
    }

    private static byte[][] Flow(int count) => [.. Enumerable.Range(0, count).Select(Transmit.StrategyTests.Data)];

    private static byte[] Flow(string change, int variant)
    {
        bool six = change.Contains("IPv6", StringComparison.Ordinal);
        byte[] peer = Frame.Mac($"02:00:00:00:00:{(change.Contains("MAC", StringComparison.Ordinal) ? 0x98 + variant : 0x98):x}");
        int address = change.Contains("destination", StringComparison.Ordinal) && !change.Contains("MAC", StringComparison.Ordinal) ? 2 + variant : 2;
        int port = change.Contains("port", StringComparison.Ordinal) ? 2000 + variant : 2000;
        byte[] frame = Frame.Ip(peer, Us, six ? "2001:db8::1" : "10.0.0.1", six ? $"2001:db8::{address}" : $"10.0.0.{address}", 17, Frame.Ports(1000, (ushort)port));
        return change.StartsWith("VLAN", StringComparison.Ordinal) ? Frame.Tagged(frame, 0x8100, 1) : frame;
    }

    private static int[] Arrived(WiredBond bond, int slaves) => [.. Enumerable.Range(0, slaves).Select(slave => bond.Arrived(slave).Count)];
}
