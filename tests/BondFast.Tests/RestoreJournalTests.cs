using BondFast.Hosting;

namespace BondFast.Tests;

public sealed class RestoreJournalTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private RestoreJournal Journal => new(Path.Combine(_folder.Path, "state", "restore-x.json"));

    private static readonly SavedPort Port = new("eth0", "net_af_packet0,iface=ens5", "ens5", "02:00:00:00:00:01", 1500, false);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_journal_of_a_process_that_still_runs_is_not_abandoned()
    {
        Journal.Write([Port]);
        Assert.Null(Journal.ReadAbandoned());
    }

    [Fact]
    public void A_journal_of_a_dead_process_is_read_back_whole()
    {
        Journal.Write([Port]);
        File.WriteAllText(Journal.Path, File.ReadAllText(Journal.Path).Replace($"\"Pid\":{Environment.ProcessId}", "\"Pid\":4194999", StringComparison.Ordinal));
        Assert.Equal(Port, Assert.Single(Journal.ReadAbandoned()!.Ports));
    }

    [Fact]
    public void A_reused_pid_is_not_taken_for_the_writer()
    {
        Journal.Write([Port]);
        File.WriteAllText(Journal.Path, System.Text.RegularExpressions.Regex.Replace(File.ReadAllText(Journal.Path), "\"StartTime\":\"\\d+\"", "\"StartTime\":\"1\""));
        Assert.NotNull(Journal.ReadAbandoned());
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[1,2]")]
    public void A_broken_or_missing_journal_is_none(string text)
    {
        Assert.Null(Journal.ReadAbandoned());
        _folder.Write("state/restore-x.json", text);
        Assert.Null(Journal.ReadAbandoned());
    }

    [Fact]
    public void Unwinding_runs_newest_first_and_goes_on_after_a_failure()
    {
        List<string> ran = [];
        var unwind = new Unwind();
        unwind.Push("first", () => ran.Add("first"));
        unwind.Push("second", () => throw new InvalidOperationException("broken"));
        unwind.Push("third", () => ran.Add("third"));
        Assert.Equal(["second: broken"], unwind.Run());
        Assert.Equal(["third", "first"], ran);
        Assert.Empty(unwind.Run());
    }
}
