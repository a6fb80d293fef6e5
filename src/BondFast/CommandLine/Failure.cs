namespace BondFast.CommandLine;

/// <summary>A failure that is told to the user in one piece: what, why and what to do. Becomes the exit code.</summary>
internal sealed class Failure(int exitCode, string message) : Exception(message)
{
    public int ExitCode { get; } = exitCode;
}
