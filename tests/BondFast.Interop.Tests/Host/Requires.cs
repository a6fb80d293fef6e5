namespace BondFast.Interop.Tests.Host;

/// <summary>What a test needs from the machine. What is missing fails the test with the line that helps: nothing is skipped silently.</summary>
internal static class Requires
{
    private static readonly string[] Path =
        [.. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':'), "/usr/sbin", "/sbin", "/usr/bin", "/bin"];

    public static void Root()
    {
        if (!LibC.IsRoot)
            throw new MissingRequirementException("this test makes network namespaces: run it as root");
    }

    /// <summary>Full path of a program, or a failure that names the Debian package it comes from.</summary>
    public static string Program(string name, string package)
    {
        foreach (var directory in Path)
            if (directory.Length > 0 && File.Exists(System.IO.Path.Combine(directory, name)))
                return System.IO.Path.Combine(directory, name);
        throw new MissingRequirementException($"'{name}' is not installed: apt-get install -y --no-install-recommends {package}");
    }

    public static string ExistingFile(string path, string package) => File.Exists(path)
        ? path
        : throw new MissingRequirementException($"{path} is missing: apt-get install -y --no-install-recommends {package}");
}

public sealed class MissingRequirementException(string message) : Exception(message);
