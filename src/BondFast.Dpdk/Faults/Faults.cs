using BondFast.Dpdk.Native;

namespace BondFast.Dpdk;

/// <summary>Makes exceptions out of what EAL and the drivers say.</summary>
internal static class Faults
{
    private const int NoMemory = -12, NoSpace = -28;

    internal static EalException Hugepages(int neededMegabytes, Hugepages pages)
    {
        long kilobytes = pages.Sizes.Count > 0 ? pages.Sizes[0].Kilobytes : 2048;
        long missing = (neededMegabytes - pages.FreeMegabytes) * 1024;
        long total = (pages.Sizes.Count > 0 ? pages.Sizes[0].Total : 0) + (missing + kilobytes - 1) / kilobytes;
        string remedy = $"Reserve them: sysctl -w vm.nr_hugepages={total} (for good: a file in /etc/sysctl.d), or set memory to \"none\" or \"auto\".";
        return pages.TotalMegabytes == 0
            ? new EalException("BF2005", $"{neededMegabytes} MB of hugepages are needed", "none are reserved on this machine", remedy)
            : new EalException("BF2006", $"{neededMegabytes} MB of hugepages are needed", $"{pages.FreeMegabytes} MB of {pages.TotalMegabytes} MB are free", remedy);
    }

    internal static EalException Start(Eal eal, int rc, string why, IReadOnlyList<string> log) =>
        new("BF2020", "EAL did not start", $"{why} ({rc})") { Log = log };

    internal static DpdkException Pool(string name, int count, int room, int rc) => rc is NoMemory or NoSpace
        ? new DpdkException("BF2201", $"Pool '{name}' was not made",
            $"its {count} buffers need about {Mempool.Footprint(count, room) / (1 << 20) + 1} MB in one piece and that much packet memory is not free",
            "Give EAL more memory, or the pool fewer buffers.")
        : new DpdkException("BF2202", $"Pool '{name}' was not made", Shim.LastError);

    internal static DpdkException Device(string code, string what) => new(code, what, Shim.LastError) { Log = EalLog.Take() };

    internal static DpdkException Probe(string name, string device, int rc) =>
        new("BF2100", $"Port {name} ('{device}') was not added", $"{Shim.LastError} ({rc})") { Log = EalLog.Take() };

    internal static DpdkException Wire(string name, int rc) => rc == NoSpace
        ? new DpdkException("BF2104", $"Wire '{name}' was not made", $"it needs two ports and this DPDK has {Eal.MaxPorts} in all")
        : new DpdkException("BF2105", $"Wire '{name}' was not made", Shim.LastError) { Log = EalLog.Take() };
}
