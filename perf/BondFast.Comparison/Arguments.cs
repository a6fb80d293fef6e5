namespace BondFast.Comparison;

/// <summary>The command line.</summary>
/// <param name="Quick">The rows with a bar only, few rounds: for CI.</param>
/// <param name="Json">JSON on standard output instead of a table.</param>
/// <param name="Rounds">Interleaved rounds per row.</param>
/// <param name="RowFilter">Only rows whose name contains this.</param>
internal sealed record Arguments(bool Quick, bool Json, int Rounds, string RowFilter)
{
    public static Arguments Parse(string[] args)
    {
        bool quick = args.Contains("--quick");
        string? Value(string name)
        {
            int at = Array.IndexOf(args, name);
            return at >= 0 && at + 1 < args.Length ? args[at + 1] : null;
        }
        int rounds = Value("--rounds") is { } text ? int.Parse(text) : quick ? 60 : 300;
        return new Arguments(quick, args.Contains("--json"), rounds, Value("--row") ?? "");
    }
}
