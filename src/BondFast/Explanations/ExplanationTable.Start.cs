namespace BondFast.Explanations;

internal static partial class ExplanationTable
{
    private const string Pages =
        "Reserve hugepages: sysctl -w vm.nr_hugepages=256 (for good: a file in /etc/sysctl.d). Or do without: mode = \"none\" in [memory] takes ordinary pages, which is enough for taps, wires and af_packet; mode = \"auto\" takes what there is.";

    private static IEnumerable<Explanation> Start()
    {
        yield return new("BF2001", "The native library does not fit the program",
            "libbondfast_dpdk.so was compiled against another DPDK, or from another version of the source: a structure that both use has another layout.",
            "Build both from the same source against the DPDK that is installed: ./build.sh clean, then ./build.sh. From the package: install the package made for this distribution.");
        yield return new("BF2002", "DPDK's log cannot be captured",
            "The program reads what DPDK logs, to tell causes; the stream for it could not be opened. The process has no memory or no file descriptors left.",
            "Look at the limits of the process: ulimit -n, and the cgroup's memory.");
        yield return new("BF2003", "DPDK was started already in this process",
            "DPDK starts once in the life of a process, also when the first start failed.",
            "Start a new process.");
        yield return new("BF2004", "DPDK cannot be loaded",
            "libbondfast_dpdk.so is not next to the program, or DPDK's own libraries (librte_eal and others) are not installed, or they have another ABI than those the program was built with.",
            "apt-get install dpdk librte-meta-net. Keep libbondfast_dpdk.so in the folder of the program. ldd libbondfast_dpdk.so shows what is missing.");
        yield return new("BF2005", "No hugepages are reserved",
            "Packet memory was asked for in hugepages (mode = \"hugepages\" or \"shared\" in [memory]) and this machine has none reserved, or none free.",
            Pages);
        yield return new("BF2006", "Too few hugepages are free",
            "The buffers of all ports need more than is free. Pages may be in use by another process, be on another NUMA node, or be out of reach of this cgroup. DPDK's note about 1 GB pages (\"No free 1048576 kB hugepages\") is harmless.",
            Pages + " 'bondfast plan FILE' tells how much is needed.");
        yield return new("BF2007", "A CPU cannot be used",
            "cpus or control_cpu in [workers] names a CPU that is not online or not in the cpuset of this process.",
            "Name other CPUs (grep Cpus_allowed_list /proc/self/status), or widen the cpuset (systemd: AllowedCPUs=, containers: --cpuset-cpus).");
        yield return new("BF2008", "The lcores cannot be placed",
            "One lcore is listed twice.",
            "This is a defect of the program: please report it with the output of 'bondfast plan FILE'.");
        yield return new("BF2020", "DPDK did not start",
            "Its environment abstraction layer (EAL) failed for a reason that BondFast does not know; the message has EAL's own words.",
            "'bondfast doctor' looks for what is often wrong. Take extra_args in [eal] out if there are some.");
        yield return new("BF2021", "No hugetlbfs is mounted",
            "mode = \"shared\" in [memory] keeps hugepages in files, so that other processes can map them, and files need a mount.",
            "mount -t hugetlbfs none /dev/hugepages. Or set mode = \"hugepages\", which needs no mount, if no other process maps the memory.");
        yield return new("BF2023", "Another process runs with the same file prefix",
            "DPDK keeps its run-time files below a name, the file_prefix in [eal], and one process may use it at a time.",
            "Stop the other one ('bondfast stop', or the process that 'fuser' names for the file in the message), or give this one a file_prefix of its own.");
        yield return new("BF2024", "EAL refused an argument",
            "extra_args in [eal] has an option that this DPDK does not know, that lacks its value, or that contradicts what the program sets.",
            "Correct extra_args. Memory, CPUs and devices have keys of their own: [memory], [workers], [port.NAME].");
        yield return new("BF2025", "The hugepage folder is not writable",
            "mode = \"shared\" in [memory] makes files in the hugetlbfs mount, and this user may not.",
            "Mount it for the user: mount -t hugetlbfs -o uid=USER none /dev/hugepages. Or set mode = \"hugepages\", which needs no files.");
        yield return new("BF2027", "The kernel did not give that much memory",
            "Memory was asked for and refused: the machine, the cgroup or ulimit has less, or locking it is not allowed.",
            "Ask for less (megabytes, mbufs, queues, descriptors), free some, or raise the limit (systemd: LimitMEMLOCK=infinity, MemoryMax=).");
        yield return new("BF2028", "Devices cannot be given physical addresses",
            "Without an IOMMU a NIC needs physical addresses, which only root sees and only hugepages have.",
            "Switch the IOMMU on (kernel command line: intel_iommu=on or amd_iommu=on, and in the firmware). Or run as root with hugepages. With virtual devices alone it is not needed: take --iova-mode out of extra_args.");
        yield return new("BF2029", "This CPU lacks an instruction set",
            "The installed DPDK was compiled for a newer CPU.",
            "Install a DPDK built for this CPU. Debian's needs SSE4.2.");
        yield return new("BF2030", "DPDK's drivers could not be loaded",
            "DPDK loads its drivers from a folder of its own and refuses one that everybody may write to, or below such a folder; or a driver's library is missing.",
            "apt-get install --reinstall librte-meta-net. The folder (/usr/lib/x86_64-linux-gnu/dpdk/pmds-23.0) must belong to root.");
    }
}
