using System.Text.RegularExpressions;

namespace BondFast.Dpdk;

/// <summary>A line of EAL's or a driver's log and the failure it means.</summary>
/// <param name="pattern">What the line contains.</param>
/// <param name="fault">From the pattern's groups.</param>
/// <param name="with">A line that must be there as well, where the first alone is often just a note.</param>
internal sealed class LogPattern(string pattern, Func<GroupCollection, Fault> fault, string? with = null)
{
    private readonly Regex _regex = new(pattern, RegexOptions.CultureInvariant);

    private Fault? Match(IReadOnlyList<string> log)
    {
        if (with is not null && !log.Any(line => line.Contains(with, StringComparison.Ordinal))) return null;
        foreach (string line in log)
            if (_regex.Match(line) is { Success: true } match) return fault(match.Groups);
        return null;
    }

    /// <summary>The first pattern, in the table's order, that any line matches: the table lists causes before their consequences.</summary>
    internal static Fault? Find(IReadOnlyList<LogPattern> table, IReadOnlyList<string> log)
    {
        foreach (LogPattern pattern in table)
            if (pattern.Match(log) is { } fault) return fault;
        return null;
    }
}
