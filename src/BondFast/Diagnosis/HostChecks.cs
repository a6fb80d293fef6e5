using System.Globalization;

namespace BondFast.Diagnosis;

/// <summary>Checks of the host that hold whatever the configuration says. Nothing is changed, no privileges are needed.</summary>
internal static class HostChecks
{
    private const ulong CapabilityNetAdmin = 1UL << 12;
    private const ulong CapabilityNetRaw = 1UL << 13;

    public static IEnumerable<Finding> Run(HostFacts host)
    {
        yield return DpdkLibrary(host);
        yield return Processor(host);
        yield return Cores(host);
        yield return Isolation(host);
        yield return Hugepages(host);
        yield return Tun(host);
        yield return Iommu(host);
        yield return Capabilities(host);
        yield return BondingModule(host);
    }

    private static Finding DpdkLibrary(HostFacts host)
    {
        foreach (string folder in new[] { "/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/local/lib/x86_64-linux-gnu", "/usr/local/lib", "/usr/lib64" })
        {
            string? library = host.Entries(folder).LastOrDefault(e => e.StartsWith("librte_eal.so.", StringComparison.Ordinal));
            if (library is not null) return new(Verdict.OK, "DPDK", $"{library} in {folder}");
        }
        return new(Verdict.FAIL, "DPDK", "librte_eal is not in the usual library folders; nothing can be bonded without DPDK", "sudo apt-get install libdpdk-dev");
    }

    private static Finding Processor(HostFacts host)
    {
        string flags = " " + host.Line("/proc/cpuinfo", "flags") + " ";
        if (host.Read("/proc/cpuinfo") is null) return new(Verdict.WARN, "processor", "/proc/cpuinfo can't be read");
        if (!flags.Contains(" sse4_2 ", StringComparison.Ordinal) && flags.Trim().Length > 0)
            return new(Verdict.FAIL, "processor", "no SSE4.2: Debian's DPDK does not run on this processor");
        if (!flags.Contains(" constant_tsc ", StringComparison.Ordinal) && flags.Trim().Length > 0)
            return new(Verdict.WARN, "processor", "the time stamp counter is not constant: latency figures and time stamps are not to be trusted");
        string widest = flags.Contains(" avx512bw ", StringComparison.Ordinal) ? "AVX-512" : flags.Contains(" avx2 ", StringComparison.Ordinal) ? "AVX2" : "128-bit vectors";
        return new(Verdict.OK, "processor", $"{widest} for the hash kernels, constant TSC");
    }

    private static Finding Cores(HostFacts host)
    {
        int online = CpuList.Parse(host.Read("/sys/devices/system/cpu/online") ?? "0").Count;
        int allowed = CpuList.Parse(host.Line("/proc/self/status", "Cpus_allowed_list") ?? "0").Count;
        string count = $"{online} online, {allowed} usable by this process";
        return allowed switch
        {
            < 2 => new(Verdict.WARN, "cores", count + ": the worker and the control loop share one; expect delays of milliseconds"),
            2 => new(Verdict.WARN, "cores", count + ": one worker; the control loop shares the other core with everything else"),
            _ => new(Verdict.OK, "cores", count),
        };
    }

    private static Finding Isolation(HostFacts host)
    {
        string? isolated = host.Read("/sys/devices/system/cpu/isolated");
        return string.IsNullOrEmpty(isolated)
            ? new(Verdict.WARN, "isolated cores", "none: the scheduler may put other work on the workers' cores", "add 'isolcpus=2-3 nohz_full=2-3 irqaffinity=0-1' (your worker cores) to the kernel's command line")
            : new(Verdict.OK, "isolated cores", isolated);
    }

    private static Finding Hugepages(HostFacts host)
    {
        long total = 0, free = 0;
        foreach (string size in host.Entries("/sys/kernel/mm/hugepages"))
        {
            long megabytes = long.TryParse(size.Replace("hugepages-", "", StringComparison.Ordinal).Replace("kB", "", StringComparison.Ordinal), NumberStyles.Integer, CultureInfo.InvariantCulture, out long kb) ? kb / 1024 : 0;
            total += megabytes * (host.Number($"/sys/kernel/mm/hugepages/{size}/nr_hugepages") ?? 0);
            free += megabytes * (host.Number($"/sys/kernel/mm/hugepages/{size}/free_hugepages") ?? 0);
        }
        const string Command = "sudo sysctl -w vm.nr_hugepages=256";
        if (total == 0) return new(Verdict.WARN, "hugepages", "none reserved: physical NICs need them; virtual devices run without (memory mode \"none\")", Command);
        return free < 64
            ? new(Verdict.WARN, "hugepages", $"{free} MB of {total} MB free: too few for a bond's buffers", Command)
            : new(Verdict.OK, "hugepages", $"{free} MB of {total} MB free (no mount needed)");
    }

    private static Finding Tun(HostFacts host) => host.Exists("/dev/net/tun")
        ? new(Verdict.OK, "tap uplinks", "/dev/net/tun is there")
        : new(Verdict.WARN, "tap uplinks", "/dev/net/tun is missing: no kernel interface for a bond", "sudo modprobe tun");

    private static Finding Iommu(HostFacts host) => host.Entries("/sys/kernel/iommu_groups").Count > 0
        ? new(Verdict.OK, "IOMMU", "on: vfio-pci works without extra privileges")
        : new(Verdict.WARN, "IOMMU", "off or absent: vfio-pci can't be used safely; mlx5 and virtual devices are not concerned", "add 'intel_iommu=on iommu=pt' (AMD: 'amd_iommu=on iommu=pt') to the kernel's command line");

    private static Finding Capabilities(HostFacts host)
    {
        ulong effective = ulong.TryParse(host.Line("/proc/self/status", "CapEff"), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong value) ? value : 0;
        bool admin = (effective & CapabilityNetAdmin) != 0, raw = (effective & CapabilityNetRaw) != 0;
        return (admin, raw) switch
        {
            (true, true) => new(Verdict.OK, "capabilities", "CAP_NET_ADMIN and CAP_NET_RAW"),
            (false, true) => new(Verdict.WARN, "capabilities", "no CAP_NET_ADMIN: tap uplinks are not possible", $"sudo setcap cap_net_admin,cap_net_raw+ep {Installation.File}"),
            (true, false) => new(Verdict.WARN, "capabilities", "no CAP_NET_RAW: af_packet slaves are not possible", $"sudo setcap cap_net_admin,cap_net_raw+ep {Installation.File}"),
            _ => new(Verdict.WARN, "capabilities", "an ordinary user: wires and the demonstration work; tap uplinks and af_packet slaves need CAP_NET_ADMIN and CAP_NET_RAW", "sudo bondfast doctor"),
        };
    }

    private static Finding BondingModule(HostFacts host) => host.Exists("/sys/class/net/bonding_masters")
        ? new(Verdict.WARN, "kernel bonding", $"the module is loaded and owns: {host.Read("/sys/class/net/bonding_masters") ?? "?"}; an uplink of the same name will fail", "sudo modprobe -r bonding")
        : new(Verdict.OK, "kernel bonding", "module not loaded");
}
