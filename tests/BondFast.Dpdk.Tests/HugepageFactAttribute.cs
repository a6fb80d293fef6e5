namespace BondFast.Dpdk.Tests;

/// <summary>A fact that needs free hugepages; most machines have none reserved.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class HugepageFactAttribute : FactAttribute
{
    public HugepageFactAttribute()
    {
        long free = Hugepages.Read().FreeMegabytes;
        if (free < 64) Skip = $"needs 64 MB of free hugepages, there are {free} MB (sysctl -w vm.nr_hugepages=64)";
    }
}
