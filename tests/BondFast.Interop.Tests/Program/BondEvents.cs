using System.Globalization;
using BondFast.Interop.Tests.Host;

namespace BondFast.Interop.Tests.Program;

/// <summary>One line of what the program reports.</summary>
/// <param name="At">Wall clock.</param>
/// <param name="Text">Without its level: <c>bond0: bf0 is down, its link is gone</c>.</param>
internal sealed record ReportedEvent(DateTime At, string Text);

/// <summary>The events that a running program has printed: <c>12:04:48.517 warning bond0: bf0 is down, its link is gone</c>.</summary>
internal sealed class BondEvents(Func<string> log)
{
    private const string Time = "HH:mm:ss.fff";

    public IReadOnlyList<ReportedEvent> All => [.. log().Split('\n').Select(Parse).OfType<ReportedEvent>()];

    /// <summary>Waits for an event whose text contains all these parts, not earlier than <paramref name="since"/>.</summary>
    public ReportedEvent WaitFor(DateTime since, TimeSpan limit, params string[] parts)
    {
        ReportedEvent? found = null;
        since = since.AddTicks(-(since.Ticks % TimeSpan.TicksPerMillisecond)); // as precise as the text
        Wait.Until(() => (found = All.FirstOrDefault(e => e.At >= since && parts.All(part => e.Text.Contains(part, StringComparison.Ordinal)))) is not null,
            limit, () => $"no event with {string.Join(" and ", parts.Select(part => $"'{part}'"))}:\n{log()}");
        return found!;
    }

    /// <summary>The current active slave as last reported, or nothing.</summary>
    public string Active
    {
        get
        {
            var active = "";
            foreach (var happening in All)
            {
                if (happening.Text.IndexOf(" is now the active slave", StringComparison.Ordinal) is >= 0 and var end)
                    active = happening.Text[(happening.Text.IndexOf(' ') + 1)..end];
                else if (happening.Text.EndsWith("no longer is the active slave", StringComparison.Ordinal))
                    active = "";
            }
            return active;
        }
    }

    private static ReportedEvent? Parse(string line)
    {
        var words = line.Split(' ', 2);
        if (words.Length < 2 || !DateTime.TryParseExact(words[0], Time, CultureInfo.InvariantCulture, DateTimeStyles.None, out var at))
            return null;
        var text = words[1].TrimStart();
        return new ReportedEvent(at > DateTime.Now.AddHours(1) ? at.AddDays(-1) : at, // printed before midnight
            text[(text.IndexOf(' ') + 1)..].Trim());
    }
}
