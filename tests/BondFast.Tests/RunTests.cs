using System.Diagnostics;

namespace BondFast.Tests;

/// <summary><c>bondfast run</c> over virtual wires: needs no root. What needs kernel interfaces is tested with real peers elsewhere.</summary>
public sealed class RunTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private readonly TemporaryFolder _folder = new();

    private string Socket => Path.Combine(_folder.Path, "control.sock");

    private string Configuration(string change = "", string with = "")
    {
        string text = $"""
            [bond.bond0]
            mode = "balance-xor"
            miimon = 50
            slaves = ["a0", "a1"]

            [bond.bond1]
            mode = "balance-xor"
            miimon = 50
            slaves = ["b0", "b1"]

            [port.a0]
            device = "wire"
            peer = "b0"
            [port.b0]
            device = "wire"
            peer = "a0"
            [port.a1]
            device = "wire"
            peer = "b1"
            [port.b1]
            device = "wire"
            peer = "a1"

            [workers]
            idle = "sleep"
            [memory]
            mode = "none"
            [control]
            socket = "{Socket}"
            [eal]
            file_prefix = "test{Environment.ProcessId}{_folder.Path.GetHashCode():x}"
            """;
        return _folder.Write("bond.toml", change.Length == 0 ? text : text.Replace(change, with, StringComparison.Ordinal));
    }

    private (int Exit, string Output, string Errors) Ask(params string[] arguments) => ProgramProcess.Run(Limit, [.. arguments, "--socket", Socket]);

    private static void AwaitReady(Process process)
    {
        while (process.StandardOutput.ReadLine() is { } line)
            if (line == "ready") return;
        Assert.Fail($"not ready: {process.StandardError.ReadToEnd()}");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void It_runs_answers_changes_reloads_and_stops_cleanly()
    {
        string file = Configuration();
        using Process process = ProgramProcess.Start("run", file);
        try
        {
            AwaitReady(process);
            process.ErrorDataReceived += (_, _) => { };
            process.BeginErrorReadLine();
            Assert.Contains("2/2 slaves up", Ask("show", "bond0").Output, StringComparison.Ordinal);
            Assert.Contains("Bonding Mode: load balancing (xor)", Ask("show", "bond0", "--proc").Output, StringComparison.Ordinal);
            Assert.StartsWith("[{\"ifindex\"", Ask("show", "--json").Output.Replace("[{\"ifname\"", "[{\"ifindex\"", StringComparison.Ordinal), StringComparison.Ordinal);
            Assert.Equal("balance-xor 2\n", Ask("get", "bond0", "mode").Output);

            Assert.Equal(0, Ask("set", "bond0", "miimon", "20").Exit);
            Assert.Equal("20\n", Ask("get", "bond0", "miimon").Output);
            var refused = Ask("set", "bond0", "mode", "active-backup");
            Assert.Equal(1, refused.Exit);
            Assert.Contains("mode can change only while the bond has no slaves", refused.Errors, StringComparison.Ordinal);
            Assert.Equal(1, Ask("get", "nobody", "mode").Exit);

            Assert.Equal(0, Ask("release", "bond0", "a1").Exit);
            Assert.Contains("1/1 slaves up", Ask("show", "bond0").Output, StringComparison.Ordinal);
            Assert.Equal(0, Ask("enslave", "bond0", "a1").Exit);
            Assert.Contains("2 slaves", Ask("show", "bond0").Output.Replace("/2 slaves", "2 slaves", StringComparison.Ordinal), StringComparison.Ordinal);
            Assert.Contains("is a slave of bond0 already", Ask("enslave", "bond1", "a1").Errors, StringComparison.Ordinal);

            Configuration("miimon = 50", "miimon = 30");
            Assert.Contains("miimon was 50 and becomes 30", Ask("reload", "--dry-run").Output, StringComparison.Ordinal);
            Assert.Equal("50\n", Ask("get", "bond1", "miimon").Output);
            Assert.Equal(0, Ask("reload").Exit);
            Assert.Equal("30\n", Ask("get", "bond1", "miimon").Output);

            Configuration("miimon = 50", "miimon = -1");
            var bad = Ask("reload");
            Assert.Equal(1, bad.Exit);
            Assert.Contains("Nothing was changed", bad.Errors, StringComparison.Ordinal);
            Assert.Equal("30\n", Ask("get", "bond1", "miimon").Output);

            var second = ProgramProcess.Run(Limit, "run", Configuration());
            Assert.Equal(75, second.Exit);
            Assert.Contains("in use by process", second.Errors, StringComparison.Ordinal);

            Assert.Equal(0, Ask("stop").Exit);
            Assert.True(process.WaitForExit(Limit));
            Assert.Equal(0, process.ExitCode);
            Assert.False(File.Exists(Socket));
        }
        finally
        {
            if (!process.HasExited) process.Kill();
        }
    }

    [Theory]
    [InlineData(15)]
    [InlineData(2)]
    public void A_signal_ends_it_cleanly(int signal)
    {
        using Process process = ProgramProcess.Start("run", Configuration());
        try
        {
            AwaitReady(process);
            using Process kill = Process.Start("kill", [$"-{signal}", process.Id.ToString()]);
            kill.WaitForExit();
            Assert.True(process.WaitForExit(Limit));
            Assert.Equal(0, process.ExitCode);
        }
        finally
        {
            if (!process.HasExited) process.Kill();
        }
    }

    [Theory]
    [InlineData("device = \"wire\"\npeer = \"b0\"", "device = \"net_nosuch0\"", 71, "BF2")]
    [InlineData("device = \"wire\"\npeer = \"b0\"", "device = \"net_af_packet,iface=nosuch0\"", 71, "nosuch0")]
    [InlineData("device = \"wire\"\npeer = \"b0\"", "device = \"0000:99:00.0\"", 71, "0000:99:00.0")]
    public void A_device_that_does_not_work_is_one_clear_error_and_nothing_is_left(string change, string with, int exit, string says)
    {
        string file = Configuration(change, with);
        File.WriteAllText(file, File.ReadAllText(file).Replace("[port.b0]\ndevice = \"wire\"\npeer = \"a0\"", "[port.b0]\ndevice = \"net_null0\"", StringComparison.Ordinal));
        var (code, _, errors) = ProgramProcess.Run(Limit, "run", file);
        Assert.True(code == exit, $"exit {code}: {errors}");
        Assert.Contains(says, errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at BondFast", errors, StringComparison.Ordinal);
        Assert.False(File.Exists(Socket));
    }

    [Fact]
    public void A_wrong_file_starts_nothing()
    {
        var (exit, output, errors) = ProgramProcess.Run(Limit, "run", Configuration("miimon = 50", "miimoon = 50"));
        Assert.Equal(78, exit);
        Assert.Empty(output);
        Assert.Contains("bond.toml:3:1: error:", errors, StringComparison.Ordinal);
        Assert.Contains("miimon", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_and_plan_need_neither_DPDK_nor_privileges()
    {
        string file = Configuration();
        Assert.Equal(0, ProgramProcess.Run(Limit, "check", file).Exit);
        Assert.Equal(78, ProgramProcess.Run(Limit, "check", Configuration("\"a0\", \"a1\"", "\"a0\", \"a9\"")).Exit);
        Assert.Contains("bond0: balance-xor", ProgramProcess.Run(Limit, "plan", Configuration()).Output, StringComparison.Ordinal);
        Assert.Equal(66, ProgramProcess.Run(Limit, "check", file + ".nosuch").Exit);
    }

    [Fact]
    public void Nobody_listening_is_said()
    {
        var (exit, _, errors) = Ask("show");
        Assert.Equal(69, exit);
        Assert.Contains(Socket, errors, StringComparison.Ordinal);
    }
}
