using System.Globalization;

namespace BondFast.Diagnosis;

/// <summary>Reads facts of the host from a root folder, so that tests can lay out a host of their own. Never throws on what is missing.</summary>
internal sealed class HostFacts(string root = "/")
{
    public string Root { get; } = root;

    public string? Read(string path)
    {
        try
        {
            return File.ReadAllText(Path.Combine(Root, path.TrimStart('/'))).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public long? Number(string path) => long.TryParse(Read(path), NumberStyles.Integer, CultureInfo.InvariantCulture, out long value) ? value : null;

    public bool Exists(string path)
    {
        string full = Path.Combine(Root, path.TrimStart('/'));
        return File.Exists(full) || Directory.Exists(full);
    }

    public IReadOnlyList<string> Entries(string path)
    {
        try
        {
            return [.. Directory.EnumerateFileSystemEntries(Path.Combine(Root, path.TrimStart('/'))).Select(e => Path.GetFileName(e)).Order(StringComparer.Ordinal)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>Where a symbolic link points: its last part, or null.</summary>
    public string? LinkName(string path)
    {
        try
        {
            string? target = new FileInfo(Path.Combine(Root, path.TrimStart('/'))).LinkTarget;
            return target is null ? null : Path.GetFileName(target);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Value of a <c>Name: value</c> line, as in /proc/self/status and /proc/meminfo.</summary>
    public string? Line(string path, string name) =>
        Read(path)?.Split('\n').FirstOrDefault(l => l.StartsWith(name + ":", StringComparison.Ordinal) || l.StartsWith(name + "\t", StringComparison.Ordinal))?.Split(':', 2).ElementAtOrDefault(1)?.Trim();
}
