using System.CommandLine;
using BondFast.CommandLine;
using BondFast.Dpdk;
using BondFast.Hosting;

namespace BondFast.Conform;

/// <summary><c>bondfast conform INTERFACE...</c>: checks the LACP of whatever is on the other end of one or two cables.</summary>
internal static class ConformCommand
{
    private const int Interrupted = 130;

    public static Command Create()
    {
        var ports = new Argument<string[]>("INTERFACE")
        {
            Description = "One or two ports cabled to the device under test: kernel interfaces or DPDK devices.",
            Arity = new ArgumentArity(1, 2),
        };
        var only = new Option<string[]>("--only") { Description = "Run these checks only, for example --only R9 M2.", AllowMultipleArgumentsPerToken = true };
        var patient = new Option<bool>("--long") { Description = "Also run what takes minutes (slow timers)." };
        var json = new Option<bool>("--json") { Description = "Print JSON at the end." };
        var command = new Command("conform", "Play an LACP partner and check the other end against IEEE 802.1AX. Exit code 1 when a check fails.") { ports, only, patient, json };
        command.SetAction(parsed => Run(parsed.GetValue(ports)!, parsed.GetValue(only) ?? [], parsed.GetValue(patient), parsed.GetValue(json)));
        return command;
    }

    private static int Run(string[] ports, string[] only, bool patient, bool json)
    {
        foreach (string id in only)
            if (!ConformanceRun.Ids.Contains(id, StringComparer.OrdinalIgnoreCase))
                throw new Failure(ExitCode.Usage, $"--only {id}: there is no such check. There are {string.Join(", ", ConformanceRun.Ids)}.");
        using var stop = new StopSignal();
        var report = new ConformReport(Console.Out, json);
        try
        {
            using DpdkConformWorld world = DpdkConformWorld.Start(ports, stop);
            foreach (CheckResult result in new ConformanceRun(world, patient).Run(only.Length == 0 ? null : only)) report.Add(result);
        }
        catch (OperationCanceledException)
        {
            return Interrupted;
        }
        catch (DpdkException exception)
        {
            throw StartFailure.From(exception);
        }
        report.End(ports);
        return report.HasFailed ? ExitCode.Negative : ExitCode.Success;
    }
}
