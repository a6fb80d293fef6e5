using System.Diagnostics;
using BondFast.CommandLine;
using BondFast.Configuration.Schema;
using BondFast.Documents;
using Xunit.Abstractions;

namespace BondFast.Tests.Documents;

public sealed class GeneratedFilesTests(ITestOutputHelper log) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Generate(string name)
    {
        Assert.Equal(0, GenerateDocsCommand.Run(_folder.Path));
        return Path.Combine(_folder.Path, name);
    }

    [Fact]
    public void The_man_page_has_every_verb_and_no_hidden_one()
    {
        string page = File.ReadAllText(Generate("bondfast.8"));
        foreach (Verb verb in Verb.Of(CommandTree.Create()).Where(v => v.Path.Length > 0 && !v.Verbs.Any()))
            Assert.Contains($".SS \"{verb.Path.Replace("-", "\\-", StringComparison.Ordinal)}", page, StringComparison.Ordinal);
        Assert.DoesNotContain("generate", page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_man_page_of_the_file_has_every_key()
    {
        string page = File.ReadAllText(Generate("bondfast.toml.5"));
        Assert.All(KeyTable.All, e => Assert.Contains($"\n.B {e.Key}\n", page, StringComparison.Ordinal));
        Assert.All(KeyTable.Tables, t => Assert.Contains(t.Length == 0 ? ".SH \"TOP LEVEL\"" : $".SH [{t}]", page, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("bondfast.8")]
    [InlineData("bondfast.toml.5")]
    public void Groff_finds_no_fault_in_a_man_page(string name)
    {
        if (!File.Exists("/usr/bin/groff"))
        {
            log.WriteLine("not run: groff is not installed (apt-get install groff)");
            return;
        }
        Assert.Equal("", Run("groff", "-man", "-ww", "-z", Generate(name)));
    }

    [Theory]
    [InlineData("demo run check", "")]
    [InlineData("show", "sh")]
    [InlineData("add del", "bond", "")]
    [InlineData("lacp_rate lacp_active lacp_strict", "set", "bond0", "lacp")]
    [InlineData("slow fast", "set", "bond0", "lacp_rate", "")]
    [InlineData("active-backup", "demo", "--mode", "ac")]
    [InlineData("--seconds --mode --slaves --json", "demo", "--mode", "1", "--")]
    [InlineData("howto linux", "hash", "--slaves", "4", "--formula", "")]
    [InlineData("BF2301 BF2302", "explain", "BF23")]
    [InlineData("arp_validate", "options", "arp_v")]
    public void Bash_completes(string words, params string[] line)
    {
        const string Script = "source \"$1\"; shift; COMP_WORDS=(bondfast \"$@\"); COMP_CWORD=$#; _bondfast; echo \"${COMPREPLY[*]}\"";
        string completed = Run("bash", ["-c", Script, "bash", Generate("bondfast.bash"), .. line]);
        Assert.StartsWith(words, completed, StringComparison.Ordinal);
    }

    [Fact]
    public void Zsh_can_read_its_completion()
    {
        if (!File.Exists("/usr/bin/zsh"))
        {
            log.WriteLine("not run: zsh is not installed (apt-get install zsh)");
            return;
        }
        Assert.Equal("", Run("zsh", "-n", Generate("_bondfast")));
    }

    private static string Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        string output = process.StandardOutput.ReadToEnd() + process.StandardError.ReadToEnd();
        process.WaitForExit();
        return output.TrimEnd();
    }
}
