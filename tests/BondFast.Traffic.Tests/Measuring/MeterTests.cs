using FsCheck;
using FsCheck.Fluent;

namespace BondFast.Traffic.Tests;

public sealed class MeterTests
{
    private const ulong Hz = 1_000_000_000; /* a tick is a nanosecond */

    private readonly FlowSet _flows;
    private readonly Meter _meter;

    public MeterTests()
    {
        _flows = FlowSet.Create(new FlowSpec { Count = 4, SourcePort = FieldRange.From(1024, 4), Sizes = FrameSizes.Fixed(128) });
        _meter = new Meter(_flows, ticksPerSecond: Hz, comparePayload: true);
    }

    private void Take(int flow, ulong sequence, ulong now = 1000, int path = 0, ulong sent = 1)
    {
        byte[] frame = FrameTests.Stamped(_flows, flow, sequence, sent);
        _meter.Take(frame, frame.Length, now, path);
    }

    private void TakeAll(params ulong[] sequences)
    {
        foreach (ulong sequence in sequences) Take(0, sequence);
    }

    [Fact]
    public void Frames_in_order_are_just_received()
    {
        for (ulong i = 0; i < 100; i++) Take((int)(i % 4), i / 4);
        MeterTotals t = _meter.Read();
        Assert.Equal((100UL, 100UL * 124, 0UL, 0UL, 0UL, 0UL), (t.Received, t.Bytes, t.Lost, t.Duplicated, t.Reordered, t.Corrupt));
        Assert.Equal(25UL, _meter.ReadFlow(3).Received);
    }

    [Fact]
    public void A_hole_is_a_loss_until_its_frame_comes_late()
    {
        TakeAll(0, 1, 4);
        Assert.Equal((3UL, 2UL, 0UL), (_meter.Read().Received, _meter.Read().Lost, _meter.Read().Reordered));
        TakeAll(3);
        Assert.Equal((1UL, 1UL), (_meter.Read().Lost, _meter.Read().Reordered));
        TakeAll(2);
        Assert.Equal((0UL, 2UL), (_meter.Read().Lost, _meter.Read().Reordered));
        Assert.Equal(0UL, _meter.Read().Duplicated);
    }

    [Fact]
    public void Copies_are_neither_reordered_nor_do_they_hide_a_loss()
    {
        TakeAll(0, 0, 1, 3, 3, 1);
        MeterTotals t = _meter.Read();
        Assert.Equal((6UL, 3UL, 1UL, 0UL, 3UL), (t.Received, t.Duplicated, t.Lost, t.Reordered, t.Unique));
        Assert.Equal(7UL, t.LostOf(10));
        Assert.Equal(new FlowTotals(6, 3, 0, 1, 0, 0), _meter.ReadFlow(0));
    }

    [Fact]
    public void Damage_is_seen_in_stamp_and_payload_and_other_runs_are_kept_apart()
    {
        byte[] frame = FrameTests.Stamped(_flows, 0, 0);
        frame[^1] ^= 1;
        _meter.Take(frame, frame.Length, 1);
        frame = FrameTests.Stamped(_flows, 0, 0);
        frame[14 + 28 + 20] ^= 1;
        _meter.Take(frame, frame.Length, 1);
        frame = FrameTests.Stamped(_flows, 0, 0, run: 9);
        _meter.Take(frame, frame.Length, 1);
        frame = new byte[60];
        _meter.Take(frame, frame.Length, 1);
        MeterTotals t = _meter.Read();
        Assert.Equal((0UL, 2UL, 1UL, 1UL), (t.Received, t.Corrupt, t.OtherRuns, t.Foreign));
    }

    [Fact]
    public void A_frame_cut_short_is_not_taken_for_a_good_one()
    {
        byte[] frame = FrameTests.Stamped(_flows, 0, 0);
        _meter.Take(frame.AsSpan(0, 100), 100, 1);
        Assert.Equal((0UL, 1UL), (_meter.Read().Received, _meter.Read().Foreign));
    }

