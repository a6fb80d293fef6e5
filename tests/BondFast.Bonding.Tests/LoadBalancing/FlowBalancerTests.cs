using BondFast.Bonding.LoadBalancing;
using FsCheck;
using FsCheck.Fluent;

namespace BondFast.Bonding.Tests.LoadBalancing;

/// <summary>Transmit balancing: HOWTO, mode balance-tlb; the driver's load rule.</summary>
public class FlowBalancerTests
{
    private readonly FlowBalancer _balancer = new();
    private readonly ulong[] _bytes = new ulong[FlowBalancer.Buckets];

    [Theory]
    [InlineData(1000u, 0ul, 1_048_576_000L)]
    [InlineData(1000u, 125_000_000ul, 48_576_000L)]
    [InlineData(100u, 125_000_000ul, -895_142_400L)]
    [InlineData(0u, 1ul, -8L)]
    public void Room_is_speed_times_2_to_the_20_less_8_times_the_load(uint speed, ulong load, long room) =>
        Assert.Equal(room, FlowBalancer.Room(speed, load));

    [Fact]
    public void Room_does_not_overflow_above_4_gigabits()
    {
        Assert.True(FlowBalancer.Room(4096, 0) > FlowBalancer.Room(1000, 0));
        Assert.True(FlowBalancer.Room(25_000, 0) > FlowBalancer.Room(10_000, 0));
        Assert.Equal(800_000L << 20, FlowBalancer.Room(800_000, 0));
    }

    [Fact]
    public void Idle_buckets_spread_evenly_over_slaves_of_one_speed_starting_with_the_first()
    {
        List<Slave> slaves = SlaveBuilder.Several(4);
        Assert.True(_balancer.Rebalance(slaves, slaves[0]));
        Assert.Same(slaves[0], _balancer.SlaveOf(0));
        Assert.Same(slaves[1], _balancer.SlaveOf(1));
        Assert.All(slaves, slave => Assert.Equal(64, BucketsOf(slave)));
    }

    [Fact]
    public void An_idle_bond_prefers_its_fastest_slave()
    {
        List<Slave> slaves = [SlaveBuilder.Up(0, 1000), SlaveBuilder.Up(1, 10_000), SlaveBuilder.Up(2, 1000)];
        _balancer.Rebalance(slaves, slaves[0]);
        Assert.Equal(256, BucketsOf(slaves[1]));
    }

    [Fact]
    public void History_is_one_more_than_a_tenth_of_the_bytes_since_the_last_rebalance()
    {
        List<Slave> slaves = SlaveBuilder.Several(2);
        _bytes[7] = 995;
        _balancer.Report(_bytes, 0);
        _balancer.Report(_bytes, 0);
        _balancer.Rebalance(slaves, slaves[0]);
        Assert.Equal(200ul, _balancer.History(7));
        Assert.Equal(1ul, _balancer.History(8));
        _balancer.Rebalance(slaves, slaves[0]);
        Assert.Equal(1ul, _balancer.History(7));
    }

    [Fact]
    public void The_active_slave_starts_with_a_tenth_of_the_unbalanced_bytes()
    {
        List<Slave> slaves = SlaveBuilder.Several(2);
        _balancer.Report(_bytes, 10 * 10_000);
        _balancer.Rebalance(slaves, slaves[1]);
        Assert.Equal(10_000ul, _balancer.LoadOf(slaves[1]));
        Assert.Equal(256ul, _balancer.LoadOf(slaves[0]));
        _balancer.Rebalance(slaves, slaves[1]);
        Assert.Equal(128ul, _balancer.LoadOf(slaves[1]));
    }

