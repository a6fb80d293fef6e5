using System.Text.RegularExpressions;

namespace BondFast.Dpdk;

/// <summary>A line of EAL's or a driver's log and the failure it means.</summary>
internal sealed class LogPattern(string pattern, Func<GroupCollection, Fault> fault)
{
    private readonly Regex _regex = new(pattern, RegexOptions.CultureInvariant);

    internal Fault? Match(string line)
    {
        Match match = _regex.Match(line);
        return match.Success ? fault(match.Groups) : null;
    }

    /// <summary>The first pattern, in the table's order, that any line matches: the table lists causes before their consequences.</summary>
    internal static Fault? Find(IReadOnlyList<LogPattern> table, IReadOnlyList<string> log)
    {
        foreach (LogPattern pattern in table)
            foreach (string line in log)
                if (pattern.Match(line) is { } fault) return fault;
        return null;
    }
}
