using BondFast.Bonding;
using BondFast.CommandLine;
using BondFast.Documents;

namespace BondFast.Tests.Documents;

public sealed class OptionsTests
{
    private static string Text(string? name)
    {
        using var output = new StringWriter();
        Assert.Equal(0, OptionsCommand.Run(name, false, output));
        return output.ToString();
    }

    [Fact]
    public void Docs_options_md_is_up_to_date() =>
        // Otherwise: bondfast options --markdown > docs/options.md
        Assert.Equal(OptionsMarkdown.Write(), File.ReadAllText(Repository.PathOf("docs/options.md")));

    [Fact]
    public void Every_option_is_listed()
    {
        string list = Text(null);
        Assert.All(OptionTable.All, o => Assert.Contains($"\n{o.Name} ", "\n" + list, StringComparison.Ordinal));
    }

    [Fact]
    public void An_option_is_told_in_full()
    {
        string text = Text("updelay");
        foreach (string fact in new[] { "takes:     0 to 2147483647 ms", "default:   0 ms", "modes:     all", "when:      at any time", "source:    HOWTO 2, updelay" })
            Assert.Contains(fact, text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_option_names_the_nearest()
    {
        Failure failure = Assert.Throws<Failure>(() => Text("lacprate"));
        Assert.Equal(64, failure.ExitCode);
        Assert.Contains("lacp_rate", failure.Message, StringComparison.Ordinal);
    }
}
