using BondFast.Bonding;
using BondFast.Testing;

namespace BondFast.Datapath.Tests.NetBonding;

/// <summary>What DPDK's net_bonding gets wrong on the way of a packet, and BondFast does not. The whole list: tests/NET_BONDING_CHECKLIST.md.</summary>
[Collection("EAL")]
public sealed class DefectTests(EalFixture eal)
{
    private static readonly byte[] Peer = Frame.Mac("02:00:00:00:00:99");
    private static readonly byte[] Us = Frame.Mac("02:00:00:00:00:10");

    [Fact]
    public void Broadcast_with_every_slave_full_sends_nothing_and_frees_each_frame_once()
    {
        // Defect 1: returns 0 and frees frames that the caller still owns. Here the caller owns nothing any more; the pool is counted at the end.
        using WiredBond bond = new(eal, 2, slots: 16);
        bond.Datapath.Publish(bond.Plan(BondMode.Broadcast));
        Assert.Equal(32u, bond.Send(Data(16)));
        int inUse = bond.Pool.InUse;
        Assert.Equal(0u, bond.Send(Data(4)));
        Assert.Equal(inUse, bond.Pool.InUse);
    }

    [Fact]
    public void Arp_and_data_in_one_burst_of_balance_alb_are_all_accounted_for_when_the_slave_is_full()
    {
        // Defect 2: the tail of frames not sent holds a pointer to nothing.
        using WiredBond bond = new(eal, 2, slots: 16);
        bond.Datapath.Publish(bond.Plan(BondMode.BalanceAlb) with { Taps = FrameTaps.SentArp, FlowTable = WiredBond.FlowTable(_ => 1) });
        byte[] arp = Frame.Ethernet(Peer, Us, 0x0806, new byte[46]);
        byte[][] data = [.. Enumerable.Range(0, 40).Select(i => Frame.Ip(Peer, Us, "10.0.0.1", "10.0.0.2", 17, Frame.Ports((ushort)i, 80)))];
        Assert.Equal(16u, bond.Send([arp, .. data[..20], arp, .. data[20..], arp]));
        Assert.Equal(data[..16], bond.Arrived(1));
        Assert.Equal(24ul, bond.Datapath.ReadSlave(1).Drops[DropReason.SlaveQueueFull]);
        Assert.Equal([arp, arp, arp], bond.ControlFrames().Select(control => control.Bytes));
    }

    [Theory]
    [InlineData(XmitHashFormula.Howto)]
    [InlineData(XmitHashFormula.Linux)]
    public void Udp_without_payload_stays_on_the_slave_of_its_flow(XmitHashFormula formula)
    {
        // Defect 8: a datagram without payload has no ports there.
        foreach (string[] ends in (string[][])[["10.0.0.1", "10.0.0.2"], ["2001:db8::1", "2001:db8::2"]])
            for (ushort port = 1; port < 50; port++)
            {
                byte[] full = Frame.Ip(Peer, Us, ends[0], ends[1], 17, [.. Frame.Number(port), .. Frame.Number(80), 0, 28, 0, 0, .. new byte[20]]);
                byte[] empty = Frame.Ip(Peer, Us, ends[0], ends[1], 17, [.. Frame.Number(port), .. Frame.Number(80), 0, 8, 0, 0]);
                Assert.Equal(TransmitHash.Compute(XmitHashPolicy.Layer34, formula, full), TransmitHash.Compute(XmitHashPolicy.Layer34, formula, empty));
            }
    }

    [Fact]
    public void Each_bond_takes_turns_for_itself()
    {
        // Defect 9: one round-robin cursor for every bond of the process, and self-made frames move it too.
        using WiredBond one = new(eal, 2), other = new(eal, 2);
        one.Datapath.Publish(one.Plan(BondMode.BalanceRoundRobin));
        other.Datapath.Publish(other.Plan(BondMode.BalanceRoundRobin));
        byte[][] frames = Data(12);
        for (int i = 0; i < frames.Length; i++)
        {
            one.Send([frames[i]]);
            if (i % 3 == 0) other.Send([frames[i]]);
            unsafe
            {
                Assert.True(one.Datapath.SendControl(0, one.Make(frames[0])));
            }
            one.Port.Poll();
        }
        Assert.Equal(frames.Where((_, i) => i % 2 == 1), one.Arrived(1));
        Assert.Equal(6 + frames.Length, one.Arrived(0).Count);
        Assert.Equal([2, 2], [other.Arrived(0).Count, other.Arrived(1).Count]);
    }

    [Fact]
    public unsafe void Several_control_frames_for_one_slave_all_leave_in_order()
    {
        // Defect 13: room for one pending control frame of each slave; a marker and a LACPDU collide.
        using WiredBond bond = new(eal, 2);
        bond.Datapath.Publish(bond.Plan(BondMode.Ieee8023ad));
        byte[][] frames = Data(10);
        foreach (byte[] frame in frames) Assert.True(bond.Datapath.SendControl(1, bond.Make(frame)));
        bond.Port.Poll();
        Assert.Equal(frames, bond.Arrived(1));
    }

    private static byte[][] Data(int count) => [.. Enumerable.Range(0, count).Select(Transmit.StrategyTests.Data)];
}
