namespace BondFast.Dpdk;

/// <summary>Something DPDK or a device refused, said so that a person can act on it.</summary>
public class DpdkException : Exception
{
    public DpdkException(string code, string what, string why, string remedy = "") : base(Sentence(what, why, remedy))
    {
        Code = code;
        What = what;
        Why = why;
        Remedy = remedy;
    }

    /// <summary>Short and stable, for scripts and documentation: <c>BF2101</c>.</summary>
    public string Code { get; }

    /// <summary>What failed, with its name: "Port eth0 (net_tap0) did not start".</summary>
    public string What { get; }

    /// <summary>The cause.</summary>
    public string Why { get; }

    /// <summary>What to do about it, with the command where there is one; empty when nobody knows.</summary>
    public string Remedy { get; }

    /// <summary>The lines EAL and the drivers logged meanwhile, for the log file. Never shown first.</summary>
    public IReadOnlyList<string> Log { get; init; } = [];

    private static string Sentence(string what, string why, string remedy) =>
        remedy.Length == 0 ? $"{what}: {why}." : $"{what}: {why}. {remedy}";
}

/// <summary>EAL did not start: no device was touched.</summary>
public sealed class EalException(string code, string what, string why, string remedy = "") : DpdkException(code, what, why, remedy);
