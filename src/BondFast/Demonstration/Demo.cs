using System.Diagnostics;
using BondFast.Bonding;
using BondFast.CommandLine;
using BondFast.Dpdk;
using BondFast.Hosting;
using BondFast.Traffic;

namespace BondFast.Demonstration;

/// <summary>One demonstration from start to report. Main thread.</summary>
internal sealed class Demo(BondMode mode, int slaves, TimeSpan length, DemoScreen screen, StopSignal stop)
{
    /// <summary>Milliseconds: short, so that a failover is over before it can be seen.</summary>
    private const int Miimon = 10;

    private static readonly TimeSpan SettleTimeout = TimeSpan.FromSeconds(15);

    /// <summary>Long enough for the JIT's best code to be in place before anything is measured.</summary>
    private static readonly TimeSpan WarmUp = TimeSpan.FromMilliseconds(400);

    /// <summary>A wait ends up to this much early.</summary>
    private static readonly TimeSpan TimerSlack = TimeSpan.FromMilliseconds(2);

    private long[] _lastBySlave = [];
    private ulong _lastReceived, _lastBytes;
    private TimeSpan _lastLook;

    public DemoReport Run()
    {
        // Independent control: a returning cable is used for sending only when the far end collects, so nothing is lost then.
        var options = new BondOptions { Mode = mode, Miimon = Miimon, LacpRate = LacpRate.Fast, CoupledControl = false, XmitHashPolicy = XmitHashPolicy.Layer34 };
        screen.Say($"bond0 and bond1, {mode.OptionName()}, back to back over {slaves} wires; {Eal.Version}, no NIC, no hugepages");
        using var rig = new DemoRig(options, slaves, _ => { });
        rig.Launch();
        AwaitSettled(rig);
        rig.Traffic.Start();
        Thread.Sleep(WarmUp);
        SteadyState.Enter();
        Stopwatch clock = Stopwatch.StartNew();
        MeterTotals atStart = rig.Meter.Read();

        Show(rig, clock, length * 0.4);
        FailoverReport failover = PullCable(rig);
        Show(rig, clock, length * 0.7);
        PutBack(rig);
        Show(rig, clock, length);

        int collections = SteadyState.Collections;
        TimeSpan took = clock.Elapsed;
        MeterTotals atEnd = rig.Meter.Read();
        rig.Finish();
        screen.Finish();
        return Report(rig, took, atStart, atEnd, failover, collections);
    }

    private void AwaitSettled(DemoRig rig)
    {
        Stopwatch waited = Stopwatch.StartNew();
        while (!rig.AllUsable())
        {
            if (waited.Elapsed > SettleTimeout) throw new StartException($"the bonds did not come up within {SettleTimeout.TotalSeconds:0} s; that is a defect of BondFast, please report it.");
            stop.Wait(TimeSpan.FromMilliseconds(20));
            if (stop.IsAsked) break;
        }
    }

    /// <summary>Shows the traffic until the clock reaches <paramref name="end"/> or somebody presses Ctrl-C.</summary>
    private void Show(DemoRig rig, Stopwatch clock, TimeSpan end)
    {
        while (!stop.IsAsked && clock.Elapsed < end)
        {
            TimeSpan left = end - clock.Elapsed;
            stop.Wait(left < screen.Interval ? left + TimerSlack : screen.Interval);
            screen.Show(Look(rig, clock.Elapsed));
        }
    }

    private DemoSample Look(DemoRig rig, TimeSpan now)
    {
        MeterTotals totals = rig.Meter.Read();
        long[] bySlave = rig.SentBySlave();
        if (_lastBySlave.Length == 0) _lastBySlave = new long[bySlave.Length];
        double seconds = Math.Max(1e-3, (now - _lastLook).TotalSeconds);
        long sum = Math.Max(1, bySlave.Sum() - _lastBySlave.Sum());
        var slaveLines = new (string, bool, double, double)[bySlave.Length];
        for (int i = 0; i < slaveLines.Length; i++)
        {
            long sent = bySlave[i] - _lastBySlave[i];
            slaveLines[i] = ($"wire{i}", !rig.Wires[i].IsCut, sent / seconds / 1e6, (double)sent / sum);
        }
        var sample = new DemoSample(now.TotalSeconds, (totals.Received - _lastReceived) / seconds / 1e6, (totals.Bytes - _lastBytes) * 8 / seconds / 1e9, slaveLines);
        (_lastBySlave, _lastReceived, _lastBytes, _lastLook) = (bySlave, totals.Received, totals.Bytes, now);
        return sample;
    }

    private FailoverReport PullCable(DemoRig rig)
    {
        VirtualWire wire = rig.Wires[0];
        long before = (long)rig.Traffic.ReadQuiet().Lost;
        rig.Meter.RestartWindow();
        rig.Traffic.Watch(wire);
        ulong cutAt = Tsc.Now;
        wire.Cut();
        screen.Say("pulling the cable of wire0");
        // Whatever the monitor needs, it is over soon after; the loss is counted when all is quiet again.
        stop.Wait(TimeSpan.FromMilliseconds(Math.Max(300, 20 * Miimon)));
        MeterTotals after = rig.Traffic.ReadQuiet();
        ulong lastLoss = rig.Traffic.LastLoss;
        rig.Traffic.Watch(null);
        double swallowed = lastLoss > cutAt ? Tsc.ToNanoseconds(lastLoss - cutAt) : 0;
        long lost = Math.Max(0, (long)after.Lost - before);
        double micros = lost == 0 ? 0 : Math.Max(swallowed, after.LargestHole) / 1000;
        screen.Say(FormattableString.Invariant($"failover: {lost:N0} frames lost in {micros:N0} microseconds"));
        return new FailoverReport("wire0", lost, Math.Round(micros, 1));
    }

    private void PutBack(DemoRig rig)
    {
        rig.Wires[0].Join();
        screen.Say("putting the cable of wire0 back");
    }

    private DemoReport Report(DemoRig rig, TimeSpan took, MeterTotals atStart, MeterTotals atEnd, FailoverReport failover, int collections)
    {
        MeterTotals all = rig.Meter.Read();
        long[] bySlave = rig.SentBySlave();
        long sum = Math.Max(1, bySlave.Sum());
        SlaveShare[] shares = [.. bySlave.Select((tx, i) => new SlaveShare($"wire{i}", tx, Math.Round((double)tx / sum, 4)))];
        return new DemoReport
        {
            Version = VersionCommand.Number,
            Mode = mode.OptionName(),
            Seconds = Math.Round(took.TotalSeconds, 2),
            Flows = rig.Flows,
            Sent = (long)rig.Generator.Frames,
            Received = (long)all.Unique,
            Lost = (long)all.LostOf(rig.Generator.Frames),
            Duplicated = (long)all.Duplicated,
            Reordered = (long)all.Reordered,
            Corrupt = (long)all.Corrupt,
            Slaves = shares,
            Failover = failover,
            Mpps = Math.Round((atEnd.Unique - atStart.Unique) / took.TotalSeconds / 1e6, 3),
            Gbps = Math.Round((atEnd.Bytes - atStart.Bytes) * 8 / took.TotalSeconds / 1e9, 3),
            GcCollections = collections,
            LeakedMbufs = rig.CountLeaks(),
        };
    }
}
