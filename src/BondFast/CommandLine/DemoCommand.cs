using System.CommandLine;
using BondFast.Bonding;
using BondFast.Demonstration;
using BondFast.Dpdk;
using BondFast.Hosting;

namespace BondFast.CommandLine;

/// <summary><c>bondfast demo</c>: the main job in a few seconds, for anybody: no root, no hugepages, no NIC.</summary>
internal static class DemoCommand
{
    private static readonly string[] Modes = [.. Enum.GetValues<BondMode>().Select(m => m.OptionName())];

    public static Command Create()
    {
        var seconds = new Option<double>("--seconds") { Description = "How long, at least 2.", DefaultValueFactory = _ => 10 };
        seconds.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double>() is not (>= 2 and <= 86_400)) result.AddError("--seconds takes 2 to 86400.");
        });
        var mode = new Option<string>("--mode") { Description = "Mode of both bonds, by name or number.", DefaultValueFactory = _ => BondMode.BalanceXor.OptionName() };
        mode.CompletionSources.Add(Modes);
        mode.Validators.Add(result =>
        {
            if (FindMode(result.GetValueOrDefault<string>()) is null)
                result.AddError($"--mode {result.GetValueOrDefault<string>()}: there is no such mode. There are {string.Join(", ", Modes)}.");
        });
        var slaves = new Option<int>("--slaves") { Description = "Cables between the bonds, 2 to 8.", DefaultValueFactory = _ => 2 };
        slaves.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 2 or > 8) result.AddError("--slaves takes 2 to 8.");
        });
        var json = new Option<bool>("--json") { Description = "Print nothing but the result, as JSON." };
        var command = new Command("demo", "Two bonds back to back at full speed; a cable is pulled and put back.") { seconds, mode, slaves, json };
        command.SetAction(parsed => Run(parsed.GetValue(seconds), FindMode(parsed.GetValue(mode))!.Value, parsed.GetValue(slaves), parsed.GetValue(json)));
        return command;
    }

    private static int Run(double seconds, BondMode mode, int slaves, bool json)
    {
        DemoScreen screen = DemoScreen.For(json);
        using var stop = new StopSignal();
        try
        {
            DemoReport report = new Demo(mode, slaves, TimeSpan.FromSeconds(seconds), screen, stop).Run();
            if (json) Console.WriteLine(report.ToJson());
            else DemoSummary.Print(report, Console.Out);
            return report.IsGood ? ExitCode.Success : ExitCode.Negative;
        }
        catch (DpdkException exception)
        {
            throw StartFailure.From(exception);
        }
        catch (StartException exception)
        {
            throw new Failure(ExitCode.System, exception.Message);
        }
    }

    private static BondMode? FindMode(string? text)
    {
        for (int i = 0; i < Modes.Length; i++)
            if (Modes[i] == text || i.ToString(System.Globalization.CultureInfo.InvariantCulture) == text) return (BondMode)i;
        return null;
    }
}
