using BondFast.Bonding;
using BondFast.Configuration.Schema;
using BondFast.Configuration.Toml;

namespace BondFast.Configuration.Loading;

/// <summary>
/// Reads one table: knows its keys from <see cref="KeyTable"/>, reports unknown ones and values of the wrong kind, and remembers
/// where everything stood.
/// </summary>
internal sealed class TableReader
{
    private readonly string _table;
    private readonly Dictionary<string, TomlNode> _known = [];
    private readonly ProblemList _problems;
    private readonly HashSet<string> _unreadable = [];

    /// <param name="node">The table.</param>
    /// <param name="table">Its name in <see cref="KeyTable"/>.</param>
    /// <param name="path">Its name in the file, for <paramref name="origins"/>.</param>
    public TableReader(TomlNode node, string table, string path, ProblemList problems, Dictionary<string, SourcePosition> origins)
    {
        Node = node;
        _table = table;
        _problems = problems;
        foreach (TomlNode child in node.Children)
        {
            if (KeyTable.Find(table, child.Key) is null)
            {
                if (UnknownKey.Report(problems, child, table, path) is { } meant) _unreadable.Add(meant);
                continue;
            }
            _known[child.Key] = child;
            if (!child.IsTable) origins[path.Length == 0 ? child.Key : $"{path}.{child.Key}"] = child.Position;
        }
    }

    public TomlNode Node { get; }

    /// <summary>Keys that are there, or were meant by a misspelt one, with an error that has been reported.</summary>
    public IReadOnlyCollection<string> Unreadable => _unreadable;

    public TomlNode? Find(string key) => _known.GetValueOrDefault(key);

    /// <summary>The value's place, or the table's.</summary>
    public SourcePosition PositionOf(string key) => Find(key)?.Position ?? Node.KeyPosition;

    public string? Text(string key)
    {
        if (Find(key) is not { } node) return null;
        if (node.Kind == TomlKind.String) return node.Text;
        WrongKind(node, "a text", node.Kind == TomlKind.Integer ? "Put it in quotes." : $"Write {key} = \"...\".");
        return null;
    }

    public int? Integer(string key)
    {
        if (Find(key) is not { } node) return null;
        KeyEntry entry = KeyTable.Find(_table, key)!;
        if (node.Kind != TomlKind.Integer)
        {
            WrongKind(node, entry.Takes, node.Kind switch
            {
                TomlKind.String => "Leave the quotes out.",
                TomlKind.Float => "Write it without a fraction.",
                _ => "Write a number.",
            });
            return null;
        }
        if (node.Integer >= entry.Minimum && node.Integer <= entry.Maximum) return (int)node.Integer;
        _problems.Error(node.Position, $"{key} = {node.Integer} is out of range: it takes {entry.Takes}.",
            entry.Minimum == entry.Maximum ? $"Write {key} = {entry.Minimum}." : $"Write a number from {entry.Minimum} to {entry.Maximum}.");
        return null;
    }

    /// <summary>The word's place among the key's words.</summary>
    public int? Word(string key)
    {
        if (Text(key) is not { } text) return null;
        KeyEntry entry = KeyTable.Find(_table, key)!;
        int index = entry.Words.IndexOf(text);
        if (index >= 0) return index;
        string remedy = NearestName.Of(text, entry.Words) is { } nearest ? $"Did you mean {key} = \"{nearest}\"?" : "Write one of these words.";
        _problems.Error(PositionOf(key), $"{key} = \"{Quoting.Show(text)}\" is not known: it takes {entry.Takes}.", remedy);
        return null;
    }

    /// <summary>The elements that are texts; others are reported.</summary>
    public IReadOnlyList<TomlNode> TextList(string key)
    {
        if (Find(key) is not { } node) return [];
        if (node.Kind != TomlKind.Array)
        {
            string remedy = node.Kind == TomlKind.String ? $"Write {key} = [\"{Quoting.Show(node.Text)}\"]." : $"Write {key} = [\"...\", \"...\"].";
            WrongKind(node, "an array of texts", remedy);
            return [];
        }
        foreach (TomlNode element in node.Children)
            if (element.Kind != TomlKind.String)
                _problems.Error(element.Position, $"{key}: an element is {element.KindWithArticle}, and it takes texts.", "Put it in quotes.");
        return [.. node.Children.Where(e => e.Kind == TomlKind.String)];
    }

    public void WrongKind(TomlNode node, string wanted, string remedy)
    {
        _unreadable.Add(node.Key);
        _problems.Error(node.Position, $"{node.Key} is {node.KindWithArticle}, and it takes {wanted}.", remedy);
    }
}
