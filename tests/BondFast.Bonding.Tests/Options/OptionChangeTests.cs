namespace BondFast.Bonding.Tests.Options;

/// <summary>
/// Every option at run time: good values, each bound, one past each bound, a wrong word, a wrong mode, each conflict
/// (HOWTO 3.4, linux-bonding options and conflicts at run time). The cases are in OptionChange.txt.
/// </summary>
public class OptionChangeTests
{
    [Fact]
    public void Every_change_gives_the_approved_outcome() => ApprovedCases.Check("OptionChange.txt", Run);

    [Fact]
    public void Every_option_has_cases()
    {
        string text = File.ReadAllText(Path.Combine(Path.GetDirectoryName(SourcePath())!, "OptionChange.txt"));
        foreach (OptionEntry entry in OptionTable.All) Assert.Contains($"| {entry.Name}=", text, StringComparison.Ordinal);
    }

    private static string SourcePath([System.Runtime.CompilerServices.CallerFilePath] string path = "") => path;

    /// <summary><c>STATE | option=value</c>; \n in the value is a newline.</summary>
    private static IEnumerable<string> Run(string line)
    {
        (string before, string write) = Cut(line, " | ");
        (BondOptions options, BondState state) = BondStateText.Read(before);
        (string option, string value) = Cut(write, "=");
        value = value.Replace("\\n", "\n", StringComparison.Ordinal);
        OptionOutcome outcome = OptionChange.TryApply(options, state, option, value);
        if (!outcome.Succeeded)
        {
            Assert.Same(options, outcome.Options);
            Assert.Null(outcome.Action);
            Assert.Empty(outcome.Warnings);
            return [$"{outcome.Error.ErrnoName()}: {outcome.Message}"];
        }
        List<string> lines = [];
        if (outcome.Action is not (OptionAction.SetSlaveOptions or OptionAction.Enslave or OptionAction.Release or OptionAction.Activate))
            lines.Add($"{option} is {OptionText.Get(outcome.Options, state, option)}".TrimEnd());
        if (outcome.Action is not null) lines.Add($"then: {outcome.Action}");
        lines.AddRange(OptionTable.All
            .Where(e => e.Name != option && OptionText.Plain(options, e) != OptionText.Plain(outcome.Options, e))
            .Select(e => $"{e.Name} is {OptionText.Get(outcome.Options, state, e.Name)}"));
        lines.AddRange(outcome.Warnings.Select(w => "warning: " + w));
        return lines;
    }

    internal static (string Before, string After) Cut(string text, string separator)
    {
        int at = text.IndexOf(separator, StringComparison.Ordinal);
        return (text[..at], text[(at + separator.Length)..]);
    }
}
