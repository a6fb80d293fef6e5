using System.Globalization;

namespace BondFast.Configuration.Import;

/// <summary>modprobe.d, modprobe.conf and modules.conf (HOWTO 3.2, 3.3, 3.3.1). Lines about other modules are no business of ours.</summary>
internal static class ModprobeImport
{
    private const string Module = "bonding";
    private const int MostBonds = 64;

    public static void Read(ImportSource source, ImportedHost host)
    {
        List<(string[] Words, Place Place)> lines = [.. LogicalLines.Of(source).Select(l => (l.Text.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries), l.Place))];
        HashSet<string> aliases = [];
        foreach ((string[] words, Place place) in lines)
            if (words is ["alias", var name, Module] && aliases.Add(name)) host.Bond(name, place);
        foreach ((string[] words, Place place) in lines)
        {
            if (words is ["alias", var alias, Module]) host.Taken(place, $"a bond named {OptionWords.Shown(alias)}");
            else if (words is ["options", Module, ..]) Parameters(words[2..], place, host);
            else if (words is ["options", var name, ..] && (aliases.Contains(name) || IsBondName(name))) Instance(name, words[2..], place, host);
            else if (words is ["install", var target, ..] && words.Contains(Module)) Install(target, words, place, host);
        }
    }

    /// <summary>An alias may stand in another file.</summary>
    private static bool IsBondName(string name) => name.Length > 4 && name.StartsWith("bond", StringComparison.Ordinal) && name[4..].All(char.IsAsciiDigit);

    /// <summary>Options for every bond of the module, and how many it makes.</summary>
    private static void Parameters(string[] words, Place place, ImportedHost host)
    {
        List<ImportedOption> options = [];
        OptionWords.Read(string.Join(' ', words), place, host, options);
        int count = 1;
        foreach (ImportedOption option in options)
        {
            if (option.Name != "max_bonds") host.Defaults.Add(option);
            else if (!int.TryParse(option.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out count) || count < 0 || count > MostBonds)
            {
                host.Approximated(place, $"max_bonds = {OptionWords.Shown(option.Text)} is taken as 1.");
                count = 1;
            }
            else host.Taken(place, $"max_bonds = {count}");
        }
        for (int i = 0; i < count; i++)
            if (!host.Has($"bond{i}")) host.Bond($"bond{i}", place).IsMadeByModule = true;
    }

    /// <summary><c>options bond1 -o bond1 mode=balance-alb</c>: the module once more, under a name of its own.</summary>
    private static void Instance(string name, string[] words, Place place, ImportedHost host)
    {
        int rename = Array.IndexOf(words, "-o");
        if (rename >= 0 && rename + 1 < words.Length)
        {
            name = words[rename + 1];
            words = [.. words[..rename], .. words[(rename + 2)..]];
        }
        ImportedBond bond = host.Bond(name, place);
        OptionWords.Read(string.Join(' ', words), place, host, bond.Options);
    }

    /// <summary><c>install bond1 /sbin/modprobe --ignore-install bonding -o bond1 mode=balance-alb</c>.</summary>
    private static void Install(string target, string[] words, Place place, ImportedHost host)
    {
        if (target == Module)
        {
            host.Ignored(place, "an install command for the module: what it loads first does not matter here.");
            return;
        }
        string[] after = words[(Array.IndexOf(words, Module) + 1)..];
        Instance(target, after, place, host);
    }
}
