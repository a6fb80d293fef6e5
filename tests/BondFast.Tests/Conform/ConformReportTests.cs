using System.Text.Json;
using BondFast.CommandLine;
using BondFast.Conform;

namespace BondFast.Tests.Conform;

/// <summary><c>bondfast conform</c>: what it prints, and how it ends.</summary>
public class ConformReportTests
{
    private static readonly LoggedFrame Proof = new(1_500_000_000, "eth0", true, Convert.FromHexString("0180c20000020200000000018809"));

    private static readonly CheckResult[] Results =
    [
        new("F1", "every field at its offset", new Verdict(Outcome.Pass, "5 LACPDUs looked at", []), 4),
        new("K1", "a marker is answered", new Verdict(Outcome.Fail, "a marker is not answered within 1 s", [Proof]), 2),
        new("C1", "churn after 60 s", new Verdict(Outcome.NotTestable, "churn is a matter of its own status", []), 0),
    ];

    [Fact]
    public void Text_has_a_line_for_each_check_the_proof_under_what_failed_and_the_sums()
    {
        (string text, bool failed) = Print(json: false);
        Assert.True(failed);
        string[] lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("PASS          F1   every field at its offset: 5 LACPDUs looked at", lines[0]);
        Assert.Equal("FAIL          K1   a marker is answered: a marker is not answered within 1 s", lines[1]);
        Assert.Contains("1.500 s  eth0 ->", lines[2]);
        Assert.Equal("NOT TESTABLE  C1   churn after 60 s: churn is a matter of its own status", lines[3]);
        Assert.Equal("1 passed, 1 failed, 1 not testable", lines[4]);
    }

    [Fact]
    public void Json_has_the_same_with_the_bytes_of_the_proof()
    {
        using JsonDocument document = JsonDocument.Parse(Print(json: true).Text);
        JsonElement root = document.RootElement;
        Assert.Equal(1, root.GetProperty("failed").GetInt32());
        JsonElement check = root.GetProperty("checks")[1];
        Assert.Equal(("K1", "FAIL"), (check.GetProperty("id").GetString(), check.GetProperty("verdict").GetString()));
        Assert.Equal("0180c20000020200000000018809", check.GetProperty("evidence")[0].GetProperty("bytes").GetString());
    }

    [Theory]
    [InlineData("conform")]
    [InlineData("conform a b c")]
    [InlineData("conform lo --only Z9")]
    public void A_wrong_command_line_is_a_usage_error(string line) => Assert.Equal(ExitCode.Usage, CommandTree.Invoke(line.Split(' ')));

    [Fact]
    public void An_interface_that_does_not_exist_is_named() => Assert.Equal(ExitCode.NoInput, CommandTree.Invoke(["conform", "no-such-if"]));

    private static (string Text, bool Failed) Print(bool json)
    {
        using var text = new StringWriter();
        var report = new ConformReport(text, json);
        foreach (CheckResult result in Results) report.Add(result);
        report.End(["eth0"]);
        return (text.ToString(), report.HasFailed);
    }
}
