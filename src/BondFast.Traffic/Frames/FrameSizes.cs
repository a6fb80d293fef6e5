using BondFast.Wire;

namespace BondFast.Traffic;

/// <summary>Sizes of a flow's frames on the wire, FCS included (64 is the smallest Ethernet frame), in the order they are sent, over and over.</summary>
public sealed class FrameSizes
{
    public const int Fcs = 4;

    /// <summary>Preamble, start delimiter and gap: what a frame takes on the wire besides itself.</summary>
    public const int WireOverhead = 20;

    private readonly byte[] _order;
    private readonly int[] _distinct;

    private FrameSizes(string name, int[] sizes)
    {
        if (sizes.Length == 0) throw new ArgumentException("at least one frame size");
        foreach (int size in sizes)
            if (size is < 64 or > 9216) throw new ArgumentException($"a frame has 64 to 9216 bytes with FCS, not {size}");
        Name = name;
        _distinct = [.. new SortedSet<int>(sizes)];
        if (_distinct.Length > 256) throw new ArgumentException($"at most 256 different sizes, not {_distinct.Length}");
        _order = new byte[sizes.Length];
        for (int i = 0; i < sizes.Length; i++) _order[i] = (byte)Array.IndexOf(_distinct, sizes[i]);
    }

    /// <summary>As it was asked for: <c>64</c>, <c>64,1518</c>, <c>imix</c>.</summary>
    public string Name { get; }

    /// <summary>The different sizes, ascending.</summary>
    public IReadOnlyList<int> Distinct => _distinct;

    /// <summary>Bytes per frame in the long run, FCS included.</summary>
    public double Average
    {
        get
        {
            double sum = 0;
            foreach (byte index in _order) sum += _distinct[index];
            return sum / _order.Length;
        }
    }

    [HotPath]
    internal bool IsFixed => _order.Length == 1;

    public static FrameSizes Fixed(int size) => new(size.ToString(), [size]);

    /// <summary>In this order.</summary>
    public static FrameSizes List(params int[] sizes) => new(string.Join(',', sizes), sizes);

    /// <summary>7 x 64, 4 x 570, 1 x 1518 (CSIT's 28 : 16 : 4), interleaved.</summary>
    public static FrameSizes Imix() => new("imix", [64, 570, 64, 64, 570, 64, 1518, 64, 570, 64, 64, 570]);

    /// <summary><c>64</c>, <c>64,1518</c> or <c>imix</c>.</summary>
    /// <exception cref="ArgumentException">Anything else.</exception>
    public static FrameSizes Parse(string text)
    {
        if (text.Equals("imix", StringComparison.OrdinalIgnoreCase)) return Imix();
        List<int> sizes = [];
        foreach (string part in text.Split(',', StringSplitOptions.TrimEntries))
            sizes.Add(int.TryParse(part, out int size) ? size : throw new ArgumentException($"'{text}' is not a frame size, a list of them (64,1518) or imix"));
        return List([.. sizes]);
    }

    [HotPath]
    internal int IndexOf(ulong frame) => _order[frame % (uint)_order.Length];
}
