using System.Text.RegularExpressions;
using BondFast.CommandLine;
using BondFast.Explanations;

namespace BondFast.Tests;

public sealed partial class ExplainTests
{
    /// <summary>Codes that the sources of the program give to failures.</summary>
    private static readonly SortedSet<string> Used =
        [.. new[] { "BondFast.Dpdk", "BondFast", "BondFast.Datapath", "BondFast.Control", "BondFast.Configuration", "BondFast.Traffic" }
            .SelectMany(project => Directory.GetFiles(Repository.PathOf(Path.Combine("src", project)), "*.cs", SearchOption.AllDirectories))
            .Where(file => !file.Contains("/Explanations/", StringComparison.Ordinal))
            .SelectMany(file => Code().Matches(File.ReadAllText(file)).Select(m => m.Groups[1].Value))];

    [GeneratedRegex("\"(BF2[0-9]{3})\"")]
    private static partial Regex Code();

    [Fact]
    public void Every_code_in_the_sources_is_explained_and_no_other() => Assert.Equal(Used, new SortedSet<string>(ExplanationTable.All.Select(e => e.Code)));

    [Fact]
    public void Codes_are_in_order_and_there_once()
    {
        string[] codes = [.. ExplanationTable.All.Select(e => e.Code)];
        Assert.Equal(codes.Order(StringComparer.Ordinal).Distinct(), codes);
    }

    [Fact]
    public void An_explanation_says_what_why_and_what_to_do() => Assert.All(ExplanationTable.All, e =>
    {
        Assert.DoesNotMatch(@"[.\n]$", e.What);
        Assert.Matches(@"[.)]$", e.Why);
        Assert.False(string.IsNullOrWhiteSpace(e.Remedy));
    });

    [Theory]
    [InlineData("BF2111")]
    [InlineData("bf2111")]
    [InlineData("2111")]
    public void A_code_is_found_as_people_write_it(string code)
    {
        using var output = new StringWriter();
        Assert.Equal(0, ExplainCommand.Run(code, output));
        Assert.StartsWith("BF2111: The kernel's driver has the NIC.", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("dpdk-devbind.py --bind=vfio-pci", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_code_is_a_usage_error() =>
        Assert.Equal(64, Assert.Throws<Failure>(() => ExplainCommand.Run("BF9999", TextWriter.Null)).ExitCode);
}
