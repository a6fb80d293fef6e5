using System.Globalization;

namespace BondFast.Demonstration;

/// <summary>The end of a demonstration, in words.</summary>
internal static class DemoSummary
{
    public static void Print(DemoReport report, TextWriter output)
    {
        void Line(FormattableString text) => output.WriteLine(text.ToString(CultureInfo.InvariantCulture));
        output.WriteLine();
        Line($"{report.Mode}: {report.Received:N0} frames in {report.Seconds:0.0} s, {report.Mpps:0.00} Mpps, {report.Gbps:0.00} Gb/s, {report.Flows} flows");
        foreach (SlaveShare slave in report.Slaves) Line($"  {slave.Name}  {slave.Tx,14:N0} frames  {slave.Share:0.0%}");
        Line($"  failover of {report.Failover.Slave}: {report.Failover.Lost:N0} frames lost in {report.Failover.Micros:N0} microseconds");
        Line($"  lost {report.Lost:N0}, duplicated {report.Duplicated:N0}, reordered {report.Reordered:N0}, corrupt {report.Corrupt:N0}");
        Line($"  garbage collections {report.GcCollections}, buffers leaked {report.LeakedMbufs}");
        output.WriteLine();
        output.WriteLine($"Next: {Installation.Command} check {Installation.Examples}/active-backup.toml   checks a configuration file");
        output.WriteLine($"      {Installation.Command} doctor   looks for what stands in the way on this host");
        output.WriteLine($"      {Installation.Command} --help   lists the other verbs");
    }
}
