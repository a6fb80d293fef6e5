using System.Text.RegularExpressions;

namespace BondFast.Configuration.Loading;

/// <summary>The parser's findings in words for people who do not know the parser.</summary>
internal static partial class SyntaxMessage
{
    private const int Longest = 160;
    private const string Quotes = "Texts stand in quotes: mode = \"802.3ad\".";

    /// <summary>What the parser's words mostly mean here; the first that fits.</summary>
    private static readonly (string Part, string Remedy)[] Remedies =
    [
        ("utf-", "Save the file as UTF-8."),
        ("NUL", "Save the file as plain text."),
        ("bytes, and", "Is it the right file?"),
        ("depth", "No value of a bond is that deep."),
        ("parts", "No table of a bond is that deep."),
        ("64 bits", "Write a smaller number."),
        ("leading zero", "Write the number without them."),
        ("comment or whitespace", "Each key has a line of its own, and texts stand in quotes."),
        ("expected ']'", "The line of a table ends with ]."),
        ("'}'", "What { opens, } closes on the same line."),
        ("closing", "Close what was opened on this line or before it."),
        ("control characters", "A text begins and ends with a quote on the same line."),
        ("digit", Quotes),
        ("value", Quotes),
        ("'true'", "Write true, or a text in quotes."),
        ("'false'", "Write false, or a text in quotes."),
    ];

    /// <summary>What and why; what to do.</summary>
    public static (string Message, string Remedy) Of(string why)
    {
        if (Redefinition().Match(why) is { Success: true } again)
        {
            string key = Quoting.Show(again.Groups["key"].Value);
            return again.Groups["kind"].Value.Contains("table", StringComparison.Ordinal)
                ? ($"The table {key} is there twice.", "Merge the two, or rename one.")
                : ($"The key {key} is there twice in its table.", "Remove one.");
        }
        string text = Macro().Replace(Prefix().Replace(why, ""), "");
        return ($"The file is not TOML: {char.ToLowerInvariant(text[0])}{Quoting.Show(text[1..], Longest)}.", Remedy(text));
    }

    private static string Remedy(string why)
    {
        foreach ((string part, string remedy) in Remedies)
            if (why.Contains(part, StringComparison.OrdinalIgnoreCase)) return remedy;
        return "Tables are written [bond.bond0], values key = value, one on each line.";
    }

    [GeneratedRegex(@"cannot (?:redefine|insert|replace)\b.*?\b(?<kind>table|array|string|integer|boolean|floating-point|key|value)s?\b[^']*'(?<key>[^']*)'", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Redefinition();

    [GeneratedRegex(@" \(TOML_[A-Z_]+\)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Macro();

    [GeneratedRegex(@"^Error while parsing [^:;]*[:;] ", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Prefix();
}
