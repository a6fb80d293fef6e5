using System.Globalization;
using Spectre.Console;

namespace BondFast.Demonstration;

/// <summary>One look at the running demonstration.</summary>
/// <param name="Slaves">Name, up or down, frames a second and share of the frames since the last look.</param>
internal sealed record DemoSample(double At, double Mpps, double Gbps, IReadOnlyList<(string Name, bool Up, double Mpps, double Share)> Slaves);

/// <summary>Shows the demonstration: a live table on a terminal, a line a second elsewhere, nothing with JSON.</summary>
internal abstract class DemoScreen
{
    public static DemoScreen For(bool json) =>
        json ? new SilentScreen() : Console.IsOutputRedirected ? new LineScreen() : new LiveScreen();

    /// <summary>Between two samples.</summary>
    public abstract TimeSpan Interval { get; }

    public abstract void Say(string sentence);

    public abstract void Show(DemoSample sample);

    public virtual void Finish() { }

    private static string Line(DemoSample sample) => string.Create(CultureInfo.InvariantCulture,
        $"{sample.At,5:0.0} s  {sample.Mpps,7:0.00} Mpps  {sample.Gbps,6:0.00} Gb/s  ") +
        string.Join("  ", sample.Slaves.Select(s => string.Create(CultureInfo.InvariantCulture, $"{s.Name} {(s.Up ? "up" : "DOWN")} {s.Share,4:0%}")));

    private sealed class SilentScreen : DemoScreen
    {
        public override TimeSpan Interval => TimeSpan.FromSeconds(0.5);
        public override void Say(string sentence) { }
        public override void Show(DemoSample sample) { }
    }

    private sealed class LineScreen : DemoScreen
    {
        public override TimeSpan Interval => TimeSpan.FromSeconds(1);
        public override void Say(string sentence) => Console.WriteLine(sentence);
        public override void Show(DemoSample sample) => Console.WriteLine(Line(sample));
    }

    /// <summary>Redraws the table in place; sentences scroll above it.</summary>
    private sealed class LiveScreen : DemoScreen
    {
        private int _drawn;

        public override TimeSpan Interval => TimeSpan.FromSeconds(0.25);

        public override void Say(string sentence)
        {
            Erase();
            AnsiConsole.MarkupLineInterpolated($"[bold]{sentence}[/]");
        }

        public override void Show(DemoSample sample)
        {
            Erase();
            var table = new Table().Border(TableBorder.Rounded);
            table.AddColumn("slave").AddColumn("link").AddColumn(new TableColumn("Mpps").RightAligned()).AddColumn(new TableColumn("share").RightAligned()).AddColumn("");
            foreach (var (name, up, mpps, share) in sample.Slaves)
            {
                table.AddRow(name, up ? "[green]up[/]" : "[red]down[/]", mpps.ToString("0.00", CultureInfo.InvariantCulture),
                    share.ToString("0%", CultureInfo.InvariantCulture), new string('█', (int)Math.Round(share * 40)));
            }
            table.Caption(string.Create(CultureInfo.InvariantCulture, $"{sample.At:0.0} s   {sample.Mpps:0.00} Mpps   {sample.Gbps:0.00} Gb/s"));
            AnsiConsole.Write(table);
            _drawn = sample.Slaves.Count + 5;
        }

        public override void Finish() => _drawn = 0;

        private void Erase()
        {
            if (_drawn > 0) Console.Write($"\e[{_drawn}A\e[J");
            _drawn = 0;
        }
    }
}
