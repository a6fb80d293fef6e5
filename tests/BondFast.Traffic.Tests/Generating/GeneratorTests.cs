using BondFast.Dpdk;
using BondFast.Testing;

namespace BondFast.Traffic.Tests;

[Collection("EAL")]
public sealed class GeneratorTests(EalFixture eal)
{
    private static FlowSet Flows(FrameSizes sizes, int count = 64) => FlowSet.Create(new FlowSpec
    {
        Count = count,
        SourcePort = FieldRange.From(1024, (ulong)count),
        Sizes = sizes,
    });

    private VirtualWire StartedWire(string name)
    {
        VirtualWire wire = VirtualWire.Create(name);
        foreach (Port port in new[] { wire.A, wire.B })
        {
            port.Configure(new PortOptions(eal.Pool));
            port.Start();
        }
        return wire;
    }

    [Theory]
    [InlineData("64", FlowOrder.RoundRobin)]
    [InlineData("imix", FlowOrder.RoundRobin)]
    [InlineData("64,128,1518", FlowOrder.Random)]
    public void What_is_generated_arrives_and_is_found_good(string sizes, FlowOrder order)
    {
        int before = eal.Pool.InUse;
        FlowSet flows = Flows(FrameSizes.Parse(sizes));
        Generator generator = new(flows, eal.Pool, run: 5, order);
        Meter meter = new(flows, run: 5, comparePayload: true);
        using (VirtualWire wire = StartedWire("gen"))
        using (FrameBatch sending = new(), receiving = new())
        {
            for (int i = 0; i < 200; i++)
            {
                Assert.Equal(32, generator.Fill(sending));
                Assert.Equal(32, sending.Transmit(wire.A.Id, 0));
                while (receiving.Receive(wire.B.Id, 0) > 0) meter.Take(receiving);
            }
        }
        MeterTotals t = meter.Read();
        Assert.Equal((6400UL, 6400UL), (generator.Frames, t.Received));
        Assert.Equal(generator.Bytes, t.Bytes);
        Assert.Equal((0UL, 0UL, 0UL, 0UL, 0UL), (t.Lost, t.Duplicated, t.Reordered, t.Corrupt, t.Foreign));
        for (int flow = 0; flow < flows.Count; flow++) Assert.Equal(generator.FramesOf(flow), meter.ReadFlow(flow).Received);
        if (order == FlowOrder.RoundRobin) Assert.Equal(100UL, generator.FramesOf(63));
        Assert.Equal(before, eal.Pool.InUse);
    }

    [Fact]
    public void A_cut_wire_shows_as_loss_and_as_a_gap()
    {
        FlowSet flows = Flows(FrameSizes.Fixed(128), count: 8);
        Generator generator = new(flows, eal.Pool);
        Meter meter = new(flows);
        using VirtualWire wire = StartedWire("gap");
        using FrameBatch sending = new(8), receiving = new();
        for (int i = 0; i < 30; i++)
        {
            if (i == 10)
            {
                wire.Cut();
                meter.RestartWindow();
            }
            if (i == 20)
            {
                Thread.Sleep(20);
                wire.Join();
            }
            generator.Fill(sending);
            sending.Transmit(wire.A.Id, 0);
            while (receiving.Receive(wire.B.Id, 0) > 0) meter.Take(receiving);
        }
        MeterTotals t = meter.Read();
        Assert.Equal((160UL, 80UL, 80UL), (t.Received, t.Lost, t.LostOf(generator.Frames)));
        Assert.Equal(80, wire.LostFromA);
        Assert.True(t.LargestGap > 19e6 && t.LargestHole > 19e6, $"{t}");
        Assert.True(meter.Latency.Count == 160);
    }

    [Fact]
    public void Frames_nobody_took_are_sent_before_new_ones_are_made()
    {
        FlowSet flows = Flows(FrameSizes.Fixed(64), count: 1);
        Generator generator = new(flows, eal.Pool);
        Meter meter = new(flows);
        using VirtualWire wire = VirtualWire.Create("slow", slots: 40);
        foreach (Port port in new[] { wire.A, wire.B })
        {
            port.Configure(new PortOptions(eal.Pool));
            port.Start();
        }
        using FrameBatch sending = new(), receiving = new();
        for (int i = 0; i < 50; i++)
        {
            generator.Fill(sending);
            sending.Transmit(wire.A.Id, 0);
            if (i % 5 != 0) continue;
            while (receiving.Receive(wire.B.Id, 0) > 0) meter.Take(receiving);
        }
        while (sending.Count > 0 || receiving.Count > 0 || receiving.Receive(wire.B.Id, 0) > 0)
        {
            sending.Transmit(wire.A.Id, 0);
            receiving.Receive(wire.B.Id, 0);
            meter.Take(receiving);
        }
        Assert.Equal(generator.Frames, meter.Read().Received);
        Assert.Equal(0UL, meter.Read().Lost + meter.Read().Reordered);
    }

    [Fact]
    public void An_empty_pool_is_counted_and_waits()
    {
        using Mempool small = Mempool.Create("gensmall", 31, cache: 0);
        Generator generator = new(Flows(FrameSizes.Fixed(64)), small);
        using FrameBatch batch = new();
        Assert.Equal(0, generator.Fill(batch));
        Assert.Equal(1UL, generator.PoolEmpty);
        Assert.Equal(16, generator.Fill(batch, 16));
        Assert.Equal(16, generator.Fill(batch, 8));
        batch.Free();
        Assert.Equal(0, small.InUse);
        Assert.Throws<ArgumentException>(() => new Generator(Flows(FrameSizes.Fixed(9000)), small));
    }

    [Fact]
    public void Generating_and_metering_allocate_nothing()
    {
        FlowSet flows = Flows(FrameSizes.Imix());
        Generator generator = new(flows, eal.Pool, order: FlowOrder.Random);
        Meter meter = new(flows, comparePayload: true);
        Pacer pacer = new(1e9, 32, Tsc.Hz);
        using FrameBatch batch = new();
        long before = 0;
        for (int round = 0; round < 2; round++)
        {
            before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 5000; i++)
            {
                pacer.Sent(pacer.Allow(Tsc.Now));
                generator.Fill(batch);
                meter.Take(batch, i & 7);
                if ((i & 255) == 0) _ = meter.Read().Lost;
            }
        }
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(320_000UL, meter.Read().Received);
    }

    [Fact]
    public void A_pacer_keeps_its_rate_and_makes_up_for_lost_time()
    {
        Pacer pacer = new(1000, 32, ticksPerSecond: 1_000_000);
        int sent = 0;
        for (ulong now = 1; now < 1_000_001; now += 500)
        {
            if (now is > 400_000 and < 450_000) continue;
            int frames = pacer.Allow(now);
            Assert.InRange(frames, 0, 32);
            pacer.Sent(frames);
            sent += frames;
        }
        Assert.InRange(sent, 998, 1001);
        Assert.Equal(8, new Pacer(double.PositiveInfinity, 8, 1_000_000).Allow(5));
    }
}
