using BondFast.Configuration;

namespace BondFast.Configuration.Toml;

/// <summary>Kinds of values. The numbers are those of native/toml/bondfast_toml.h.</summary>
internal enum TomlKind { Table, Array, String, Integer, Float, Boolean, Date }

/// <summary>One value of a document with its place.</summary>
/// <param name="Key">Empty for the root and for elements of arrays.</param>
/// <param name="Text">A string's value; other scalars as TOML writes them.</param>
/// <param name="Position">Where the value begins.</param>
/// <param name="KeyPosition">Where the key begins; for elements of arrays the value's.</param>
internal sealed record TomlNode(TomlKind Kind, string Key, string Text, long Integer, SourcePosition Position, SourcePosition KeyPosition)
{
    private readonly List<TomlNode> _children = [];

    /// <summary>Of a table or an array, in the order of the file.</summary>
    public IReadOnlyList<TomlNode> Children => _children;

    public bool IsTable => Kind == TomlKind.Table;

    public TomlNode? Find(string key) => _children.Find(c => c.Key == key);

    internal void Add(TomlNode child) => _children.Add(child);

    internal void SortByPosition() => _children.Sort((a, b) => a.KeyPosition.CompareTo(b.KeyPosition));

    /// <summary><c>a string</c>, <c>an array</c>.</summary>
    public string KindWithArticle => Kind switch
    {
        TomlKind.Table => "a table",
        TomlKind.Array => "an array",
        TomlKind.String => "a string",
        TomlKind.Integer => "a number",
        TomlKind.Float => "a number with a fraction",
        TomlKind.Boolean => Text,
        _ => "a date or time",
    };
}
