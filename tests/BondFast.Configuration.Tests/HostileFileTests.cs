using System.Text;
using BondFast.Configuration.Toml;

namespace BondFast.Configuration.Tests;

/// <summary>Files that want to harm the program: it answers each with a problem, and lives.</summary>
public class HostileFileTests
{
    private static ConfigurationProblem Only(byte[] text)
    {
        ConfigurationResult result = ConfigurationLoader.Parse(text, "x.toml");
        Assert.Null(result.Configuration);
        return Assert.Single(result.Problems);
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    [Fact]
    public void A_huge_file_is_refused_unread()
    {
        byte[] text = new byte[TomlDocument.MaxSize + 1];
        Array.Fill(text, (byte)'\n');
        Assert.Equal("x.toml: error: The file is not TOML: it has 1048577 bytes, and 1048576 is the most. Is it the right file?", Only(text).ToString());
    }

    [Fact]
    public void A_file_that_never_ends_is_not_read_to_its_end()
    {
        ConfigurationResult result = ConfigurationLoader.Load("/dev/zero");
        Assert.Contains("bytes, and", Assert.Single(result.Problems).Message, StringComparison.Ordinal);
    }

    /// <summary>Each of these would recurse once per level, in the parser or when the tree is freed.</summary>
    [Theory]
    [InlineData("x = ", "[")]
    [InlineData("x = ", "{a=")]
    [InlineData("x = ", "[{a=")]
    [InlineData("[a", ".a")]
    [InlineData("a", ".a")]
    [InlineData("a", ". a")]
    [InlineData("a", "\t.\t\"a\"")]
    [InlineData("[[a", ".'a'")]
    [InlineData("x = [\"\"\"\"\"\"\"\", {a", ".a")]
    [InlineData("x = ['''''''', {a", ".a")]
    [InlineData("x = { \"\\\"\" = 1, b", ".b")]
    public void Depth_without_end_is_refused(string start, string again)
    {
        StringBuilder text = new(start);
        for (int i = 0; i < 250_000 && text.Length < 900_000; i++) text.Append(again);
        Assert.Equal(Bonding.ProblemSeverity.Error, ProblemText(text.ToString()).Severity);
        text.Append(" = 1\n");
        Assert.Equal(Bonding.ProblemSeverity.Error, ProblemText(text.ToString()).Severity);
    }

    private static ConfigurationProblem ProblemText(string text) => Only(Bytes(text));

    [Fact]
    public void Dots_in_strings_and_comments_are_not_depth()
    {
        string dots = new('.', 500);
        string text = $"""
            # {dots}
            [eal]
            extra_args = ["{dots}", '{dots}', 'x"{dots}', "y'\"{dots}"]
            [bond.bond0]
            mode = 1
            miimon = 100
            """;
        HostConfiguration host = RepositoryFiles.Good(text + $"\n[control]\nowner = \"\"\"root\"\"\" # {dots}\n");
        Assert.Equal(4, host.Eal.ExtraArgs.Length);
    }

    [Fact]
    public void Many_tables_and_long_keys_take_no_long_time()
    {
        StringBuilder text = new();
        for (int i = 0; text.Length < 900_000; i++) text.Append($"[t{i}]\nk = {i}\n");
        ConfigurationResult result = ConfigurationLoader.Parse(Bytes(text.ToString()));
        Assert.Equal(201, result.Problems.Count);
        Assert.Equal("bond.toml: error: There are more than these 200 problems. Mend these first.", result.Problems[^1].ToString());
        text.Clear().Append("[bond.b]\n");
        for (int i = 0; text.Length < 900_000; i++) text.Append($"[port.p{i}]\ndevice = \"wire\"\npeer = \"q{i}\"\n");
        Assert.Equal(201, ConfigurationLoader.Parse(Bytes(text.ToString())).Problems.Count);
        Assert.NotNull(ProblemText("[" + new string('a', 900_000) + "]\n"));
        Assert.NotNull(ProblemText("mode = \"" + new string('a', 900_000) + "\"\n"));
    }

    [Fact]
    public void Messages_show_little_of_a_long_value_and_no_control_characters()
    {
        ConfigurationResult result = ConfigurationLoader.Parse("[bond.bond0]\nmode = \"" + new string('x', 10_000) + "\\u001b[31m\"\n\"k\\u0007ey\" = 1\n");
        Assert.All(result.Problems, p => Assert.InRange(p.ToString().Length, 10, 500));
        Assert.All(result.Problems, p => Assert.DoesNotContain(p.ToString(), char.IsControl));
    }

    [Theory]
    [InlineData("\uFEFF[bond.bond0]\nmode = 1\nmiimon = 100\nslaves = []\n")]
    [InlineData("[bond.bond0]\r\nmode = 1\r\nmiimon = 100\r\nslaves = []\r\n")]
    public void A_byte_order_mark_and_DOS_lines_do_no_harm(string text) => Assert.Empty(ConfigurationLoader.Parse(text).Problems);

    [Fact]
    public void Columns_count_characters_not_bytes() =>
        Assert.Equal(new SourcePosition(1, 10), ProblemText("\"\u00e9\u20ac\" = 1 x\n").Position);

    /// <summary>Bytes of good files changed, cut, repeated and mixed: never an exception, and a configuration only without an error.</summary>
    [Fact]
    public void Mutated_files_end_in_problems_or_in_a_configuration()
    {
        byte[][] seeds = [.. Directory.GetFiles(RepositoryFiles.Configs, "*.toml").Order().Select(File.ReadAllBytes)];
        Random random = new(20240611);
        for (int i = 0; i < 20_000; i++)
        {
            byte[] text = Mutate((byte[])seeds[random.Next(seeds.Length)].Clone(), seeds, random);
            ConfigurationResult result = ConfigurationLoader.Parse(text, "x");
            Assert.Equal(result.Configuration is null, result.Problems.Any(p => p.Severity == Bonding.ProblemSeverity.Error));
            Assert.All(result.Problems, p => Assert.StartsWith("x:", p.ToString(), StringComparison.Ordinal));
        }
    }

    private static byte[] Mutate(byte[] text, byte[][] seeds, Random random)
    {
        for (int edits = random.Next(1, 6); edits > 0 && text.Length > 0; edits--)
        {
            int at = random.Next(text.Length);
            switch (random.Next(5))
            {
                case 0:
                    text[at] = (byte)random.Next(256);
                    break;
                case 1:
                    text[at] = (byte)"[]{}=\"'#.,\n\\0-9"[random.Next(15)];
                    break;
                case 2:
                    text = text[..at];
                    break;
                case 3:
                    text = [.. text[..at], .. text[random.Next(text.Length)..]];
                    break;
                default:
                    byte[] other = seeds[random.Next(seeds.Length)];
                    text = [.. text[..at], .. other[random.Next(other.Length)..]];
                    break;
            }
        }
        return text;
    }
}
