using System.Text.Json;
using System.Text.Json.Serialization;

namespace BondFast.Conform;

/// <summary>Prints results: one line per check as it ends, the proof under what failed; or all as JSON.</summary>
internal sealed class ConformReport(TextWriter output, bool json)
{
    private readonly List<CheckResult> _results = [];

    public bool HasFailed => _results.Exists(result => result.Verdict.Outcome == Outcome.Fail);

    public void Add(CheckResult result)
    {
        _results.Add(result);
        if (json) return;
        output.WriteLine($"{Word(result.Verdict.Outcome),-12}  {result.Id,-3}  {result.Title}: {result.Verdict.Reason}");
        foreach (LoggedFrame frame in result.Verdict.Evidence) output.WriteLine($"                   {frame}");
        output.Flush();
    }

    public void End(IReadOnlyList<string> ports)
    {
        if (json)
        {
            var report = new ReportedRun(1, ports, Count(Outcome.Pass), Count(Outcome.Fail), Count(Outcome.NotTestable), [.. _results.Select(Reported)]);
            output.WriteLine(JsonSerializer.Serialize(report, ConformJson.Default.ReportedRun));
        }
        else output.WriteLine($"{Count(Outcome.Pass)} passed, {Count(Outcome.Fail)} failed, {Count(Outcome.NotTestable)} not testable");
    }

    private int Count(Outcome outcome) => _results.Count(result => result.Verdict.Outcome == outcome);

    private static string Word(Outcome outcome) => outcome switch { Outcome.Pass => "PASS", Outcome.Fail => "FAIL", _ => "NOT TESTABLE" };

    private static ReportedCheck Reported(CheckResult result) => new(result.Id, Word(result.Verdict.Outcome), result.Title, result.Verdict.Reason, Math.Round(result.Seconds, 1),
        [.. result.Verdict.Evidence.Select(frame => new ReportedFrame(Math.Round(frame.Seconds, 6), frame.Port, frame.Sent, frame.ToString().Trim(), Convert.ToHexStringLower(frame.Bytes)))]);
}

internal sealed record ReportedRun(int Version, IReadOnlyList<string> Ports, int Passed, int Failed, int NotTestable, IReadOnlyList<ReportedCheck> Checks);

internal sealed record ReportedCheck(string Id, string Verdict, string Title, string Reason, double Seconds, IReadOnlyList<ReportedFrame> Evidence);

internal sealed record ReportedFrame(double Second, string Port, bool Sent, string Text, string Bytes);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ReportedRun))]
internal sealed partial class ConformJson : JsonSerializerContext;
