using BondFast.Dpdk;

namespace BondFast.CommandLine;

/// <summary>What DPDK refused, with the exit code that tells service managers whether trying again helps.</summary>
internal static class StartFailure
{
    public static Failure From(DpdkException exception)
    {
        bool permission = exception.Message.Contains("ermission", StringComparison.Ordinal) || exception.Message.Contains("CAP_", StringComparison.Ordinal);
        return new Failure(permission ? ExitCode.Permission : ExitCode.System, $"{exception.Code}: {exception.Message}");
    }
}
