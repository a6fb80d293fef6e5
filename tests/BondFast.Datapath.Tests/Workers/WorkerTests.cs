using System.Diagnostics;
using BondFast.Bonding;
using BondFast.Datapath.Workers;
using BondFast.Dpdk;
using BondFast.Testing;

namespace BondFast.Datapath.Tests.Workers;

[Collection("EAL")]
public sealed class WorkerTests(EalFixture eal)
{
    [Theory]
    [InlineData(IdlePolicy.Poll)]
    [InlineData(IdlePolicy.Pause)]
    [InlineData(IdlePolicy.Sleep)]
    public void A_worker_carries_frames_both_ways_and_stops_empty(IdlePolicy idle)
    {
        using WiredBond bond = new(eal, 2);
        using VirtualWire uplink = bond.NewWire();
        bond.Datapath.SetUplink(new DatapathPort(uplink.A.Id));
        bond.Datapath.Publish(bond.Plan(BondMode.BalanceRoundRobin));
        using Worker worker = new(0, idle);
        worker.Attach(bond.Datapath);
        Thread thread = new(() => worker.Run());
        thread.Start();

        byte[][] down = [.. Enumerable.Range(0, 50).Select(i => Numbered(i))];
        bond.Put(uplink.B, down);
        bond.Inject(0, Numbered(100), Numbered(101));
        bond.Inject(1, Numbered(102));
        List<byte[]> up = [];
        List<byte[]> sent = [];
        Wait(() =>
        {
            sent.AddRange(bond.Arrived(0));
            sent.AddRange(bond.Arrived(1));
            up.AddRange(WiredBond.Take(uplink.B));
            return sent.Count == 50 && up.Count == 3;
        });
        worker.Stop();
        thread.Join();

        Assert.Equal(50, sent.Select(f => f[13]).Distinct().Count());
        Assert.Equal(25ul, bond.Datapath.ReadSlave(0).TxFrames);
        Assert.Equal(25ul, bond.Datapath.ReadSlave(1).TxFrames);
        Assert.Equal(2ul, bond.Datapath.ReadSlave(0).RxFrames);
        Assert.Equal(2ul * 60, bond.Datapath.ReadSlave(0).RxBytes);
        Assert.Equal(50ul, bond.Datapath.ReadUplink().FromUplink);
        Assert.Equal(3ul, bond.Datapath.ReadUplink().ToUplink);
        WorkerReading reading = worker.Read();
        Assert.True(reading.Polls >= reading.BusyPolls && reading.BusyPolls > 0);
        Assert.Equal(reading.Polls, reading.Histogram().Aggregate(0ul, (sum, bucket) => sum + bucket.Polls));
        Assert.InRange(reading.Percentile(0.9999), 1ul, reading.LongestGap);
        Assert.True(worker.Detach(bond.Datapath, TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void A_bond_can_be_taken_from_a_running_worker()
    {
        using Worker worker = new(0, IdlePolicy.Sleep);
        Thread thread = new(() => worker.Run());
        thread.Start();
        for (int i = 0; i < 20; i++)
        {
            using WiredBond bond = new(eal, 1);
            bond.Datapath.Publish(bond.Plan(BondMode.BalanceXor));
            worker.Attach(bond.Datapath);
            bond.Inject(0, Numbered(i));
            Wait(() => bond.Datapath.ReadSlave(0).Drops[DropReason.NoUplink] == 1);
            Assert.True(worker.Detach(bond.Datapath, TimeSpan.FromSeconds(5)));
        }
        worker.Stop();
        thread.Join();
    }

    [Fact]
    public void The_histogram_of_gaps_holds_every_time_within_a_quarter_of_a_power_of_two()
    {
        for (ulong ticks = 0; ticks < 100_000; ticks++) Check(ticks);
        for (int bit = 17; bit < 63; bit++) Check((1UL << bit) + 12345);

        static void Check(ulong ticks)
        {
            ulong upTo = WorkerMeter.UpperEnd(WorkerMeter.Bucket(ticks));
            Assert.True(ticks <= upTo && upTo <= Math.Max(7, ticks + ticks / 4), $"{ticks}: {upTo}");
        }
    }

    private static byte[] Numbered(int number)
    {
        byte[] frame = Frame.Ethernet([2, 0, 0, 0, 0, 1], [2, 0, 0, 0, 0, 2], 0x88b5, new byte[46]);
        frame[13] = (byte)number;
        return frame;
    }

    private static void Wait(Func<bool> condition)
    {
        Stopwatch watch = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30), "it did not happen in 30 seconds");
            Thread.Sleep(1);
        }
    }
}
