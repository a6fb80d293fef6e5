namespace BondFast.Bonding;

/// <summary>Finds the name that somebody meant: least edit distance, where a swap of two neighbours counts one.</summary>
public static class NearestName
{
    /// <summary>
    /// The nearest of <paramref name="names"/>, or null when none is near: at most one edit for three letters, and never more than three.
    /// Letter case is no edit, nor is <c>-</c> for <c>_</c>.
    /// </summary>
    public static string? Of(string word, IEnumerable<string> names)
    {
        int best = Math.Clamp(word.Length / 3, 1, 3) + 1;
        string? nearest = null;
        string folded = Fold(word);
        foreach (string name in names)
        {
            if (Math.Abs(name.Length - word.Length) >= best) continue;
            int distance = Distance(folded, Fold(name));
            if (distance >= best || distance >= Math.Max(word.Length, name.Length)) continue;
            best = distance;
            nearest = name;
        }
        return nearest;
    }

    private static string Fold(string word) => word.Length > 64 ? word[..64] : word.Replace('-', '_').ToLowerInvariant();

    /// <summary>Optimal string alignment.</summary>
    internal static int Distance(string a, string b)
    {
        int[] beforeLast = new int[b.Length + 1];
        int[] last = new int[b.Length + 1];
        int[] row = new int[b.Length + 1];
        for (int j = 0; j <= b.Length; j++) last[j] = j;
        for (int i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int change = a[i - 1] == b[j - 1] ? 0 : 1;
                row[j] = Math.Min(Math.Min(last[j] + 1, row[j - 1] + 1), last[j - 1] + change);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) row[j] = Math.Min(row[j], beforeLast[j - 2] + 1);
            }
            (beforeLast, last, row) = (last, row, beforeLast);
        }
        return last[b.Length];
    }
}