    [Fact]
    public void The_gap_of_a_failover_is_told_by_arrivals_and_by_sending_stamps()
    {
        for (ulong i = 0; i < 10; i++) Take(0, i, now: 1000 + 100 * i, sent: 500 + 100 * i);
        Assert.Equal((100.0, 0.0), (_meter.Read().LargestGap, _meter.Read().LargestHole));
        Take(0, 60, now: 9000, sent: 6500);
        Assert.Equal((9000.0 - 1900, 6500.0 - 1400), (_meter.Read().LargestGap, _meter.Read().LargestHole));
        Assert.Equal(50UL, _meter.Read().Lost);
        _meter.RestartWindow();
        Take(0, 61, now: 9100, sent: 6600);
        Assert.Equal((100.0, 0.0), (_meter.Read().LargestGap, _meter.Read().LargestHole));
    }

    [Fact]
    public void A_flow_that_changes_its_path_is_noticed()
    {
        Take(0, 0, path: 1);
        Take(1, 0, path: 0);
        Take(0, 1, path: 1);
        Take(0, 2, path: 0);
        Assert.Equal(1UL, _meter.Read().PathChanges);
        Assert.Equal((2UL, 2UL), (_meter.ReceivedOver(0), _meter.ReceivedOver(1)));
        Assert.Equal(0, _meter.ReadFlow(0).Path);
    }

    [Fact]
    public void Latency_is_kept_to_a_sixteenth()
    {
        for (ulong i = 0; i < 1000; i++) Take(0, i, now: 1_000_000 + i * 1000, sent: 1_000_000);
        LatencyHistogram latency = _meter.Latency;
        Assert.Equal((1000UL, 0UL, 999_000UL), (latency.Count, latency.Min, latency.Max));
        foreach (double share in new[] { 0.1, 0.5, 0.9, 0.99 })
            Assert.InRange(latency.Percentile(share), share * 1_000_000 - 1000, share * 1_000_000 * 1.0625);
        Assert.Equal(999_000UL, latency.Percentile(1));
    }

    [Fact]
    public void Short_stamps_count_beyond_32_bits()
    {
        FlowSet flows = FlowSet.Create(new FlowSpec());
        Meter meter = new(flows, ticksPerSecond: Hz);
        ulong start = uint.MaxValue - 5UL;
        meter.Take(FrameTests.Stamped(flows, 0, 0), 60, 1);
        ulong at = 0;
        while (at < start)
        {
            at = Math.Min(start, at + int.MaxValue - 10);
            meter.Take(FrameTests.Stamped(flows, 0, at), 60, 1);
        }
        ulong lost = meter.Read().Lost;
        for (ulong i = 1; i <= 10; i++) meter.Take(FrameTests.Stamped(flows, 0, start + i), 60, 1);
        Assert.Equal(lost, meter.Read().Lost);
        Assert.Equal((0UL, 0UL), (meter.Read().Reordered, meter.Read().Duplicated));
        meter.Take(FrameTests.Stamped(flows, 0, start + 3), 60, 1);
        Assert.Equal(1UL, meter.Read().Duplicated);
    }

    [Fact]
    public void Whatever_the_order_the_meter_counts_as_the_definitions_say()
    {
        Gen<int[]> orders = Gen.Choose(0, 400).ArrayOf(300);
        Prop.ForAll(orders.ToArbitrary(), order =>
        {
            Meter meter = new(_flows, ticksPerSecond: Hz);
            HashSet<int> seen = [];
            ulong reordered = 0, duplicated = 0;
            int next = 0;
            foreach (int sequence in order)
            {
                byte[] frame = FrameTests.Stamped(_flows, 2, (ulong)sequence);
                meter.Take(frame, frame.Length, 1);
                if (!seen.Add(sequence)) duplicated++;
                else if (sequence < next) reordered++;
                next = Math.Max(next, sequence + 1);
            }
            MeterTotals t = meter.Read();
            return t.Received == (ulong)order.Length && t.Duplicated == duplicated && t.Reordered == reordered && t.Lost == (ulong)(next - seen.Count);
        }).Check(Config.QuickThrowOnFailure.WithReplay(4711, 4713).WithMaxTest(100));
    }
}
