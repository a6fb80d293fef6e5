using System.Runtime.InteropServices;
using BondFast.Dpdk.Native;

namespace BondFast.Dpdk;

/// <summary>What would make EAL fail, or abort the process, is found before EAL is touched.</summary>
internal static class Preflight
{
    /// <summary>The shim and DPDK's libraries load and have the layout this program was built for.</summary>
    internal static void Library()
    {
        NativeLayout layout;
        try
        {
            layout = MbufLayout.Native();
            // Resolving a function allocates; it must not happen on a worker, at the first burst that needs it.
            Marshal.PrelinkAll(typeof(Shim));
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            throw new EalException("BF2004", "DPDK cannot be loaded", e.Message.ReplaceLineEndings(" "),
                "Install DPDK's libraries and drivers (Debian and Ubuntu: apt-get install dpdk librte-meta-net) and keep libbondfast_dpdk.so next to the program.");
        }
        MbufLayout.Check(layout);
    }

    /// <summary>Decides <see cref="MemoryMode.Auto"/>, and refuses what the free hugepages cannot hold.</summary>
    internal static MemoryMode Memory(EalOptions options, Hugepages pages)
    {
        bool enough = pages.FreeMegabytes >= options.MemoryMegabytes;
        if (options.Memory == MemoryMode.Auto) return enough ? MemoryMode.Hugepages : MemoryMode.None;
        if (options.Memory == MemoryMode.None || enough) return options.Memory;
        throw Faults.Hugepages(options.MemoryMegabytes, pages);
    }

    /// <summary>EAL aborts the process when it cannot pin an lcore.</summary>
    internal static void Cpus(EalOptions options)
    {
        HashSet<int> seen = [];
        foreach (LcorePlacement lcore in options.Lcores)
        {
            if (!seen.Add(lcore.Lcore))
                throw new EalException("BF2008", "The lcores cannot be placed", $"lcore {lcore.Lcore} is listed twice");
            foreach (int cpu in lcore.Cpus) Cpu(cpu, $"lcore {lcore.Lcore}");
        }
        foreach (int cpu in options.HousekeepingCpus) Cpu(cpu, "housekeeping");

        static void Cpu(int cpu, string user)
        {
            if (cpu >= 0 && Shim.bf_cpu_is_usable((uint)cpu) != 0) return;
            throw new EalException("BF2007", $"CPU {cpu} cannot be used for {user}",
                $"it is not online or not in this process's cpuset (allowed now: {string.Join(',', Machine.AllowedCpus())})",
                "Choose another CPU, or widen the cpuset (systemd: AllowedCPUs=, containers: --cpuset-cpus).");
        }
    }

    internal static IovaMode Iova(EalOptions options, MemoryMode memory)
    {
        if (options.Iova != IovaMode.Auto) return options.Iova;
        return memory != MemoryMode.None && Machine.IsRoot && !Machine.HasIommu ? IovaMode.Physical : IovaMode.Virtual;
    }
}
