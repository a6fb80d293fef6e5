using BondFast.Bonding;
using BondFast.Simulation.Tests.Network;

namespace BondFast.Simulation.Tests.LoadBalancing;

/// <summary>What the workers are told about transmitting and receiving: linux-bonding 8.1 and 3.3; HOWTO, mode balance-tlb.</summary>
public class TransmitBalancingTests
{
    private readonly ulong[] _bytes = new ulong[ForwardingPlan.FlowTableSize];

    public static TheoryData<BondMode> Both => new(BondMode.BalanceTlb, BondMode.BalanceAlb);

    [Theory]
    [MemberData(nameof(Both))]
    public void All_256_buckets_are_assigned_evenly_from_the_start(BondMode mode)
    {
        var bond = new BalancedBond(mode, ports: 4);
        Assert.Equal([64, 64, 64, 64], Shares(bond));
        Assert.Equal([0, 1, 2, 3], bond.Host.Plan.Usable.ToArray());
        Assert.Equal(0, bond.Host.Plan.Active);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void Frames_on_slaves_other_than_the_active_one_get_the_slaves_address_as_source(BondMode mode)
    {
        var bond = new BalancedBond(mode);
        bond.Port(0).Carrier = false;
        bond.Net.Run(200);
        Assert.Equal([true, false, true], bond.Host.Plan.Slaves.Select(slave => slave.RewriteSource));
        Assert.Equal([1, 0, 2], bond.Host.Plan.Slaves.Select(slave => (int)(slave.Mac.Value & 0xff)));
    }

    [Theory]
    [InlineData(BondMode.BalanceTlb, ReceiveRule.Suppress)]
    [InlineData(BondMode.BalanceAlb, ReceiveRule.UnicastOnly)]
    public void Slaves_other_than_the_active_one_deliver_nothing_in_tlb_and_unicast_in_alb(BondMode mode, ReceiveRule others)
    {
        var bond = new BalancedBond(mode);
        Assert.Equal([ReceiveRule.All, others, others], bond.Host.Plan.Slaves.Select(slave => slave.Receive));
        bond.Port(0).Carrier = false;
        bond.Net.Run(200);
        Assert.Equal([others, ReceiveRule.All, others], bond.Host.Plan.Slaves.Select(slave => slave.Receive));
        bond.Host.Set("all_slaves_active", "1");
        Assert.All(bond.Host.Plan.Slaves, slave => Assert.Equal(ReceiveRule.All, slave.Receive));
    }

    [Fact]
    public void Every_10_seconds_buckets_are_assigned_by_the_bytes_they_carried()
    {
        var bond = new BalancedBond(BondMode.BalanceTlb, ports: 2);
        bond.Net.Run(200);
        int heavy = 40, other = 41;
        Assert.NotEqual(bond.Host.Plan.FlowTable[heavy], bond.Host.Plan.FlowTable[other]);
        _bytes[heavy] = _bytes[other] = 10 * 20_000_000ul;
        _bytes[7] = 10 * 30_000_000ul;
        bond.Bond.ReportFlowLoad(_bytes, 0);
        byte[] before = [.. bond.Host.Plan.FlowTable];
        bond.Net.Run(9_799);
        Assert.Equal(before, bond.Host.Plan.FlowTable.ToArray());
        bond.Net.Run(1);
        Assert.Equal(0, bond.Host.Plan.FlowTable[7]);
        Assert.Equal(1, bond.Host.Plan.FlowTable[heavy]);
        // 30 MB/s against 20 MB/s: the second of the two goes to the lighter slave, which then has 40.
        Assert.Equal(1, bond.Host.Plan.FlowTable[other]);
        Assert.Equal([254, 2], Shares(bond));
    }

    [Fact]
    public void What_is_not_balanced_counts_as_load_of_the_active_slave()
    {
        var bond = new BalancedBond(BondMode.BalanceTlb, ports: 2);
        bond.Net.Run(200);
        bond.Bond.ReportFlowLoad(_bytes, 10 * 1_000_000);
        bond.Net.Run(10_000);
        Assert.Equal([0, 256], Shares(bond));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void Between_rebalances_buckets_stay_put_whatever_the_load(BondMode mode)
    {
        var bond = new BalancedBond(mode);
        bond.Net.Run(200);
        int plans = bond.Host.Effects.Plans.Count;
        for (int i = 0; i < 95; i++)
        {
            _bytes[i] = (ulong)i << 30;
            bond.Bond.ReportFlowLoad(_bytes, 1 << 30);
            bond.Net.Run(100);
        }
        Assert.Equal(plans, bond.Host.Effects.Plans.Count);
    }

    [Fact]
    public void A_rebalance_that_moves_nothing_publishes_nothing()
    {
        var bond = new BalancedBond(BondMode.BalanceAlb);
        bond.Net.Run(200);
        int plans = bond.Host.Effects.Plans.Count;
        bond.Net.Run(60_000);
        Assert.Equal(plans, bond.Host.Effects.Plans.Count);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void The_buckets_of_a_lost_slave_move_and_no_others(BondMode mode)
    {
        var bond = new BalancedBond(mode);
        byte[] before = [.. bond.Host.Plan.FlowTable];
        bond.Port(2).Carrier = false;
        bond.Net.Run(100);
        AssertMoved(before, bond.Host.Plan.FlowTable, from: 2);
        Assert.Equal([128, 128, 0], Shares(bond));
    }

    [Fact]
    public void The_buckets_of_a_slave_in_downdelay_move_when_its_carrier_goes()
    {
        var bond = new BalancedBond(BondMode.BalanceTlb, options: new BondOptions { Miimon = 100, Downdelay = 1000 });
        byte[] before = [.. bond.Host.Plan.FlowTable];
        bond.Net.Run(50);
        bond.Port(1).Carrier = false;
        bond.Net.Run(1);
        AssertMoved(before, bond.Host.Plan.FlowTable, from: 1);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void A_link_that_comes_back_causes_a_rebalance_within_100_ms(BondMode mode)
    {
        var bond = new BalancedBond(mode, ports: 2);
        bond.Port(1).Carrier = false;
        bond.Net.Run(300);
        Assert.Equal([256, 0], Shares(bond));
        bond.Port(1).Carrier = true;
        bond.Net.Run(200);
        Assert.Equal([128, 128], Shares(bond));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void A_new_slave_causes_a_rebalance_within_100_ms(BondMode mode)
    {
        var bond = new BalancedBond(mode, ports: 2);
        bond.Net.Run(300);
        bond.Host.Enslave(bond.Host.AddPort());
        bond.Net.Run(100);
        Assert.Equal([86, 85, 85], Shares(bond));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void A_released_slave_leaves_no_bucket_behind(BondMode mode)
    {
        var bond = new BalancedBond(mode);
        bond.Host.Release(bond.Port(1));
        Assert.Equal(2, bond.Host.Plan.Slaves.Length);
        Assert.Equal([128, 128], Shares(bond));
        Assert.Equal(2, bond.Host.Plan.Slaves[1].Slot);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void Without_a_usable_slave_everything_is_dropped_and_the_first_one_back_carries_all(BondMode mode)
    {
        var bond = new BalancedBond(mode, ports: 2);
        bond.Port(0).Carrier = bond.Port(1).Carrier = false;
        bond.Net.Run(200);
        Assert.Empty(bond.Host.Plan.Usable);
        Assert.Empty(bond.Host.Plan.FlowTable);
        Assert.Equal(-1, bond.Host.Plan.Active);
        Assert.False(bond.Bond.CarrierUp);
        bond.Port(1).Carrier = true;
        bond.Net.Run(100);
        Assert.Equal([0, 256], Shares(bond));
        Assert.Equal(1, bond.Host.Plan.Active);
        Assert.Equal(BalancedBond.Mac(0), bond.Slave(1).CurrentMac);
    }

    [Fact]
    public void An_active_slave_without_carrier_takes_no_unbalanced_frame_while_downdelay_runs()
    {
        var bond = new BalancedBond(BondMode.BalanceTlb, options: new BondOptions { Miimon = 100, Downdelay = 500 });
        bond.Net.Run(50);
        bond.Port(0).Carrier = false;
        bond.Net.Run(100);
        Assert.Equal(-1, bond.Host.Plan.Active);
        bond.Net.Run(600);
        Assert.Equal(1, bond.Host.Plan.Active);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void Without_tlb_dynamic_lb_the_hash_over_the_usable_slaves_chooses(BondMode mode)
    {
        var bond = new BalancedBond(mode, options: new BondOptions { Miimon = 100, TlbDynamicLb = false, XmitHashPolicy = XmitHashPolicy.Layer34 });
        Assert.Empty(bond.Host.Plan.FlowTable);
        Assert.Equal([0, 1, 2], bond.Host.Plan.Usable.ToArray());
        Assert.Equal(XmitHashPolicy.Layer34, bond.Host.Plan.Policy);
        Assert.Equal([false, true, true], bond.Host.Plan.Slaves.Select(slave => slave.RewriteSource));
        bond.Port(1).Carrier = false;
        bond.Net.Run(200);
        Assert.Equal([0, 2], bond.Host.Plan.Usable.ToArray());
    }

    [Fact]
    public void Tlb_dynamic_lb_switched_on_while_the_bond_is_down_balances_from_opening_on()
    {
        var bond = new BalancedBond(BondMode.BalanceTlb, options: new BondOptions { Miimon = 100, TlbDynamicLb = false }, open: false);
        bond.Host.Set("tlb_dynamic_lb", "1");
        bond.Bond.Open(bond.Net.Now);
        Assert.Equal([86, 85, 85], Shares(bond));
    }

    [Fact]
    public void A_faster_slave_takes_what_an_idle_bond_sends()
    {
        var bond = new BalancedBond(BondMode.BalanceTlb, ports: 2);
        bond.Net.Run(200);
        bond.Port(1).SpeedMbps = 25_000;
        bond.Net.Run(10_000);
        Assert.Equal([0, 256], Shares(bond));
    }

    [Fact]
    public void A_closed_bond_forwards_nothing_and_starts_afresh_when_opened()
    {
        var bond = new BalancedBond(BondMode.BalanceAlb);
        bond.Bond.Close(bond.Net.Now);
        Assert.Empty(bond.Host.Plan.FlowTable);
        Assert.Empty(bond.Host.Plan.Usable);
        bond.Bond.Open(bond.Net.Now);
        Assert.Equal([86, 85, 85], Shares(bond));
    }

    private static int[] Shares(BalancedBond bond)
    {
        var shares = new int[bond.Host.Plan.Slaves.Length];
        foreach (byte index in bond.Host.Plan.FlowTable) shares[index]++;
        return shares;
    }

    private static void AssertMoved(byte[] before, IReadOnlyList<byte> after, byte from)
    {
        for (int bucket = 0; bucket < before.Length; bucket++)
        {
            if (before[bucket] == from) Assert.NotEqual(from, after[bucket]);
            else Assert.Equal(before[bucket], after[bucket]);
        }
    }
}
