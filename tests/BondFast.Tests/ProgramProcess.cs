using System.Diagnostics;

namespace BondFast.Tests;

/// <summary>The program as users run it: a process of its own, next to the tests.</summary>
public static class ProgramProcess
{
    public static string Path { get; } = System.IO.Path.Combine(AppContext.BaseDirectory, "bondfast");

    public static Process Start(params string[] arguments) => Process.Start(new ProcessStartInfo(Path, arguments)
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        RedirectStandardInput = true,
    })!;

    /// <summary>Runs it to its end; it is killed, and the test fails, when that takes too long.</summary>
    public static (int Exit, string Output, string Errors) Run(TimeSpan limit, params string[] arguments)
    {
        using Process process = Start(arguments);
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync(), errors = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(limit))
        {
            process.Kill();
            Assert.Fail($"bondfast {string.Join(' ', arguments)} did not end within {limit.TotalSeconds} s: {errors.Result}");
        }
        return (process.ExitCode, output.Result, errors.Result);
    }
}
