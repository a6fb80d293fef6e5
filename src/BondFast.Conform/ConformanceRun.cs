using BondFast.Conform.Checks;

namespace BondFast.Conform;

/// <summary>
/// Plays a LACP partner on one or two ports and checks what is on the other end against 802.1AX. Its expectations are its own: it shares
/// with the bonding engine only the views of frames, and reads what matters of their format by itself.
/// </summary>
public sealed class ConformanceRun
{
    private static readonly Check[] All =
    [
        .. FormatChecks.All, .. ReceiveChecks.All, .. TransmitChecks.All, .. MuxChecks.All, .. SelectionChecks.All,
        .. ChurnChecks.All, .. MarkerChecks.All, .. SystemChecks.All,
    ];

    private readonly Bench _bench;

    /// <param name="patient">Also runs what needs minutes (slow timers).</param>
    public ConformanceRun(IConformWorld world, bool patient = false)
    {
        ArgumentNullException.ThrowIfNull(world);
        _bench = new Bench(world, patient);
    }

    /// <summary>The ids of all checks, in order.</summary>
    public static IReadOnlyList<string> Ids { get; } = [.. All.Select(check => check.Id)];

    /// <summary>Runs the checks one after the other; each result is given as soon as it is there.</summary>
    /// <param name="only">Ids to run; null runs all.</param>
    public IEnumerable<CheckResult> Run(IReadOnlyCollection<string>? only = null)
    {
        foreach (Check check in All)
            if (only is null || only.Contains(check.Id, StringComparer.OrdinalIgnoreCase)) yield return Run(check);
    }

    private CheckResult Run(Check check)
    {
        double begun = _bench.Seconds;
        _bench.BeginCheck();
        Verdict verdict;
        try
        {
            verdict = check.Body(_bench);
        }
        catch (VerdictReached reached)
        {
            verdict = reached.Verdict;
        }
        return new CheckResult(check.Id, check.Title, verdict, _bench.Seconds - begun);
    }
}
