using System.Globalization;
using System.Text.Json;
using BondFast.Dpdk;

namespace BondFast.Comparison;

/// <summary>What the comparison prints: a line a row as it goes, and at the end which bars are met; or all of it as JSON.</summary>
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
        if (arguments.Json) WriteJson(results);
        else WriteVerdicts(results);
    }

    private static void WriteVerdicts(List<Result> results)
    {
        List<Result> judged = [.. results.Where(r => Verdict.Met(r, results) is not null)];
        Console.WriteLine($"bars met: {judged.Count(r => Verdict.Met(r, results) == true)} of {judged.Count}");
        foreach (Result missed in judged.Where(r => Verdict.Met(r, results) == false)) Console.WriteLine($"  not met: {missed.Row.Name}: {Verdict.Text(missed.Row)}");
    }

    private static void WriteJson(List<Result> results)
    {
        using Stream output = Console.OpenStandardOutput();
        using Utf8JsonWriter json = new(output, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteString("machine", $"{Processor()}, {Environment.ProcessorCount} CPUs, .NET {Environment.Version}, {Eal.Version}");
        json.WriteNumber("tsc_hz", Tsc.Hz);
        json.WriteStartArray("rows");
        foreach (Result result in results) WriteRow(json, result, results);
        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        output.WriteByte((byte)'\n');
    }

    private static void WriteRow(Utf8JsonWriter json, Result result, List<Result> all)
    {
        json.WriteStartObject();
        json.WriteString("name", result.Row.Name);
        json.WriteNumber("rival_tax", Math.Round(result.RivalTax, 2));
        json.WriteNumber("tax", Math.Round(result.Tax, 2));
        if (double.IsFinite(result.Ratio)) json.WriteNumber("ratio", Math.Round(result.Ratio, 3));
        else json.WriteNull("ratio");
        Cycles(json, "rival", result.Rival);
        Cycles(json, "direct", result.Direct);
        Cycles(json, "bond", result.Bond);
        if (Verdict.Met(result, all) is { } met)
        {
            json.WriteString("bar", Verdict.Text(result.Row));
            json.WriteBoolean("met", met);
        }
        json.WriteEndObject();
    }

    private static void Cycles(Utf8JsonWriter json, string name, Cycles cycles)
    {
        json.WriteStartObject(name);
        json.WriteNumber("min_cycles", Math.Round(cycles.Min, 2));
        json.WriteNumber("median_cycles", Math.Round(cycles.Median, 2));
        json.WriteNumber("min_ns", Math.Round(cycles.Min * 1e9 / Tsc.Hz, 3));
        json.WriteEndObject();
    }

    private static string Processor() =>
        File.ReadLines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[1].Trim() ?? "unknown processor";
}
