using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using BondFast.Dpdk.Native;

namespace BondFast.Dpdk.Tests;

public sealed class PrelinkTests
{
    private static IEnumerable<string> Imports()
    {
        foreach (MethodInfo method in typeof(Shim).GetMethods(BindingFlags.Static | BindingFlags.NonPublic))
            if (method.Name.StartsWith("bf_", StringComparison.Ordinal)) yield return method.Name;
    }

    [Fact]
    public void Every_import_resolves()
    {
        nint library = NativeLibrary.Load("libbondfast_dpdk.so", typeof(Shim).Assembly, null);
        List<string> missing = [];
        foreach (string name in Imports())
            if (!NativeLibrary.TryGetExport(library, name, out _)) missing.Add(name);
        Assert.Empty(missing);
        Assert.NotEmpty(Imports());
    }

    [Fact]
    public void Every_function_of_the_header_is_imported()
    {
        string header = File.ReadAllText(Path.Combine(Source.Root, "native/bondfast_dpdk.h"));
        SortedSet<string> declared = [];
        foreach (Match match in Regex.Matches(header, @"^BF_API .*?\b(bf_\w+)\(", RegexOptions.Multiline)) declared.Add(match.Groups[1].Value);
        Assert.Equal(declared, new SortedSet<string>(Imports()));
    }
}
