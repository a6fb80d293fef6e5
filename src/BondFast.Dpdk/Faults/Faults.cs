using BondFast.Dpdk.Native;

namespace BondFast.Dpdk;

/// <summary>Makes exceptions out of what DPDK returns and logs.</summary>
internal static class Faults
{
    private const int NoMemory = -12, Exists = -17, NoSpace = -28, NotSupported = -95;

    internal static EalException Hugepages(int neededMegabytes, Hugepages pages)
    {
        long kilobytes = pages.Sizes.Count > 0 ? pages.Sizes[0].Kilobytes : 2048;
        long missing = (neededMegabytes - pages.FreeMegabytes) * 1024;
        long total = (pages.Sizes.Count > 0 ? pages.Sizes[0].Total : 0) + (missing + kilobytes - 1) / kilobytes;
        string remedy = $"Reserve them: sysctl -w vm.nr_hugepages={total} (for good: in a file in /etc/sysctl.d), or set memory = \"none\" or \"auto\".";
        return pages.TotalMegabytes == 0
            ? new EalException("BF2005", $"{neededMegabytes} MB of hugepages are needed", "none are reserved on this machine", remedy)
            : new EalException("BF2006", $"{neededMegabytes} MB of hugepages are needed", $"{pages.FreeMegabytes} MB of {pages.TotalMegabytes} MB are free", remedy);
    }

    internal static EalException Start(string why, IReadOnlyList<string> log) => LogPattern.Find(StartFaults.Table, log) is { } fault
        ? new EalException(fault.Code, "EAL did not start", fault.Why, fault.Remedy) { Log = log }
        : new EalException("BF2020", "EAL did not start", Last(log) ?? why) { Log = log };

    internal static DpdkException Probe(string name, string device, int rc, string why, IReadOnlyList<string> log)
    {
        string what = $"Port {name} ({device}) was not added";
        if (rc == Exists) return new DpdkException("BF2106", what, "this program uses the device already", "Name each device once.");
        if (LogPattern.Find(DeviceFaults.Table, log) is { } fault) return new DpdkException(fault.Code, what, fault.Why, fault.Remedy) { Log = log };
        if (rc == NotSupported)
            return new DpdkException("BF2117", what, "no driver of DPDK knows this kind of device (or the driver's package is not installed)", "See what it is: lspci -nn; the drivers are in librte-meta-net.") { Log = log };
        return new DpdkException("BF2100", what, Last(log) ?? why, "Check the device's arguments; the log has what the driver said.") { Log = log };
    }

    internal static DpdkException Wire(string name, int rc, string why, IReadOnlyList<string> log)
    {
        string what = $"Wire '{name}' was not made";
        return rc == NoSpace || LogPattern.Find(DeviceFaults.Table, log) is { Code: "BF2104" }
            ? new DpdkException("BF2104", what, $"it needs two ports, and this DPDK has {Eal.MaxPorts} in all", "Remove a port first.") { Log = log }
            : new DpdkException("BF2105", what, why) { Log = log };
    }

    internal static DpdkException Pool(string name, int count, int room, int rc) => rc is NoMemory or NoSpace
        ? new DpdkException("BF2201", $"Pool '{name}' was not made",
            $"its {count} buffers need about {Mempool.Footprint(count, room) / (1 << 20) + 1} MB and that much packet memory is not free",
            "Give EAL more memory, or the pool fewer buffers.")
        : new DpdkException("BF2202", $"Pool '{name}' was not made", Shim.LastError);

    /// <summary>For what has no table: the shim's own sentence.</summary>
    internal static DpdkException Device(string code, string what)
    {
        string why = Shim.LastError;
        IReadOnlyList<string> log = EalLog.Take();
        return LogPattern.Find(DeviceFaults.Table, log) is { } fault
            ? new DpdkException(fault.Code, what, fault.Why, fault.Remedy) { Log = log }
            : new DpdkException(code, what, why) { Log = log };
    }

    /// <summary>The last line that is not EAL's general complaint, without its prefix.</summary>
    private static string? Last(IReadOnlyList<string> log)
    {
        for (int i = log.Count - 1; i >= 0; i--)
        {
            string line = log[i];
            if (line.Contains("Failed to attach device", StringComparison.Ordinal) || line.Contains("Driver cannot attach", StringComparison.Ordinal)) continue;
            int prefix = line.IndexOf(": ", StringComparison.Ordinal);
            return prefix < 0 ? line : line[(prefix + 2)..];
        }
        return null;
    }
}
