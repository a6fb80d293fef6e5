using System.Runtime.CompilerServices;

namespace BondFast.Tests;

/// <summary>Files of the repository, found from where the tests were compiled.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    public static string PathOf(string file) => Path.Combine(Root, file);

    private static string Find([CallerFilePath] string path = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "..", ".."));
}
