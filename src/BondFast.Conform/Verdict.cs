using System.Collections.Immutable;

namespace BondFast.Conform;

public enum Outcome { Pass, Fail, NotTestable }

/// <summary>What a check found.</summary>
/// <param name="Reason">One sentence: what was seen, what was expected, or why it cannot be seen from here.</param>
/// <param name="Evidence">The frames that prove it, oldest first.</param>
public sealed record Verdict(Outcome Outcome, string Reason, ImmutableArray<LoggedFrame> Evidence)
{
    internal static Verdict Pass(string reason) => new(Outcome.Pass, reason, []);

    internal static Verdict Fail(string reason, IEnumerable<LoggedFrame> evidence) => new(Outcome.Fail, reason, [.. evidence]);

    internal static Verdict NotTestable(string reason) => new(Outcome.NotTestable, reason, []);
}

/// <summary>A check with its verdict.</summary>
/// <param name="Id">F1 .. Y4.</param>
/// <param name="Seconds">How long it took.</param>
public sealed record CheckResult(string Id, string Title, Verdict Verdict, double Seconds);

/// <summary>Ends a check early with a verdict.</summary>
internal sealed class VerdictReached(Verdict verdict) : Exception(verdict.Reason)
{
    public Verdict Verdict { get; } = verdict;
}
