namespace BondFast.Configuration.Loading;

/// <summary>Text of unknown length and content in messages.</summary>
internal static class Quoting
{
    private const int Usual = 60;

    /// <summary>At most so many characters, control characters replaced.</summary>
    public static string Show(string text, int longest = Usual)
    {
        string cut = text.Length > longest ? text[..longest] : text;
        string clean = string.Concat(cut.Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c));
        return text.Length > longest ? clean + "..." : clean;
    }
}
