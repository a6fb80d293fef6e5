using System.Text.RegularExpressions;
using BondFast.Configuration;

namespace BondFast.Tests;

/// <summary>packaging/bondfast.toml, which the package installs as /etc/bondfast/bondfast.toml.</summary>
public sealed class PackagedSampleTests
{
    private static readonly string Sample = File.ReadAllText(Repository.PathOf("packaging/bondfast.toml"));

    [Fact]
    public void As_installed_it_has_no_bond_and_says_so() =>
        Assert.Contains(ConfigurationLoader.Parse(Sample).Problems, p => p.Severity == Bonding.ProblemSeverity.Error && p.Message.Contains("bond", StringComparison.Ordinal));

    [Fact]
    public void Without_the_comment_signs_it_is_good()
    {
        ConfigurationResult result = ConfigurationLoader.Parse(Regex.Replace(Sample, "^#(?=[a-z[])", "", RegexOptions.Multiline));
        Assert.Empty(result.Problems);
        Assert.Equal("bond0", Assert.Single(result.Configuration!.Bonds).Name);
    }
}
