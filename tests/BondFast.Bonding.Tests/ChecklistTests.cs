using System.Text.RegularExpressions;

namespace BondFast.Bonding.Tests;

/// <summary>The checklists in tests/ name tests as <c>Project/Class</c> or <c>Project/Class.Method</c>; each of them exists.</summary>
public partial class ChecklistTests
{
    [Theory]
    [InlineData("KERNEL_SELFTESTS.md", 30)]
    [InlineData("NET_BONDING_CHECKLIST.md", 80)]
    public void Every_test_that_a_checklist_names_exists(string file, int atLeast)
    {
        string tests = Path.Combine(RepositoryRoot(), "tests");
        MatchCollection names = TestName().Matches(File.ReadAllText(Path.Combine(tests, file)));
        Assert.True(names.Count >= atLeast, $"{file} names {names.Count} tests");
        string[] missing = [.. names.Where(name => !Exists(tests, name)).Select(name => name.Value).Distinct()];
        Assert.Empty(missing);
    }

    private static bool Exists(string tests, Match name)
    {
        string project = Path.Combine(tests, $"BondFast.{name.Groups["project"].Value}.Tests");
        string method = name.Groups["method"].Value;
        return Directory.Exists(project)
            && Directory.EnumerateFiles(project, name.Groups["class"].Value + ".cs", SearchOption.AllDirectories)
                .Any(file => method.Length == 0 || File.ReadAllText(file).Contains($" {method}(", StringComparison.Ordinal));
    }

    private static string RepositoryRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "BondFast.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("BondFast.sln is in no folder above the tests");
    }

    [GeneratedRegex(@"`(?<project>[A-Z]\w+)/(?<class>[A-Z]\w+)(\.(?<method>\w+))?`")]
    private static partial Regex TestName();
}
