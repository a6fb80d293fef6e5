using System.Diagnostics;

namespace BondFast.Devices.Tests;

/// <summary>A fact that stacks VLAN interfaces: needs root and a kernel that has them.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class VlanFactAttribute : FactAttribute
{
    public VlanFactAttribute()
    {
        if (!Environment.IsPrivilegedProcess) Skip = "needs root: it makes network interfaces";
        else if (!KernelHasVlans()) Skip = "this kernel has no VLAN interfaces (module 8021q)";
    }

    private static bool KernelHasVlans()
    {
        string name = VethPair.NewName();
        bool made = Succeeds($"link add link lo name {name} type vlan id 1");
        if (made) Succeeds($"link del {name}");
        return made;
    }

    private static bool Succeeds(string arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo("ip", arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
