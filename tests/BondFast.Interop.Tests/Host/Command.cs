using System.Diagnostics;
using System.Text;

namespace BondFast.Interop.Tests.Host;

/// <summary>What a finished command left behind.</summary>
internal sealed record CommandResult(string CommandLine, int ExitCode, string Output, string Error)
{
    public string Text => Output + Error;

    public CommandResult MustSucceed() => ExitCode == 0
        ? this
        : throw new InvalidOperationException($"'{CommandLine}' ended with {ExitCode}: {Text.Trim()}");
}

/// <summary>Short commands, run to their end.</summary>
internal static class Command
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>Runs a command; any exit code is the caller's business.</summary>
    public static CommandResult Try(params IEnumerable<string> words)
    {
        var line = words.ToList();
        var start = new ProcessStartInfo(line[0], line[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var error = new StringBuilder();
        process.ErrorDataReceived += (_, text) => error.AppendLine(text.Data);
        process.BeginErrorReadLine();
        var output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(Limit))
        {
            process.Kill();
            throw new TimeoutException($"'{string.Join(' ', line)}' was not done after {Limit.TotalSeconds} s");
        }
        process.WaitForExit();
        return new CommandResult(string.Join(' ', line), process.ExitCode, output.GetAwaiter().GetResult(), error.ToString());
    }

    /// <summary>Runs a command that must succeed.</summary>
    public static CommandResult Run(params IEnumerable<string> words) => Try(words).MustSucceed();
}
