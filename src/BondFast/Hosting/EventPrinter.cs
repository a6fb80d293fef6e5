using System.Globalization;
using BondFast.Bonding;

namespace BondFast.Hosting;

/// <summary>Prints events as they happen: a line each, for people with the time, for journald with its level prefix. Any thread.</summary>
internal sealed class EventPrinter(TextWriter output, EventLevel least = EventLevel.Info)
{
    private static readonly bool IsJournal = Environment.GetEnvironmentVariable("JOURNAL_STREAM") is not null;

    public void Print(BondEvent happening)
    {
        if (happening.Level < least) return;
        string line = IsJournal
            ? $"<{SyslogLevel(happening.Level)}>{happening.Text}"
            : string.Create(CultureInfo.InvariantCulture, $"{DateTime.Now:HH:mm:ss.fff} {Name(happening.Level),-7} {happening.Text}");
        lock (output) output.WriteLine(line);
    }

    private static string Name(EventLevel level) => level switch
    {
        EventLevel.Debug => "debug",
        EventLevel.Info => "info",
        EventLevel.Notice => "notice",
        EventLevel.Warning => "warning",
        _ => "error",
    };

    private static int SyslogLevel(EventLevel level) => level switch
    {
        EventLevel.Debug => 7,
        EventLevel.Info => 6,
        EventLevel.Notice => 5,
        EventLevel.Warning => 4,
        _ => 3,
    };
}
