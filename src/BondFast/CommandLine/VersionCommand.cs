using System.CommandLine;
using System.Reflection;

namespace BondFast.CommandLine;

/// <summary><c>bondfast version</c>.</summary>
internal static class VersionCommand
{
    public static string Number { get; } =
        typeof(VersionCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        var command = new Command("version", "Print the version.") { json };
        command.SetAction(parsed =>
        {
            Console.WriteLine(parsed.GetValue(json)
                ? $$"""{"version":"{{Number}}","runtime":"{{Environment.Version}}"}"""
                : $"bondfast {Number} (.NET {Environment.Version})");
            return ExitCode.Success;
        });
        return command;
    }
}
