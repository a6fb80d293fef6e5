using System.Text;

namespace BondFast.Documents;

/// <summary>Writes a man page (man(7) macros). Text is escaped here and nowhere else.</summary>
internal sealed class Roff
{
    private readonly StringBuilder _text = new();

    public Roff(string name, int section, string version, string book) =>
        Macro($".TH {name.ToUpperInvariant()} {section} \"\" \"BondFast {version}\" \"{book}\"");

    public void Section(string title) => Macro($".SH {title}");

    public void Subsection(string title) => Macro($".SS \"{Escape(title)}\"");

    public void Paragraph(string text)
    {
        Macro(".PP");
        Line(text);
    }

    /// <summary>A term in bold, with what it means below it.</summary>
    public void Item(string term, params string[] text)
    {
        Macro(".TP");
        Macro($".B {Escape(term)}");
        for (int i = 0; i < text.Length; i++)
        {
            if (i > 0) Macro(".br");
            Line(text[i]);
        }
    }

    /// <summary>Lines as they are.</summary>
    public void Verbatim(params string[] lines)
    {
        Macro(".PP");
        Macro(".nf");
        Macro(".RS 4");
        foreach (string line in lines) Line(line);
        Macro(".RE");
        Macro(".fi");
    }

    public void Line(string text)
    {
        string escaped = Escape(text);
        Macro(escaped.StartsWith('.') || escaped.StartsWith('\'') ? "\\&" + escaped : escaped);
    }

    public override string ToString() => _text.ToString();

    private void Macro(string line) => _text.Append(line).Append('\n');

    private static string Escape(string text) =>
        text.Replace("\\", "\\e", StringComparison.Ordinal).Replace("-", "\\-", StringComparison.Ordinal).Replace("\"", "\\(dq", StringComparison.Ordinal);
}
