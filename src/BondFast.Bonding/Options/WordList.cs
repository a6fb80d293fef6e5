namespace BondFast.Bonding;

/// <summary>Enumerations in sentences.</summary>
internal static class WordList
{
    /// <summary><c>a, b and c</c>.</summary>
    public static string And(IReadOnlyList<string> words) => Join(words, " and ");

    /// <summary><c>a, b or c</c>.</summary>
    public static string Or(IReadOnlyList<string> words) => Join(words, " or ");

    private static string Join(IReadOnlyList<string> words, string last) => words.Count switch
    {
        0 => "",
        1 => words[0],
        _ => string.Join(", ", words.Take(words.Count - 1)) + last + words[^1],
    };
}
