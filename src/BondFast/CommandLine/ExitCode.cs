namespace BondFast.CommandLine;

/// <summary>Exit codes of every verb: sysexits.h where it has a word for it. 128 + n after a second signal n.</summary>
internal static class ExitCode
{
    public const int Success = 0;

    /// <summary>A test's verdict or an answer in the negative.</summary>
    public const int Negative = 1;

    /// <summary>The command line is wrong.</summary>
    public const int Usage = 64;

    /// <summary>Input data (a frame, a capture) is malformed.</summary>
    public const int BadInput = 65;

    /// <summary>A named file is not there or can't be read.</summary>
    public const int NoInput = 66;

    /// <summary>The running program can't be reached.</summary>
    public const int Unavailable = 69;

    /// <summary>A defect of ours.</summary>
    public const int Internal = 70;

    /// <summary>The operating system or DPDK refused.</summary>
    public const int System = 71;

    /// <summary>May work when tried again: something is in use.</summary>
    public const int Temporary = 75;

    /// <summary>Not permitted.</summary>
    public const int Permission = 77;

    /// <summary>The configuration file is wrong.</summary>
    public const int Configuration = 78;
}