    [Fact]
    public void The_heaviest_bucket_is_placed_first_and_the_rest_go_where_room_is_left()
    {
        List<Slave> slaves = SlaveBuilder.Several(2);
        _bytes[3] = 10 * 50_000_000ul;
        _bytes[100] = 10 * 40_000_000ul;
        _bytes[200] = 10 * 20_000_000ul;
        _balancer.Report(_bytes, 0);
        _balancer.Rebalance(slaves, slaves[0]);
        Assert.Same(slaves[0], _balancer.SlaveOf(3));
        Assert.Same(slaves[1], _balancer.SlaveOf(100));
        Assert.Same(slaves[1], _balancer.SlaveOf(200));
        // 50 MB/s against 60 MB/s: everything idle fits beside the 50.
        Assert.Equal(254, BucketsOf(slaves[0]));
    }

    [Fact]
    public void Slaves_of_different_speed_are_loaded_in_proportion_to_it()
    {
        List<Slave> slaves = [SlaveBuilder.Up(0, 1000), SlaveBuilder.Up(1, 3000)];
        // 256 equal flows that fill both: 256 * 8 * 1.953125 MB/s = 4 Gb/s.
        Array.Fill(_bytes, 10 * 1_953_125ul);
        _balancer.Report(_bytes, 0);
        _balancer.Rebalance(slaves, slaves[0]);
        Assert.InRange(BucketsOf(slaves[0]), 58, 66);
        Assert.InRange(BucketsOf(slaves[1]), 190, 198);
    }

    [Fact]
    public void Only_the_buckets_of_a_lost_slave_move()
    {
        List<Slave> slaves = SlaveBuilder.Several(3);
        _balancer.Rebalance(slaves, slaves[0]);
        Slave?[] before = Assignment();
        SlaveBuilder.TakeDown(slaves[1]);
        Assert.True(_balancer.Evacuate(slaves));
        for (int bucket = 0; bucket < FlowBalancer.Buckets; bucket++)
        {
            if (before[bucket] == slaves[1]) Assert.Contains(_balancer.SlaveOf(bucket), new[] { slaves[0], slaves[2] });
            else Assert.Same(before[bucket], _balancer.SlaveOf(bucket));
        }
        Assert.Equal(0ul, _balancer.LoadOf(slaves[1]));
        Assert.InRange(BucketsOf(slaves[0]), 127, 129);
    }

    [Fact]
    public void A_lost_slaves_buckets_keep_the_history_of_the_last_rebalance_and_their_counted_bytes()
    {
        List<Slave> slaves = SlaveBuilder.Several(2);
        _bytes[0] = 10_000;
        _balancer.Report(_bytes, 0);
        _balancer.Rebalance(slaves, null);
        Assert.Same(slaves[0], _balancer.SlaveOf(0));
        _bytes[0] = 50_000;
        _balancer.Report(_bytes, 0);
        SlaveBuilder.TakeDown(slaves[0]);
        _balancer.Evacuate(slaves);
        Assert.Equal(1001ul, _balancer.History(0));
        _balancer.Rebalance(slaves, null);
        Assert.Equal(5001ul, _balancer.History(0));
    }

    [Fact]
    public void A_slave_that_recovered_gets_no_bucket_before_the_next_rebalance()
    {
        List<Slave> slaves = SlaveBuilder.Several(2);
        _balancer.Rebalance(slaves, slaves[0]);
        SlaveBuilder.TakeDown(slaves[1]);
        _balancer.Evacuate(slaves);
        SlaveBuilder.BringUp(slaves[1]);
        Assert.False(_balancer.Evacuate(slaves));
        Assert.Equal(0, BucketsOf(slaves[1]));
        _balancer.Rebalance(slaves, slaves[0]);
        Assert.Equal(128, BucketsOf(slaves[1]));
    }

    [Fact]
    public void A_slave_in_the_place_of_a_released_one_does_not_inherit_its_buckets()
    {
        List<Slave> slaves = SlaveBuilder.Several(2);
        _balancer.Rebalance(slaves, slaves[0]);
        slaves[1] = SlaveBuilder.Up(1);
        Assert.True(_balancer.Evacuate(slaves));
        Assert.Equal(256, Assignment().Count(slave => slaves.Contains(slave!)));
    }

