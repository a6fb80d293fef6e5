using System.CommandLine;
using BondFast.Hosting;

namespace BondFast.CommandLine;

/// <summary><c>bondfast restore</c>: gives ports back the address and MTU that a killed process took from them. The next <c>run</c> does it too.</summary>
internal static class RestoreCommand
{
    public static Command Create()
    {
        var prefix = new Option<string>("--file-prefix") { Description = "The file_prefix of the configuration that was running.", DefaultValueFactory = _ => "bondfast" };
        var command = new Command("restore", "Undo what a killed process left behind on kernel interfaces.") { prefix };
        command.SetAction(parsed =>
        {
            RestoreJournal journal = RestoreJournal.For(parsed.GetValue(prefix)!);
            IReadOnlyList<string> done = CrashRecovery.Run(journal);
            foreach (string line in done) Console.WriteLine(line);
            if (done.Count == 0) Console.WriteLine($"nothing to restore ({journal.Path})");
            return ExitCode.Success;
        });
        return command;
    }
}
