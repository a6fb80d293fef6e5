using BondFast.Configuration;
using BondFast.Dpdk;

namespace BondFast.Hosting;

/// <summary>Which CPU runs what.</summary>
/// <param name="Control">The control loop, and everything of .NET's own.</param>
/// <param name="Workers">One worker each; a worker shares the control CPU only where there is no other.</param>
internal sealed record CpuPlacement(int Control, IReadOnlyList<int> Workers)
{
    /// <summary>Lcore of the control loop; the workers' follow. Lcore 0 is EAL's main, on which nothing runs.</summary>
    public const int ControlLcore = 1;

    public static int WorkerLcore(int worker) => ControlLcore + 1 + worker;

    /// <summary>The configuration's choice; where it leaves it open, the control loop takes the first CPU that is no worker's, and workers
    /// the last CPUs, so that CPU 0, which the kernel uses most, is the last to be polled on.</summary>
    public static CpuPlacement Choose(WorkersConfiguration configuration, IReadOnlyList<int> allowed)
    {
        List<int> workers = [.. configuration.Cpus];
        if (workers.Count == 0)
        {
            List<int> free = [.. allowed.Where(cpu => cpu != configuration.ControlCpu).OrderDescending()];
            if (free.Count == 0) free = [.. allowed];
            for (int i = 0; i < configuration.Count; i++) workers.Add(free[i % Math.Max(1, free.Count == 1 ? 1 : free.Count - (configuration.ControlCpu is null ? 1 : 0))]);
            workers.Reverse();
        }
        int control = configuration.ControlCpu ?? allowed.FirstOrDefault(cpu => !workers.Contains(cpu), allowed[0]);
        return new CpuPlacement(control, workers);
    }

    public IReadOnlyList<LcorePlacement> Lcores()
    {
        List<LcorePlacement> lcores = [new LcorePlacement(0, Control), new LcorePlacement(ControlLcore, Control)];
        for (int worker = 0; worker < Workers.Count; worker++) lcores.Add(new LcorePlacement(WorkerLcore(worker), Workers[worker]));
        return lcores;
    }
}
