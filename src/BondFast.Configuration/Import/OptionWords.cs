using BondFast.Bonding;

namespace BondFast.Configuration.Import;

/// <summary>Options as the module and the driver's files take them: <c>mode=4 miimon=100 arp_ip_target=+10.0.0.1</c>.</summary>
internal static class OptionWords
{
    /// <summary>Appends what the words say; a word without <c>=</c> is ignored with a remark.</summary>
    public static void Read(string words, Place place, ImportedHost host, List<ImportedOption> into)
    {
        foreach (string word in words.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries))
        {
            int equal = word.IndexOf('=');
            if (equal <= 0) host.Ignored(place, $"{Shown(word)} is not of the form option=value.");
            else into.Add(new ImportedOption(word[..equal], Unquote(word[(equal + 1)..]), place));
        }
    }

    public static string Unquote(string text) =>
        text.Length >= 2 && text[0] is '"' or '\'' && text[^1] == text[0] ? text[1..^1] : text;

    public static string Shown(string text) => Loading.Quoting.Show(text);

    /// <summary>The driver's name behind <c>bond-lacp-rate</c> or <c>bond_lacp_rate</c>, or null when it is none of ours.</summary>
    public static string? OfInterfaces(string key)
    {
        string folded = key.Replace('-', '_').ToLowerInvariant();
        if (!folded.StartsWith("bond_", StringComparison.Ordinal)) return null;
        return OptionTable.Find(folded[5..])?.Name;
    }
}
