using System.Text.Json;

namespace BondFast.Tests;

/// <summary>The demonstration in every mode, as any user, without NIC and hugepages.</summary>
public sealed class DemoTests
{
    private static JsonElement Demo(string mode)
    {
        var (exit, output, errors) = ProgramProcess.Run(TimeSpan.FromSeconds(90), "demo", "--seconds", "3", "--json", "--mode", mode);
        Assert.True(exit == 0, $"exit {exit}: {output} {errors}");
        return JsonDocument.Parse(output).RootElement;
    }

    [Theory]
    [InlineData("balance-rr", "balance-rr")]
    [InlineData("1", "active-backup")]
    [InlineData("balance-xor", "balance-xor")]
    [InlineData("broadcast", "broadcast")]
    [InlineData("802.3ad", "802.3ad")]
    [InlineData("balance-tlb", "balance-tlb")]
    [InlineData("balance-alb", "balance-alb")]
    public void Nothing_is_lost_but_what_the_pulled_cable_cost(string mode, string name)
    {
        JsonElement report = Demo(mode);
        Assert.Equal(name, report.GetProperty("mode").GetString());
        long sent = report.GetProperty("sent").GetInt64(), received = report.GetProperty("received").GetInt64(), lost = report.GetProperty("lost").GetInt64();
        Assert.True(received > 0);
        Assert.Equal(sent - received, lost);
        Assert.True(lost <= report.GetProperty("failover").GetProperty("lost").GetInt64());
        Assert.Equal(0, report.GetProperty("corrupt").GetInt64());
        Assert.Equal(0, report.GetProperty("leaked_mbufs").GetInt64());
        Assert.Equal(0, report.GetProperty("gc_collections").GetInt32());
        long duplicated = report.GetProperty("duplicated").GetInt64();
        if (name == "broadcast") Assert.True(duplicated > 0);
        else Assert.Equal(0, duplicated);
        JsonElement[] slaves = [.. report.GetProperty("slaves").EnumerateArray()];
        Assert.Equal(2, slaves.Length);
        Assert.Equal(1, slaves.Sum(s => s.GetProperty("share").GetDouble()), 3);
        Assert.All(slaves, s => Assert.True(s.GetProperty("tx").GetInt64() > 0));
    }

    [Theory]
    [InlineData("--seconds", "1")]
    [InlineData("--mode", "7")]
    [InlineData("--slaves", "9")]
    public void What_there_is_not_is_a_usage_error(string option, string value)
    {
        var (exit, _, errors) = ProgramProcess.Run(TimeSpan.FromSeconds(30), "demo", option, value);
        Assert.Equal(64, exit);
        Assert.Contains(option, errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Plain_lines_when_not_on_a_terminal()
    {
        var (exit, output, _) = ProgramProcess.Run(TimeSpan.FromSeconds(60), "demo", "--seconds", "2");
        Assert.Equal(0, exit);
        Assert.DoesNotContain('\e', output);
        Assert.Contains("pulling the cable of wire0", output, StringComparison.Ordinal);
        Assert.Contains("failover", output, StringComparison.Ordinal);
    }
}
