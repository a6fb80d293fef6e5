using System.Globalization;

namespace BondFast.Comparison;

internal static class Report
{
    public static void Progress(Result result)
    {
        Row row = result.Row;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{row.Name,-48} rival {result.Rival.Min,6:F1}  direct {result.Direct.Min,6:F1}  bond {result.Bond.Min,6:F1}   tax {result.RivalTax,6:F2} {result.Tax,6:F2}  ratio {result.Ratio,5:F2}"));
    }

    public static void Write(Arguments arguments, List<Result> results)
    {
        _ = arguments;
        _ = results;
    }
}
