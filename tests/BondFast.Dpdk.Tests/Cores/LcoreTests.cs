using System.Runtime.InteropServices;
using BondFast.Testing;

namespace BondFast.Dpdk.Tests;

[Collection("EAL")]
public sealed unsafe class LcoreTests(EalFixture eal)
{
    private sealed class Program(Func<int> body) : ILcoreProgram
    {
        public int Run() => body();
    }

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [UnmanagedCallersOnly]
    private static int Square(void* argument) => *(int*)argument * *(int*)argument;

    [Fact]
    public void A_native_entry_runs_there_and_its_result_comes_back()
    {
        int argument = 7;
        Lcore.Launch(1, &Square, &argument);
        Assert.Equal(49, Lcore.Wait(1, Patience));
    }

    [Fact]
    public void A_managed_program_runs_on_its_lcore()
    {
        Assert.Equal([1, 2], Lcore.Workers);
        Assert.Equal(0, Lcore.Main);
        Assert.Equal(-1, Lcore.Current);
        LcoreRun run = Lcore.Launch(2, new Program(static () => Lcore.Current));
        Assert.Equal(2, run.Wait(Patience));
        Assert.Null(run.Failure);
        Assert.Equal(eal.Eal.Options.Lcores[2].Cpus[0], Lcore.Cpu(2));
    }

    [Fact]
    public void An_exception_becomes_a_failed_result_and_the_lcore_works_on()
    {
        LcoreRun run = Lcore.Launch(1, new Program(static () => throw new InvalidOperationException("broken")));
        DpdkException e = Assert.Throws<DpdkException>(() => run.Wait(Patience));
        Assert.Equal("BF2302", e.Code);
        Assert.Contains("broken", e.Why);
        Assert.IsType<InvalidOperationException>(run.Failure);
        Assert.Equal(3, Lcore.Launch(1, new Program(static () => 3)).Wait(Patience));
    }

    [Fact]
    public void A_busy_lcore_refuses_and_waiting_can_end_early()
    {
        using ManualResetEventSlim stop = new();
        LcoreRun run = Lcore.Launch(1, new Program(() =>
        {
            stop.Wait();
            return 5;
        }));
        Assert.True(run.IsRunning);
        Assert.Null(run.Wait(TimeSpan.FromMilliseconds(20)));
        Assert.Equal("BF2301", Assert.Throws<DpdkException>(() => Lcore.Launch(1, new Program(static () => 0))).Code);
        stop.Set();
        Assert.Equal(5, run.Wait(Patience));
        Assert.False(run.IsRunning);
    }

    [Fact]
    public void The_main_lcore_and_unknown_ones_run_nothing()
    {
        Assert.Equal("BF2301", Assert.Throws<DpdkException>(() => Lcore.Launch(0, new Program(static () => 0))).Code);
        Assert.Equal("BF2301", Assert.Throws<DpdkException>(() => Lcore.Launch(77, new Program(static () => 0))).Code);
    }

    [Fact]
    public void A_thread_born_on_a_worker_does_not_stay_pinned()
    {
        IReadOnlyList<int> all = Machine.AllowedCpus();
        IReadOnlyList<int> born = [], later = [];
        using ManualResetEventSlim done = new();
        LcoreRun run = Lcore.Launch(1, new Program(() =>
        {
            Thread child = new(() =>
            {
                born = OfThisThread();
                DateTime deadline = DateTime.UtcNow + Patience;
                do
                {
                    Thread.Sleep(50);
                    later = OfThisThread();
                } while (later.Count != all.Count && DateTime.UtcNow < deadline);
                done.Set();
            });
            child.Start();
            return OfThisThread().Count;
        }));
        Assert.Equal(1, run.Wait(Patience));
        Assert.True(done.Wait(Patience));
        Assert.NotEmpty(born);
        Assert.Equal(all, later);
        Assert.Equal(all, OfThisThread());
    }

    private static IReadOnlyList<int> OfThisThread()
    {
        foreach (string line in File.ReadLines("/proc/thread-self/status"))
            if (line.StartsWith("Cpus_allowed_list:", StringComparison.Ordinal)) return Machine.ParseList(line["Cpus_allowed_list:".Length..]);
        return [];
    }
}
