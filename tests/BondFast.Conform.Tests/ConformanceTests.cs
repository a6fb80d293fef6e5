using BondFast.Bonding;
using Xunit.Abstractions;

namespace BondFast.Conform.Tests;

/// <summary>The checker against devices whose faults are known.</summary>
public sealed class ConformanceTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(1, true, true, false)]
    [InlineData(2, true, true, false)]
    [InlineData(2, true, true, true)]
    [InlineData(2, true, false, true)]
    [InlineData(2, false, true, true)]
    [InlineData(2, false, false, false)]
    public void BondFasts_engine_has_no_failure(int ports, bool fast, bool coupled, bool strict)
    {
        BondOptions options = EngineDevice.Fast with { LacpRate = fast ? LacpRate.Fast : LacpRate.Slow, CoupledControl = coupled, LacpStrict = strict };
        List<CheckResult> results = Run(new EngineDevice(options, ports), ports, patient: true);
        Assert.DoesNotContain(results, result => result.Verdict.Outcome == Outcome.Fail);
        Assert.Equal(ConformanceRun.Ids, results.Select(result => result.Id));
        foreach (string id in new[] { "F1", "F2", "F3", "F4", "F5", "F6", "F7", "F8", "F9", "R6", "R9", "R10", "R12", "P1", "P2", "T1", "T2", "T3", "M1", "M2", "M5", "M6", "S2", "S3", "S6", "K1", "K3", "K5" })
            Assert.Equal(Outcome.Pass, results.Single(result => result.Id == id).Verdict.Outcome);
        Assert.Equal(Outcome.Pass, Of(results, fast ? "R3" : "R4"));
        Assert.Equal(Outcome.NotTestable, Of(results, fast ? "R4" : "R3"));
        Assert.Equal(Outcome.Pass, Of(results, coupled ? "M3" : "M4"));
        if (ports > 1)
            foreach (string id in new[] { "R8", "S1", "S4", "K2" }) Assert.Equal(Outcome.Pass, Of(results, id));
    }

    [Fact]
    public void A_passive_engine_has_no_failure_and_is_seen_to_answer_and_to_be_silent()
    {
        List<CheckResult> results = Run(new EngineDevice(EngineDevice.Fast with { LacpActive = false }, 2), 2);
        Assert.DoesNotContain(results, result => result.Verdict.Outcome == Outcome.Fail);
        Assert.Equal(Outcome.Pass, Of(results, "P3"));
        Assert.Equal(Outcome.Pass, Of(results, "P4"));
    }

    [Fact]
    public void What_cannot_be_seen_is_said_to_be_not_testable_with_the_reason()
    {
        List<CheckResult> results = Run(new EngineDevice(EngineDevice.Fast, 1), 1, canCutLinks: false);
        foreach (string id in new[] { "R1", "R6", "R8", "T3", "C1", "S1", "K2", "Y4" }) Assert.Equal(Outcome.NotTestable, Of(results, id));
        Assert.Contains("cannot take its link down", results.Single(result => result.Id == "R6").Verdict.Reason);
        Assert.Contains("needs two ports", results.Single(result => result.Id == "S1").Verdict.Reason);
        Assert.All(results, result => Assert.NotEmpty(result.Verdict.Reason));
    }

    [Fact]
    public void A_hasty_speaker_is_found_out_with_the_frames_that_prove_it()
    {
        List<CheckResult> results = Run(new HastyDevice(2), 2);
        foreach (string id in new[] { "R3", "R9", "R10", "P2", "T1", "M2", "K1", "K5" }) Assert.Equal(Outcome.Fail, Of(results, id));
        foreach (string id in new[] { "F1", "F2", "F3", "F5", "F7", "F8" }) Assert.Equal(Outcome.Pass, Of(results, id));
        Assert.All(results.Where(result => result.Verdict.Outcome == Outcome.Fail), result => Assert.NotEmpty(result.Verdict.Evidence));
    }

    [Fact]
    public void A_port_that_says_nothing_is_not_testable_rather_than_wrong()
    {
        List<CheckResult> results = Run(new EngineDevice(EngineDevice.Fast, 1) { Sending = _ => [] }, 1);
        Assert.DoesNotContain(results, result => result.Verdict.Outcome == Outcome.Pass && result.Id is not "Y1");
        Assert.DoesNotContain(results, result => result.Verdict.Outcome == Outcome.Fail);
    }

    [Fact]
    public void Only_the_checks_asked_for_are_run()
    {
        var run = new ConformanceRun(new VirtualWorld(new EngineDevice(EngineDevice.Fast, 1), 1));
        Assert.Equal(["F1", "K1"], run.Run(["k1", "F1"]).Select(result => result.Id));
    }

    public static TheoryData<string, string> Spoiled => new()
    {
        { "F1", "port number zero" },
        { "F1", "terminator missing" },
        { "F2", "reserved octets set" },
        { "F2", "reserved octets checked" },
        { "F3", "version checked" },
        { "F4", "TLV types checked" },
        { "F5", "short PDUs taken" },
        { "F6", "other subtypes taken" },
        { "F7", "tags ignored" },
        { "F8", "one source for all" },
        { "F9", "version 2 refused" },
        { "R5", "long timeout asked when expired" },
        { "R9", "partner always in Sync" },
        { "R10", "Collecting answered" },
        { "T1", "every PDU twice" },
        { "P1", "every second PDU lost" },
        { "M1", "collecting too early" },
        { "M5", "collecting too long" },
        { "S6", "loops not guarded" },
        { "K1", "markers not answered" },
        { "K1", "markers answered wrongly" },
        { "K3", "responses answered" },
        { "K5", "answers five times" },
    };

    [Theory]
    [MemberData(nameof(Spoiled))]
    public void A_spoiled_device_fails_the_check_that_is_meant_for_its_fault(string id, string fault)
    {
        List<CheckResult> results = Run(SpoiledDevice.With(fault), 2);
        Assert.Equal(Outcome.Fail, Of(results, id));
    }

    private static Outcome Of(List<CheckResult> results, string id) => results.Single(result => result.Id == id).Verdict.Outcome;

    private List<CheckResult> Run(IDevice device, int ports, bool patient = false, bool canCutLinks = true)
    {
        var results = new List<CheckResult>();
        foreach (CheckResult result in new ConformanceRun(new VirtualWorld(device, ports, canCutLinks), patient).Run())
        {
            results.Add(result);
            output.WriteLine($"{result.Id,-4} {result.Verdict.Outcome,-12} {result.Seconds,6:0.0} s  {result.Title}: {result.Verdict.Reason}");
            foreach (LoggedFrame frame in result.Verdict.Evidence) output.WriteLine($"       {frame}");
        }
        return results;
    }
}
