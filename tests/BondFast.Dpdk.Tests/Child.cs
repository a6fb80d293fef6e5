using System.Diagnostics;

namespace BondFast.Dpdk.Tests;

/// <summary>Runs <see cref="ChildProgram"/>, as an ordinary user where the tests run as root.</summary>
internal static class Child
{
    /// <summary>All it printed, stdout and stderr, line by line.</summary>
    internal static IReadOnlyList<string> Run(MemoryMode memory, int megabytes = 64, string prefix = "", string extra = "", bool ordinaryUser = false, params string[] devices)
    {
        string assembly = typeof(Child).Assembly.Location;
        ProcessStartInfo start = new() { RedirectStandardOutput = true, RedirectStandardError = true, FileName = "dotnet" };
        if (ordinaryUser && Environment.IsPrivilegedProcess)
        {
            start.FileName = "setpriv";
            foreach (string part in new[] { "--reuid", "nobody", "--regid", "nogroup", "--clear-groups", "--inh-caps=-all", "dotnet" }) start.ArgumentList.Add(part);
        }
        start.ArgumentList.Add(assembly);
        foreach (string part in new[] { memory.ToString(), megabytes.ToString(), prefix.Length > 0 ? prefix : $"bondfast-child-{Guid.NewGuid():N}"[..24], extra }) start.ArgumentList.Add(part);
        foreach (string device in devices) start.ArgumentList.Add(device);
        start.Environment["HOME"] = "/tmp";
        start.Environment["DOTNET_CLI_HOME"] = "/tmp";
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        List<string> lines = [];
        foreach (string line in (output + errors.Result).Split('\n', StringSplitOptions.RemoveEmptyEntries)) lines.Add(line.TrimEnd());
        return lines;
    }
}
