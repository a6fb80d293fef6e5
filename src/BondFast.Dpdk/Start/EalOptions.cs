namespace BondFast.Dpdk;

/// <summary>Where packet memory comes from.</summary>
public enum MemoryMode
{
    /// <summary>Hugepages when enough of them are free, else <see cref="None"/>.</summary>
    Auto,

    /// <summary>Hugepages without files: no mount needed, no second process can attach.</summary>
    Hugepages,

    /// <summary>Ordinary memory: works for everybody, everywhere; physical NICs need an IOMMU then.</summary>
    None,

    /// <summary>Hugepages in files of a hugetlbfs mount, so that dpdk-dumpcap and dpdk-proc-info can attach.</summary>
    Shared,
}

/// <summary>How a device addresses memory.</summary>
public enum IovaMode
{
    /// <summary>Virtual, unless there is no IOMMU and we may know physical addresses (root, hugepages).</summary>
    Auto,
    Virtual,
    Physical,
}

/// <summary>An lcore and the CPUs its thread may run on. Several lcores may share a CPU.</summary>
public sealed record LcorePlacement(int Lcore, IReadOnlyList<int> Cpus)
{
    public LcorePlacement(int lcore, int cpu) : this(lcore, [cpu]) { }
}

/// <summary>What EAL, DPDK's environment, starts with. It never takes a device by itself.</summary>
public sealed record EalOptions
{
    public MemoryMode Memory { get; init; } = MemoryMode.Auto;

    /// <summary>Megabytes of packet memory. Without hugepages it cannot grow later.</summary>
    public int MemoryMegabytes { get; init; } = 256;

    public IovaMode Iova { get; init; } = IovaMode.Auto;

    /// <summary>The first is the main lcore, on which nothing runs; the others are workers. Empty: one main lcore only.</summary>
    public IReadOnlyList<LcorePlacement> Lcores { get; init; } = [];

    /// <summary>CPUs for all threads that are no lcores; empty: what the process may use minus the workers' CPUs, or all of it.</summary>
    public IReadOnlyList<int> HousekeepingCpus { get; init; } = [];

    /// <summary>Tells this process's runtime files (telemetry socket, shared memory) from other programs'. Letters, digits, '-', '_'.</summary>
    public string FilePrefix { get; init; } = "bondfast";

    /// <summary>Directory of the hugetlbfs mount for <see cref="MemoryMode.Shared"/>; null finds it.</summary>
    public string? HugepageDirectory { get; init; }

    /// <summary>EAL's log level, 1 (emergency) to 8 (debug).</summary>
    public int LogLevel { get; init; } = 6;

    /// <summary>Appended last, as they are.</summary>
    public IReadOnlyList<string> ExtraArguments { get; init; } = [];

    /// <summary>A main lcore on any CPU and one worker lcore (1, 2, ...) pinned to each of these CPUs.</summary>
    public static IReadOnlyList<LcorePlacement> Workers(params ReadOnlySpan<int> cpus)
    {
        List<LcorePlacement> lcores = [new LcorePlacement(0, [])];
        foreach (int cpu in cpus) lcores.Add(new LcorePlacement(lcores.Count, cpu));
        return lcores;
    }
}
