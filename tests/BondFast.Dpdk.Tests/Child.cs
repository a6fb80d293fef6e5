#pragma warning disable CA1416 // DPDK on Linux only
using System.Diagnostics;

namespace BondFast.Dpdk.Tests;

/// <summary>Runs <see cref="ChildProgram"/>, as an ordinary user where the tests run as root.</summary>
internal static class Child
{
    private static readonly string[] AsNobody = ["--reuid", "nobody", "--regid", "nogroup", "--clear-groups", "--inh-caps=-all"];

    /// <summary>A copy of the tests' binaries that everybody may read: the repository may be in somebody's home.</summary>
    private static readonly Lazy<string> PublicCopy = new(CopyBinaries);

    /// <summary>All it printed, stdout and stderr, line by line.</summary>
    internal static IReadOnlyList<string> Run(MemoryMode memory, int megabytes = 64, string prefix = "", string extra = "", bool ordinaryUser = false, params string[] devices)
    {
        bool drop = ordinaryUser && Environment.IsPrivilegedProcess;
        string assembly = Path.GetFileName(typeof(Child).Assembly.Location);
        List<string> arguments = [Path.Combine(drop ? PublicCopy.Value : AppContext.BaseDirectory, assembly), memory.ToString(), megabytes.ToString()];
        arguments.Add(prefix.Length > 0 ? prefix : $"bondfast-child-{Guid.NewGuid():N}"[..24]);
        arguments.Add(extra);
        arguments.AddRange(devices);
        return Execute(drop, [.. arguments]).Lines;
    }

    /// <summary>An ordinary user can run .NET here.</summary>
    internal static bool OrdinaryUserHasDotnet => !Environment.IsPrivilegedProcess || Execute(true, "--list-runtimes").Status == 0;

    private static (int Status, IReadOnlyList<string> Lines) Execute(bool asNobody, params string[] arguments)
    {
        ProcessStartInfo start = new(asNobody ? "setpriv" : "dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/" };
        if (asNobody)
        {
            foreach (string argument in AsNobody) start.ArgumentList.Add(argument);
            start.ArgumentList.Add("dotnet");
        }
        foreach (string argument in arguments) start.ArgumentList.Add(argument);
        start.Environment["HOME"] = "/tmp";
        start.Environment["DOTNET_CLI_HOME"] = "/tmp";
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        List<string> lines = [];
        foreach (string line in (output + errors.Result).Split('\n', StringSplitOptions.RemoveEmptyEntries)) lines.Add(line.TrimEnd());
        return (process.ExitCode, lines);
    }

    private static string CopyBinaries()
    {
        string directory = Directory.CreateTempSubdirectory("bondfast-child").FullName;
        File.SetUnixFileMode(directory, (UnixFileMode)0b111_101_101);
        foreach (string file in Directory.EnumerateFiles(AppContext.BaseDirectory))
        {
            if (Path.GetExtension(file) is not (".dll" or ".so" or ".json")) continue;
            string copy = Path.Combine(directory, Path.GetFileName(file));
            File.Copy(file, copy);
            File.SetUnixFileMode(copy, (UnixFileMode)0b110_100_100);
        }
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(directory, recursive: true);
        return directory;
    }
}
