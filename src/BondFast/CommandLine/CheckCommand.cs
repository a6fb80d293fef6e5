using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using BondFast.Bonding;
using BondFast.Configuration;

namespace BondFast.CommandLine;

/// <summary><c>bondfast check FILE</c>: every problem of a configuration file. Needs neither DPDK nor privileges, touches nothing.</summary>
internal static class CheckCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "The TOML file." };
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        var command = new Command("check", "Check a configuration file; nothing is touched. Exit code 78 when it is wrong.") { file, json };
        command.SetAction(parsed => Run(parsed.GetValue(file)!, parsed.GetValue(json), Console.Out, Console.Error));
        return command;
    }

    internal static int Run(string file, bool json, TextWriter output, TextWriter errors)
    {
        ConfigurationResult result = Load(file);
        if (json)
        {
            CheckedProblem[] problems = [.. result.Problems.Select(p => new CheckedProblem(p.File, p.Position.Line, p.Position.Column, p.Severity == ProblemSeverity.Error ? "error" : "warning", p.Message, p.Remedy))];
            output.WriteLine(JsonSerializer.Serialize(new CheckedFile(1, file, !result.HasErrors, problems), CheckJson.Default.CheckedFile));
        }
        else
        {
            foreach (ConfigurationProblem problem in result.Problems) errors.WriteLine(problem);
            if (!result.HasErrors) output.WriteLine($"{file}: OK");
        }
        return result.HasErrors ? ExitCode.Configuration : ExitCode.Success;
    }

    /// <exception cref="Failure">There is no such file.</exception>
    internal static ConfigurationResult Load(string file)
    {
        if (!File.Exists(file))
            throw new Failure(ExitCode.NoInput, Directory.Exists(file) ? $"{file} is a folder: name the file in it." : $"{file}: there is no such file.");
        return ConfigurationLoader.Load(file);
    }
}

internal sealed record CheckedProblem(string File, int Line, int Column, string Severity, string Message, string Remedy);

internal sealed record CheckedFile(int Version, string File, bool Ok, IReadOnlyList<CheckedProblem> Problems);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(CheckedFile))]
internal sealed partial class CheckJson : JsonSerializerContext;
