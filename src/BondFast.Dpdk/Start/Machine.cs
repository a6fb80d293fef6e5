namespace BondFast.Dpdk;

/// <summary>What EAL's start depends on and the kernel can tell beforehand.</summary>
public static class Machine
{
    /// <summary>CPUs this process may use now.</summary>
    public static IReadOnlyList<int> AllowedCpus()
    {
        foreach (string line in File.ReadLines("/proc/self/status"))
            if (line.StartsWith("Cpus_allowed_list:", StringComparison.Ordinal)) return ParseList(line["Cpus_allowed_list:".Length..]);
        return [0];
    }

    /// <summary>The kernel's list format: <c>0-3,8</c>.</summary>
    public static IReadOnlyList<int> ParseList(string list)
    {
        List<int> cpus = [];
        foreach (string part in list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            string[] ends = part.Split('-');
            for (int cpu = int.Parse(ends[0]); cpu <= int.Parse(ends[^1]); cpu++) cpus.Add(cpu);
        }
        return cpus;
    }

    /// <summary>An IOMMU translates for devices.</summary>
    public static bool HasIommu => Directory.Exists("/sys/class/iommu") && Directory.EnumerateFileSystemEntries("/sys/class/iommu").Any();

    public static bool IsRoot => Environment.UserName == "root" || Environment.IsPrivilegedProcess;
}
