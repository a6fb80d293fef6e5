using System.Text.Json;
using BondFast.Bonding;
using BondFast.Control.Status;

namespace BondFast.Control.Events;

/// <summary>Events as lines: for people, and as JSON objects.</summary>
public static class EventText
{
    private static readonly string[] Levels = ["debug", "info", "notice", "warning", "error"];

    public static string Name(this EventLevel level) => Levels[(int)level];

    /// <summary><c>2026-01-02T03:04:05.678Z notice bond0 eth1 link-down: the whole sentence</c> and a line end.</summary>
    public static void WriteLine(TextBuffer text, in LoggedEvent logged)
    {
        BondEvent e = logged.Event;
        text.Append(logged.Time);
        text.Append(' ').Append(e.Level.Name()).Append(' ').Append(e.Bond).Append(' ');
        if (e.Slave is not null) text.Append(e.Slave).Append(' ');
        text.Append(e.Kind).Append(": "u8);
        AppendOneLine(text, e.Text);
        text.Append('\n');
    }

    /// <summary>One object, without a line end.</summary>
    public static void WriteJson(Utf8JsonWriter json, in LoggedEvent logged)
    {
        BondEvent e = logged.Event;
        json.WriteStartObject();
        json.WriteNumber("seq"u8, logged.Sequence);
        json.WriteString("time"u8, logged.Time);
        json.WriteNumber("at_ns"u8, e.At);
        json.WriteString("level"u8, e.Level.Name());
        json.WriteString("kind"u8, e.Kind);
        json.WriteString("bond"u8, e.Bond);
        if (e.Slave is not null) json.WriteString("slave"u8, e.Slave);
        json.WriteString("text"u8, e.Text);
        json.WriteEndObject();
    }

    /// <summary>A line end inside a text would make two events of one.</summary>
    private static void AppendOneLine(TextBuffer text, string sentence)
    {
        if (sentence.AsSpan().ContainsAny('\n', '\r')) sentence = sentence.Replace("\r", "", StringComparison.Ordinal).Replace('\n', ' ');
        text.Append(sentence);
    }
}