    [Fact]
    public void Without_a_slave_every_bucket_is_unassigned_and_the_first_one_back_takes_all()
    {
        List<Slave> slaves = SlaveBuilder.Several(2);
        _balancer.Rebalance(slaves, slaves[0]);
        slaves.ForEach(SlaveBuilder.TakeDown);
        _balancer.Evacuate(slaves);
        Assert.All(Assignment(), Assert.Null);
        SlaveBuilder.BringUp(slaves[1]);
        _balancer.Evacuate(slaves);
        Assert.Equal(256, BucketsOf(slaves[1]));
    }

    [Fact]
    public void Absurd_byte_counts_neither_overflow_nor_fail()
    {
        List<Slave> slaves = SlaveBuilder.Several(2, 800_000);
        Array.Fill(_bytes, ulong.MaxValue);
        _balancer.Report(_bytes, ulong.MaxValue);
        _balancer.Rebalance(slaves, slaves[0]);
        Assert.All(Assignment(), Assert.NotNull);
        Assert.InRange(BucketsOf(slaves[0]), 127, 128);
    }

    [Fact]
    public void A_report_of_the_wrong_length_counts_what_there_is()
    {
        _balancer.Report([10ul, 20ul], 0);
        _balancer.Report(new ulong[300], 0);
        _balancer.Rebalance(SlaveBuilder.Several(1), null);
        Assert.Equal(3ul, _balancer.History(1));
    }

    [Fact]
    public void Balancing_allocates_nothing()
    {
        List<Slave> slaves = SlaveBuilder.Several(8);
        Run(3);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Run(50);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        void Run(int times)
        {
            for (int i = 0; i < times; i++)
            {
                _bytes[i & 255] += 1000;
                _balancer.Report(_bytes, 10);
                _balancer.Rebalance(slaves, slaves[0]);
                SlaveBuilder.TakeDown(slaves[i & 7]);
                _balancer.Evacuate(slaves);
                slaves[i & 7].Status = LinkStatus.Up(1000);
                slaves[i & 7].Link = SlaveLink.Up;
            }
        }
    }

    [Fact]
    public void Whatever_happens_every_bucket_is_on_a_usable_slave_and_stays_put_unless_it_must_move() =>
        Check.One(Config.QuickThrowOnFailure.WithReplay(20250607, 11).WithMaxTest(200), Prop.ForAll(ArbMap.Default.ArbFor<int[]>(), AlwaysUsable));

    private static void AlwaysUsable(int[] steps)
    {
        List<Slave> slaves = SlaveBuilder.Several(5);
        var balancer = new FlowBalancer();
        var bytes = new ulong[FlowBalancer.Buckets];
        balancer.Rebalance(slaves, slaves[0]);
        foreach (int step in steps)
        {
            uint random = (uint)step * 2654435761u;
            Slave slave = slaves[(int)(random >> 8) % slaves.Count];
            bool rebalance = (random >> 28) == 0;
            bytes[random & 255] = random;
            balancer.Report(bytes, random);
            if ((random >> 24 & 1) == 0) SlaveBuilder.TakeDown(slave);
            else SlaveBuilder.BringUp(slave);
            Slave?[] before = [.. Enumerable.Range(0, FlowBalancer.Buckets).Select(balancer.SlaveOf)];
            if (rebalance) balancer.Rebalance(slaves, slaves[0]);
            else balancer.Evacuate(slaves);
            bool any = slaves.Any(s => s.CanTransmit);
            for (int bucket = 0; bucket < FlowBalancer.Buckets; bucket++)
            {
                Slave? now = balancer.SlaveOf(bucket);
                Assert.Equal(any, now is not null);
                if (now is not null) Assert.True(now.CanTransmit);
                if (!rebalance && before[bucket] is { CanTransmit: true }) Assert.Same(before[bucket], now);
            }
        }
    }

    private int BucketsOf(Slave slave) => Assignment().Count(assigned => assigned == slave);

    private Slave?[] Assignment() => [.. Enumerable.Range(0, FlowBalancer.Buckets).Select(_balancer.SlaveOf)];
}
