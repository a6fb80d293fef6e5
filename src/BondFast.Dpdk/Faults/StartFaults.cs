namespace BondFast.Dpdk;

/// <summary>What EAL logs when it does not start, and what that means. Lines of DPDK 22.11 to 25.11.</summary>
internal static class StartFaults
{
    private const string NoHugepages = "Cannot get hugepage information";

    internal static readonly LogPattern[] Table =
    [
        new(@"unknown argument (\S+?)!?$", static m => new Fault("BF2024", $"EAL knows no option {m[1].Value}", "Correct the extra EAL arguments.")),
        new(@"unrecognized option '(.+?)'", static m => new Fault("BF2024", $"EAL knows no option {m[1].Value}", "Correct the extra EAL arguments.")),
        new(@"option '(.+?)' requires an argument", static m => new Fault("BF2024", $"EAL's option {m[1].Value} needs a value", "Correct the extra EAL arguments.")),
        new(@"Option (\S+) is not compatible with (\S+)", static m => new Fault("BF2024", $"EAL's options {m[1].Value} and {m[2].Value} exclude each other (without hugepages EAL takes --legacy-mem)",
            "Correct the extra EAL arguments; set memory = \"none\" or \"hugepages\" instead of giving EAL's own memory options.")),
        new(@"Cannot create lock on '(.+?)'", static m => new Fault("BF2023", $"another process holds {m[1].Value}: it runs with the same file prefix",
            "Stop that process, or give this one a file prefix of its own.")),
        new(@"Not enough memory available! Requested: (\d+)MB, available: (\d+)MB", static m => new Fault("BF2006",
            $"{m[1].Value} MB of hugepages are needed and EAL could get {m[2].Value} MB (one page or more is in use, on another NUMA node, or not allowed to this cgroup)",
            "Reserve more (sysctl -w vm.nr_hugepages=N), or set memory = \"none\" or \"auto\".")),
        new(@"reserved, but no mounted hugetlbfs found|no mounted hugetlbfs", static _ => new Fault("BF2021", "hugepages are reserved but no hugetlbfs is mounted, which shared memory needs",
            "Mount one (mount -t hugetlbfs none /dev/hugepages), or set memory = \"hugepages\", which needs no mount."), with: NoHugepages),
        new(@"open '(.+?)' failed: Permission denied", static m => new Fault("BF2025", $"this user may not write {m[1].Value}",
            "Give the user the hugetlbfs directory (mount option uid= or gid=), or set memory = \"hugepages\", which needs no files.")),
        new(@"No free (\d+) kB hugepages", static _ => new Fault("BF2005", "no hugepage is free", "Reserve some (sysctl -w vm.nr_hugepages=N), or set memory = \"none\" or \"auto\"."), with: NoHugepages),
        new(@"Cannot use IOVA as 'PA'|[Pp]hysical addresses are (?:unavailable|not available)", static _ => new Fault("BF2028", "devices cannot be given physical addresses: this user may not see them, or memory is not hugepages",
            "Run as root with hugepages, or leave iova at \"va\" (needs an IOMMU for physical NICs).")),
        new(@"This system does not support ""(.+?)""", static m => new Fault("BF2029", $"this CPU lacks {m[1].Value}, which the installed DPDK was compiled for", "Install a DPDK built for this CPU.")),
        new(@"Cannot init plugins|(\S+): cannot open shared object file", static _ => new Fault("BF2030", "DPDK's drivers could not be loaded",
            "The driver directory must belong to root and must not be writable for everybody; reinstall librte-meta-net.")),
        new(@"error allocating rte services array|Cannot init memory|rte_service_init\(\) failed|mmap failed: Cannot allocate memory|Cannot init memzone|Cannot init tail queues",
            static _ => new Fault("BF2027", "the kernel did not give that much memory", "Ask for less, or free some.")),
        new(NoHugepages, static _ => new Fault("BF2005", "no hugepages are reserved on this machine",
            "Reserve some (sysctl -w vm.nr_hugepages=N), or set memory = \"none\" or \"auto\".")),
        new(@"lcore (\d+) unavailable|lcore (\d+) >= RTE_MAX_LCORE|invalid (?:core|lcore)", static _ => new Fault("BF2007", "the lcores do not fit this machine's CPUs", "Name CPUs that are online.")),
        new(@"Invalid '?command line'? arguments", static _ => new Fault("BF2024", "EAL refused its arguments", "Correct the extra EAL arguments.")),
    ];
}
