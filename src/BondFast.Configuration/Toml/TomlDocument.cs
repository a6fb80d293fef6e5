using System.Runtime.InteropServices;
using System.Text;

namespace BondFast.Configuration.Toml;

/// <summary>
/// A parsed TOML text. The only class that knows the parser (toml++ behind native/toml); everything native is copied and freed before
/// <see cref="TryParse"/> returns.
/// </summary>
internal static class TomlDocument
{
    /// <summary>Bytes. No honest configuration comes near it.</summary>
    public const int MaxSize = 1 << 20;

    private const string Library = "libbondfast_toml";
    private const int MaxMessage = 512;

    /// <summary>The root table, or a position and a sentence why the text is not TOML.</summary>
    public static bool TryParse(byte[] text, out TomlNode root, out SourcePosition errorPosition, out string error)
    {
        root = new TomlNode(TomlKind.Table, "", "", 0, new SourcePosition(1, 1), new SourcePosition(1, 1));
        (errorPosition, error) = Refusal(text);
        if (error.Length > 0) return false;
        IntPtr document = bt_parse(text, text.Length);
        if (document == IntPtr.Zero) throw new OutOfMemoryException("no memory to parse the configuration");
        try
        {
            byte[] message = new byte[MaxMessage];
            if (bt_error(document, out int line, out int column, message, message.Length) != 0)
            {
                errorPosition = new SourcePosition(Math.Max(line, 1), Math.Max(column, 1));
                error = Encoding.UTF8.GetString(message, 0, Array.IndexOf(message, (byte)0));
                return false;
            }
            root = Read(document);
            return true;
        }
        finally
        {
            bt_free(document);
        }
    }

    /// <summary>What is not worth a parser's time, in words that say what it is.</summary>
    private static (SourcePosition Position, string Error) Refusal(byte[] text)
    {
        if (text.Length > MaxSize) return (SourcePosition.Whole, $"it has {text.Length} bytes, and {MaxSize} is the most");
        if (text is [0xff, 0xfe, ..] or [0xfe, 0xff, ..]) return (new SourcePosition(1, 1), "it is UTF-16, and TOML is UTF-8");
        int nul = Array.IndexOf(text, (byte)0);
        return nul < 0 ? (SourcePosition.Whole, "") : (PositionOf(text, nul), "there is a NUL byte in it");
    }

    private static SourcePosition PositionOf(byte[] text, int at)
    {
        int line = 1, column = 1;
        for (int i = 0; i < at; i++)
        {
            if (text[i] == '\n') (line, column) = (line + 1, 1);
            else if ((text[i] & 0xc0) != 0x80) column++;
        }
        return new SourcePosition(line, column);
    }

    private static TomlNode Read(IntPtr document)
    {
        NativeNode[] natives = new NativeNode[bt_node_count(document)];
        byte[] text = new byte[bt_text_length(document)];
        bt_nodes_copy(document, natives);
        bt_text_copy(document, text);
        TomlNode[] nodes = new TomlNode[natives.Length];
        for (int i = 0; i < natives.Length; i++)
        {
            NativeNode n = natives[i];
            SourcePosition position = new(n.Line, n.Column);
            SourcePosition keyPosition = n.KeyLine > 0 ? new SourcePosition(n.KeyLine, n.KeyColumn) : position;
            nodes[i] = new TomlNode((TomlKind)n.Kind, Text(text, n.KeyAt, n.KeyLength), Text(text, n.TextAt, n.TextLength), n.Integer, position, keyPosition);
            if (n.Parent >= 0) nodes[n.Parent].Add(nodes[i]);
        }
        foreach (TomlNode node in nodes)
            if (node.IsTable) node.SortByPosition();
        return nodes[0];
    }

    private static string Text(byte[] text, int at, int length) => Encoding.UTF8.GetString(text, at, length);

    /// <summary>struct bt_node; see the header for the map.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct NativeNode
    {
        public int Kind, Parent;
        public int KeyAt, KeyLength;
        public int TextAt, TextLength;
        public int Line, Column;
        public int KeyLine, KeyColumn;
        public long Integer;
        public double Real;
    }

    // DllImport with blittable arrays only: source-generated interop would ask for unsafe code in this project.
#pragma warning disable SYSLIB1054
    [DllImport(Library)]
    private static extern IntPtr bt_parse(byte[] text, int length);

    [DllImport(Library)]
    private static extern void bt_free(IntPtr document);

    [DllImport(Library)]
    private static extern int bt_error(IntPtr document, out int line, out int column, byte[] message, int size);

    [DllImport(Library)]
    private static extern int bt_node_count(IntPtr document);

    [DllImport(Library)]
    private static extern int bt_text_length(IntPtr document);

    [DllImport(Library)]
    private static extern void bt_nodes_copy(IntPtr document, [Out] NativeNode[] nodes);

    [DllImport(Library)]
    private static extern void bt_text_copy(IntPtr document, [Out] byte[] text);
#pragma warning restore SYSLIB1054
}
