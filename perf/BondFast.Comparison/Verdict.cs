namespace BondFast.Comparison;

/// <summary>A row held against its bar.</summary>
internal static class Verdict
{
    private const string Layer2Row = "tx xor layer2, 2 slaves";

    /// <summary>Null where there is no bar, or nothing to hold it against.</summary>
    public static bool? Met(Result result, IReadOnlyList<Result> all) => result.Row.BarKind switch
    {
        BarKind.Ratio => result.Ratio <= result.Row.Bar,
        BarKind.AboveRival => result.Tax <= result.RivalTax + result.Row.Bar,
        BarKind.AboveLayer2 => all.FirstOrDefault(r => r.Row.Name == Layer2Row) is { } layer2 ? result.Tax <= layer2.Tax + result.Row.Bar : null,
        BarKind.Throughput => result.Speedup >= result.Row.Bar,
        _ => null,
    };

    public static string Text(Row row) => row.BarKind switch
    {
        BarKind.Ratio => FormattableString.Invariant($"tax <= {row.Bar:0.##} x rival"),
        BarKind.AboveRival => FormattableString.Invariant($"tax <= rival + {row.Bar:0.#}"),
        BarKind.AboveLayer2 => FormattableString.Invariant($"tax <= own xor layer2 + {row.Bar:0.#}"),
        BarKind.Throughput => FormattableString.Invariant($"Mpps >= {row.Bar:0.#} x rival"),
        _ => "",
    };
}
