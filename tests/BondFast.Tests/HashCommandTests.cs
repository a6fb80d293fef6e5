using BondFast.CommandLine;

namespace BondFast.Tests;

public sealed class HashCommandTests
{
    // linux-bonding 2.6 L2-1: 00:11:22:33:44:55 from 66:77:88:99:aa:bb, IPv4
    private const string Frame = "00112233445566778899aabb08004500";

    private static (int Exit, string Output, string Errors) Run(string input, params string[] arguments)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        (TextReader reader, TextWriter writer, TextWriter error) = (Console.In, Console.Out, Console.Error);
        try
        {
            Console.SetIn(new StringReader(input));
            Console.SetOut(output);
            Console.SetError(errors);
            return (CommandTree.Invoke(["hash", .. arguments]), output.ToString(), errors.ToString());
        }
        finally
        {
            Console.SetIn(reader);
            Console.SetOut(writer);
            Console.SetError(error);
        }
    }

    [Fact]
    public void Each_frame_gives_one_json_line_and_blank_lines_none()
    {
        var (exit, output, _) = Run($"{Frame}\n\n{Frame}\n", "--policy", "layer2", "--formula", "linux", "--slaves", "4");
        Assert.Equal(0, exit);
        Assert.Equal("{\"hash\":2286,\"slave\":2}\n{\"hash\":2286,\"slave\":2}\n", output);
    }

    [Fact]
    public void Policies_are_taken_by_name_and_by_number() =>
        Assert.Equal(Run(Frame, "--policy", "layer3+4").Output, Run(Frame, "--policy", "1").Output);

    [Fact]
    public void The_formula_is_the_HOWTOs_unless_said_otherwise() =>
        Assert.Equal("{\"hash\":112591136026350,\"slave\":0}\n", Run(Frame, "--policy", "layer2").Output);

    [Theory]
    [InlineData("--policy", "layer4")]
    [InlineData("--policy", "6")]
    [InlineData("--formula", "bsd")]
    [InlineData("--slaves", "0")]
    [InlineData("--slaves", "33")]
    public void What_there_is_not_is_a_usage_error(string option, string value)
    {
        var (exit, output, errors) = Run(Frame, option, value);
        Assert.Equal(64, exit);
        Assert.Empty(output);
        Assert.Contains(option.TrimStart('-') == "formula" ? "bsd" : option, errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("zz")]
    [InlineData("001")]
    public void A_line_that_is_no_frame_is_named(string line)
    {
        var (exit, _, errors) = Run($"{Frame}\n{line}\n");
        Assert.Equal(65, exit);
        Assert.Contains("line 2", errors, StringComparison.Ordinal);
    }
}
