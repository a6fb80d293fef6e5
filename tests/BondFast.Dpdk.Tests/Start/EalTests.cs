using BondFast.Testing;

namespace BondFast.Dpdk.Tests;

[Collection("EAL")]
public sealed class EalTests(EalFixture eal)
{
    [Fact]
    public void Eal_starts_once_per_process() =>
        Assert.Equal("BF2003", Assert.Throws<EalException>(() => Eal.Start(new EalOptions { Memory = MemoryMode.None })).Code);

    [Fact]
    public void What_it_was_started_with_can_be_shown()
    {
        Assert.Same(eal.Eal, Eal.Current);
        Assert.Equal(MemoryMode.None, eal.Eal.Memory);
        Assert.Contains("--no-huge", eal.Eal.Arguments);
        Assert.StartsWith("DPDK ", Eal.Version);
        Assert.InRange(Eal.MaxPorts, 16, 1024);
    }

    [Fact]
    public void The_log_comes_line_by_line_and_its_level_can_be_changed()
    {
        _ = EalLog.Take();
        Assert.True(EalLog.SetLevel("pmd.net.null", 8));
        using (Port port = Port.Probe("p", "net_null77")) Assert.Equal("net_null77", port.Info.Device);
        EalLog.SetLevel("pmd.net.null", 6);
        IReadOnlyList<string> lines = EalLog.Take();
        Assert.Contains(lines, static line => line.Contains("net_null77"));
        Assert.All(lines, static line => Assert.DoesNotContain('\n', line));
        Assert.Empty(EalLog.Take());
    }

    [Fact]
    public void The_clock_runs_forward_at_its_rate()
    {
        Assert.InRange(Tsc.Hz, 100_000_000UL, 20_000_000_000UL);
        ulong before = Tsc.Now;
        Thread.Sleep(5);
        Assert.True(Tsc.ToNanoseconds(Tsc.Now - before) >= 4e6);
        Assert.InRange(Tsc.FromNanoseconds(1e9), Tsc.Hz - 1, Tsc.Hz + 1);
    }
}
