using System.Text;

namespace BondFast.Configuration.Import;

/// <summary>Lines of the old formats: a backslash at the end goes on in the next line; the number is the first one's.</summary>
internal static class LogicalLines
{
    public static IEnumerable<(string Text, Place Place)> Of(ImportSource source)
    {
        StringBuilder line = new();
        int number = 0, first = 1;
        foreach (string physical in source.Text.ReplaceLineEndings("\n").Split('\n'))
        {
            number++;
            if (line.Length == 0) first = number;
            // A comment does not go on.
            bool goesOn = physical.EndsWith('\\') && !(line.Length == 0 && physical.TrimStart().StartsWith('#'));
            line.Append(goesOn ? physical[..^1] : physical);
            if (goesOn)
            {
                line.Append(' ');
                continue;
            }
            string text = line.ToString().Trim();
            line.Clear();
            if (text.Length > 0 && text[0] != '#') yield return (text, new Place(source.Name, first));
        }
        string rest = line.ToString().Trim();
        if (rest.Length > 0) yield return (rest, new Place(source.Name, first));
    }
}
