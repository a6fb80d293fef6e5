using System.CommandLine;
using BondFast.Explanations;

namespace BondFast.CommandLine;

/// <summary><c>bondfast explain BF2101</c>: what an error code means. Without a code: all of them, a line each.</summary>
internal static class ExplainCommand
{
    public static Command Create()
    {
        var code = new Argument<string?>("CODE") { Description = "A code like BF2101; without it, all are listed.", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("explain", "Explain an error code: what, why and what to do.") { code };
        command.SetAction(parsed => Run(parsed.GetValue(code), Console.Out));
        return command;
    }

    internal static int Run(string? code, TextWriter output)
    {
        if (code is null)
        {
            foreach (Explanation explanation in ExplanationTable.All) output.WriteLine($"{explanation.Code}  {explanation.What}");
            return ExitCode.Success;
        }
        Explanation found = ExplanationTable.Find(code)
            ?? throw new Failure(ExitCode.Usage, $"there is no error code {code}. 'bondfast explain' lists them.");
        output.WriteLine($"{found.Code}: {found.What}.");
        output.WriteLine();
        output.WriteLine(found.Why);
        output.WriteLine();
        output.WriteLine(found.Remedy);
        return ExitCode.Success;
    }
}
