using BondFast.Bonding;

namespace BondFast.Configuration.Loading;

/// <summary>Collects findings about one file.</summary>
internal sealed class ProblemList(string file)
{
    private readonly List<ConfigurationProblem> _problems = [];

    public bool HasErrors { get; private set; }

    public void Error(SourcePosition at, string message, string remedy) => Add(at, ProblemSeverity.Error, message, remedy);

    public void Warning(SourcePosition at, string message, string remedy) => Add(at, ProblemSeverity.Warning, message, remedy);

    public void Note(SourcePosition at, string message, string remedy) => Add(at, ProblemSeverity.Note, message, remedy);

    public void Add(SourcePosition at, ProblemSeverity severity, string message, string remedy)
    {
        HasErrors |= severity == ProblemSeverity.Error;
        _problems.Add(new ConfigurationProblem(file, at, severity, message, remedy));
    }

    /// <summary>
    /// In the order of the file; what was found first stays first at one place. Notes are for files that are good otherwise: beside an
    /// error they would be its consequence more often than not.
    /// </summary>
    public IReadOnlyList<ConfigurationProblem> Sorted() =>
        [.. _problems.Where(p => !HasErrors || p.Severity != ProblemSeverity.Note).OrderBy(p => p.Position)];
}
