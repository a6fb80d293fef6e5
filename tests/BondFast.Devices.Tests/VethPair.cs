using System.Diagnostics;
using BondFast.Dpdk;

namespace BondFast.Devices.Tests;

/// <summary>A veth pair of our own, silent (no IPv6 chatter), gone with its test.</summary>
internal sealed class VethPair : IDisposable
{
    private static int Count;

    internal VethPair()
    {
        string stem = $"bf{Environment.ProcessId % 100_000}x{Interlocked.Increment(ref Count)}";
        A = stem + "a";
        B = stem + "b";
        Ip($"link add {A} type veth peer name {B}");
        foreach (string name in new[] { A, B })
        {
            Ip($"link set {name} addrgenmode none");
            Ip($"link set {name} up");
        }
    }

    internal string A { get; }

    internal string B { get; }

    internal KernelInterface NetdevA => KernelInterface.Find(A)!;

    public void Dispose()
    {
        if (KernelInterface.Find(A) is not null) Ip($"link del {A}");
    }

    internal static string NewName() => $"bf{Environment.ProcessId % 100_000}t{Interlocked.Increment(ref Count)}";

    /// <summary>Runs iproute2 and insists on its success.</summary>
    internal static string Ip(string arguments)
    {
        ProcessStartInfo start = new("ip", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"ip {arguments}: {errors}");
        return output;
    }
}
