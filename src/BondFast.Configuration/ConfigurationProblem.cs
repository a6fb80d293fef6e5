using BondFast.Bonding;

namespace BondFast.Configuration;

/// <summary>One finding about a file. Prints as <c>bond.toml:7:12: error: what, why. What to do.</c></summary>
/// <param name="File">The file's name as it was given.</param>
/// <param name="Message">What and why: whole sentences.</param>
/// <param name="Remedy">What to do: a whole sentence.</param>
public sealed record ConfigurationProblem(string File, SourcePosition Position, ProblemSeverity Severity, string Message, string Remedy)
{
    public override string ToString()
    {
        string where = Position.Line == 0 ? File : $"{File}:{Position.Line}:{Position.Column}";
        return $"{where}: {Severity.ToString().ToLowerInvariant()}: {Message} {Remedy}".TrimEnd();
    }
}

/// <summary>What loading a file came to.</summary>
/// <param name="Configuration">Null when a problem is an error: nothing is half-applied.</param>
/// <param name="Problems">All of them, in the order of the file.</param>
public sealed record ConfigurationResult(HostConfiguration? Configuration, IReadOnlyList<ConfigurationProblem> Problems)
{
    public bool HasErrors => Configuration is null;
}
