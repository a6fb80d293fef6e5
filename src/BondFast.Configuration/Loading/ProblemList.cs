using BondFast.Bonding;

namespace BondFast.Configuration.Loading;

/// <summary>Collects findings about one file.</summary>
internal sealed class ProblemList(string file)
{
    /// <summary>Nobody reads more; the rest shows when these are mended.</summary>
    public const int Most = 200;

    private readonly List<ConfigurationProblem> _problems = [];
    private readonly List<ConfigurationProblem> _notes = [];

    public bool HasErrors { get; private set; }

    /// <summary>No further problem is kept: it is not worth while to word one.</summary>
    public bool IsFull => _problems.Count >= Most;

    public void Error(SourcePosition at, string message, string remedy) => Add(at, ProblemSeverity.Error, message, remedy);

    public void Warning(SourcePosition at, string message, string remedy) => Add(at, ProblemSeverity.Warning, message, remedy);

    public void Note(SourcePosition at, string message, string remedy) => Add(at, ProblemSeverity.Note, message, remedy);

    public void Add(SourcePosition at, ProblemSeverity severity, string message, string remedy)
    {
        HasErrors |= severity == ProblemSeverity.Error;
        List<ConfigurationProblem> list = severity == ProblemSeverity.Note ? _notes : _problems;
        if (list.Count < Most) list.Add(new ConfigurationProblem(file, at, severity, message, remedy));
    }

    /// <summary>
    /// In the order of the file; what was found first stays first at one place. Notes are for files that are good otherwise: beside an
    /// error they would be its consequence more often than not.
    /// </summary>
    public IReadOnlyList<ConfigurationProblem> Sorted()
    {
        IEnumerable<ConfigurationProblem> shown = HasErrors ? _problems : _problems.Concat(_notes);
        List<ConfigurationProblem> sorted = [.. shown.OrderBy(p => p.Position)];
        if (IsFull)
            sorted.Add(new ConfigurationProblem(file, SourcePosition.Whole, HasErrors ? ProblemSeverity.Error : ProblemSeverity.Warning,
                $"There are more than these {Most} problems.", "Mend these first."));
        return sorted;
    }
}
