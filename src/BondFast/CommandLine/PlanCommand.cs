using System.CommandLine;
using BondFast.Configuration;
using BondFast.Dpdk;
using BondFast.Hosting;

namespace BondFast.CommandLine;

/// <summary><c>bondfast plan FILE</c>: cores, memory, queues, addresses and EAL arguments of a start that is not made.</summary>
internal static class PlanCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "The TOML file." };
        var command = new Command("plan", "Tell what a start would do: cores, memory, queues, addresses, EAL arguments. Nothing is touched.") { file };
        command.SetAction(parsed =>
        {
            ConfigurationResult result = CheckCommand.Load(parsed.GetValue(file)!);
            foreach (ConfigurationProblem problem in result.Problems) Console.Error.WriteLine(problem);
            if (result.Configuration is not { } configuration) return ExitCode.Configuration;
            foreach (string line in PlanText.Lines(configuration, Machine.AllowedCpus())) Console.WriteLine(line);
            return ExitCode.Success;
        });
        return command;
    }
}
