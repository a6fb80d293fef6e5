using System.Text;

namespace BondFast.Control.Status;

/// <summary>Cells that are aligned in columns when they are written out. Reused; the columns' count is that of the first row.</summary>
internal sealed class TextTable
{
    private const string Gap = "  ";

    private readonly TextBuffer _cells = new();
    private readonly List<int> _ends = [];
    private readonly List<bool> _right = [];
    private readonly List<int> _widths = [];
    private int _columns;

    /// <summary>Empties it and sets the columns: their heads, and a <c>&gt;</c> before a head that is aligned to the right.</summary>
    public void Begin(ReadOnlySpan<string> heads)
    {
        _cells.Clear();
        _ends.Clear();
        _right.Clear();
        _columns = heads.Length;
        foreach (string head in heads)
        {
            bool right = head[0] == '>';
            _right.Add(right);
            _cells.Append(head.AsSpan(right ? 1 : 0));
            EndCell();
        }
    }

    /// <summary>Where the present cell is written; <see cref="EndCell"/> closes it.</summary>
    public TextBuffer Cell => _cells;

    public void EndCell() => _ends.Add(_cells.Length);

    public void Add(string text)
    {
        _cells.Append(text);
        EndCell();
    }

    public void WriteTo(TextBuffer text, int indent)
    {
        _widths.Clear();
        for (int column = 0; column < _columns; column++) _widths.Add(Width(column));
        for (int cell = 0; cell < _ends.Count; cell++)
        {
            int column = cell % _columns;
            ReadOnlySpan<byte> bytes = CellAt(cell);
            if (column == 0) text.AppendSpaces(indent);
            else text.Append(Gap);
            int fill = _widths[column] - Encoding.UTF8.GetCharCount(bytes);
            if (_right[column]) text.AppendSpaces(fill);
            text.Append(bytes);
            if (column == _columns - 1) text.Append('\n');
            else if (!_right[column]) text.AppendSpaces(fill);
        }
    }

    private ReadOnlySpan<byte> CellAt(int cell)
    {
        int start = cell == 0 ? 0 : _ends[cell - 1];
        return _cells.Written[start.._ends[cell]];
    }

    private int Width(int column)
    {
        int width = 0;
        for (int cell = column; cell < _ends.Count; cell += _columns) width = Math.Max(width, Encoding.UTF8.GetCharCount(CellAt(cell)));
        return width;
    }
}
