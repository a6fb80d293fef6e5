using BondFast.Bonding;
using BondFast.Configuration.Schema;
using BondFast.Configuration.Toml;

namespace BondFast.Configuration.Loading;

/// <summary>Says what was probably meant by a key that its table does not have.</summary>
internal static class UnknownKey
{
    /// <param name="path">The table's name in the file.</param>
    /// <returns>The key that was meant, or null.</returns>
    public static string? Report(ProblemList problems, TomlNode node, string table, string path)
    {
        if (problems.IsFull) return null;
        string key = Quoting.Show(node.Key);
        if (node.Key == "max_bonds")
            problems.Warning(node.KeyPosition, "max_bonds is ignored: bonds are not counted here but listed, each with its name.", "Write one table [bond.NAME] for each bond.");
        else if (table == KeyTable.Bond && node.Key == "active_slave")
            problems.Error(node.KeyPosition, "active_slave is set while the bond runs, not in the file.", "Write primary to say which slave is preferred.");
        else if (table == KeyTable.Bond && OptionTable.IsReadOnly(node.Key))
            problems.Error(node.KeyPosition, $"{key} is a reading, not a setting.", "Remove it.");
        else
            problems.Error(node.KeyPosition, $"{Place(path)} has no key {key}.", Remedy(node, table));
        return ForeignNames.Translate(node.Key) ?? NearestName.Of(node.Key, KeyTable.KeysOf(table));
    }

    private static string Remedy(TomlNode node, string table)
    {
        if (ForeignNames.Translate(node.Key) is { } ours) return Meant(ours, table);
        if (ExactlyElsewhere(node.Key, table) is { } home) return $"It belongs to {Place(home)}.";
        if (NearestName.Of(node.Key, KeyTable.KeysOf(table)) is { } near) return $"Did you mean {near}?";
        if (NearestName.Of(node.Key, KeyTable.All.Select(e => e.Key)) is { } far) return Meant(far, table);
        string own = string.Join(", ", KeyTable.All.Where(e => e.Table == table && (table != KeyTable.Bond || e.Type != KeyType.Option)).Select(e => e.Key));
        return table == KeyTable.Bond ? $"It has the options of the bonding HOWTO, section 2, and {own}." : $"It has {own}.";
    }

    private static string Meant(string key, string table) =>
        KeyTable.Find(table, key) is not null ? $"Did you mean {key}?" : $"Did you mean {key}, which belongs to {Place(ExactlyElsewhere(key, table)!)}?";

    private static string? ExactlyElsewhere(string key, string table)
    {
        foreach (KeyEntry entry in KeyTable.All)
            if (entry.Key == key && entry.Table != table) return entry.Table;
        return null;
    }

    public static string Place(string table) => table.Length == 0 ? "The file" : $"[{table}]";
}
