using BondFast.CommandLine;
using BondFast.Configuration;

namespace BondFast.Tests;

public sealed class ImportCommandTests
{
    private static (int Exit, string Toml, string Report) Import(string text, bool strict = false)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        int exit = ImportCommand.Run(["-"], null, strict, new StringReader(text), output, errors);
        return (exit, output.ToString(), errors.ToString());
    }

    [Fact]
    public void A_modprobe_line_becomes_a_file_that_loads()
    {
        var (exit, toml, report) = Import("alias bond0 bonding\noptions bonding mode=4 miimon=100 lacp_rate=fast\n");
        Assert.Equal(0, exit);
        Assert.Contains("mode = \"802.3ad\"", toml, StringComparison.Ordinal);
        Assert.Contains("lacp_rate", toml, StringComparison.Ordinal);
        Assert.Contains("taken", report, StringComparison.Ordinal);
        Assert.NotNull(ConfigurationLoader.Parse(toml, "imported.toml").Configuration);
    }

    [Fact]
    public void Strict_fails_on_any_loss() =>
        Assert.Equal(1, Import("options bonding mode=1 miimon=100 debug=1\n", strict: true).Exit);

    [Fact]
    public void A_file_without_a_bond_is_bad_input() =>
        Assert.Equal(ExitCode.BadInput, Assert.Throws<Failure>(() => Import("auto lo\niface lo inet loopback\n")).ExitCode);
}
