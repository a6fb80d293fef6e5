namespace BondFast.Conform.Checks;

/// <summary>C1 to C3: churn detection shows nothing on the wire.</summary>
internal static class ChurnChecks
{
    private const string Why = "churn is a matter of its own status";

    public static readonly Check[] All =
    [
        Check.Invisible("C1", "churn after 60 s out of Sync", Why),
        Check.Invisible("C2", "no churn when Sync comes in time", Why),
        Check.Invisible("C3", "Sync ends churn", Why),
    ];
}
