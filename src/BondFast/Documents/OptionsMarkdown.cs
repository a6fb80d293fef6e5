using System.Text;
using BondFast.Bonding;

namespace BondFast.Documents;

/// <summary>docs/options.md, from <see cref="OptionTable"/>.</summary>
internal static class OptionsMarkdown
{
    public static string Write()
    {
        var text = new StringBuilder();
        Line("<!-- Generated: bondfast options --markdown > docs/options.md -->");
        Line("# Options");
        Line("");
        Line("Names, values and numbers are the Linux bonding driver's. A word or its number may be written, in the file as `mode = \"802.3ad\"` or `mode = 4`,");
        Line("at run time as `bondfast set bond0 mode 4`. \"HOWTO\" is the Linux Ethernet Bonding Driver HOWTO; \"Linux bonding\" is an option younger than it.");
        Line("`bondfast options NAME` prints the same on a terminal.");
        Line("");
        Line("| option | default | in short |");
        Line("|---|---|---|");
        foreach (OptionEntry option in OptionTable.All) Line($"| [{option.Name}](#{option.Name}) | {Cell(OptionFacts.Default(option))} | {Cell(option.Summary)} |");
        foreach (OptionEntry option in OptionTable.All)
        {
            Line("");
            Line($"## {option.Name}");
            Line("");
            Line($"{char.ToUpperInvariant(option.Summary[0])}{option.Summary[1..]}{(option.Summary.EndsWith('?') ? "" : ".")}");
            Line("");
            foreach (var (label, value) in OptionFacts.Of(option)) Line($"- {label}: {value}");
        }
        return text.ToString();

        void Line(string line) => text.Append(line).Append('\n');
    }

    private static string Cell(string value) => value.Replace("|", "\\|", StringComparison.Ordinal);
}
