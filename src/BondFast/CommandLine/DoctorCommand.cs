using System.CommandLine;
using System.Text.Json;
using BondFast.Diagnosis;

namespace BondFast.CommandLine;

/// <summary><c>bondfast doctor</c>: what of this host stands in the way, and the command that mends it. Changes nothing. Exit 0, 1 or 2.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        var command = new Command("doctor", "Look for what stands in the way; nothing is changed. Exit code 0: all well, 1: warnings, 2: failures.") { json };
        command.SetAction(parsed => Run(new HostFacts(), parsed.GetValue(json), Console.Out));
        return command;
    }

    internal static int Run(HostFacts host, bool json, TextWriter output)
    {
        List<Finding> findings = [.. HostChecks.Run(host)];
        Verdict worst = findings.Max(f => f.Verdict);
        if (json)
        {
            output.WriteLine(JsonSerializer.Serialize(new Diagnosis.Diagnosis(1, worst, findings), DiagnosisJson.Default.Diagnosis));
        }
        else
        {
            foreach (Finding finding in findings)
            {
                output.WriteLine($"{finding.Verdict,-4}  {finding.Subject}: {finding.Cause}");
                if (finding.Command is not null) output.WriteLine($"      {finding.Command}");
            }
        }
        return (int)worst;
    }
}
