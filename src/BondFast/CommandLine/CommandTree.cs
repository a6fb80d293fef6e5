using System.CommandLine;
using BondFast.Conform;

namespace BondFast.CommandLine;

/// <summary>The verbs of the program, and the one place where failures become exit codes.</summary>
internal static class CommandTree
{
    public static RootCommand Create()
    {
        var root = new RootCommand("BondFast bonds network ports in user space, at line rate.")
        {
            DemoCommand.Create(),
            RunCommand.Create(),
            CheckCommand.Create(),
            PlanCommand.Create(),
            DoctorCommand.Create(),
            HashCommand.Create(),
            ImportCommand.Create(),
            ConformCommand.Create(),
            RestoreCommand.Create(),
            OptionsCommand.Create(),
            SchemaCommand.Create(),
            ExplainCommand.Create(),
            VersionCommand.Create(),
            GenerateDocsCommand.Create(),
        };
        foreach (Command command in ControlCommands.Create()) root.Add(command);
        return root;
    }

    public static int Invoke(string[] args)
    {
        ParseResult parsed = Create().Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors) Console.Error.WriteLine($"bondfast: {error.Message}");
            Console.Error.WriteLine("Try 'bondfast --help'.");
            return ExitCode.Usage;
        }
        try
        {
            return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (Failure failure)
        {
            Console.Error.WriteLine($"bondfast: {failure.Message}");
            return failure.ExitCode;
        }
    }
}
