using BondFast.Wire;

namespace BondFast.Traffic;

/// <summary>How the flows' values walk through a range.</summary>
public enum Spread
{
    /// <summary>Flow i has value i, starting over at the end of the range.</summary>
    Increment,

    /// <summary>Drawn from the range, repeatably from the seed.</summary>
    Random,
}

/// <summary>Values of one header field over the flows of a set: <paramref name="Start"/>, + step, + 2 steps, ... <paramref name="Count"/> of them.</summary>
public readonly record struct FieldRange(UInt128 Start, ulong Count = 1, ulong Step = 1, Spread Spread = Spread.Increment)
{
    public static FieldRange From(MacAddress first, ulong count = 1, ulong step = 1, Spread spread = Spread.Increment) => new(first.Value, count, step, spread);

    public static FieldRange From(Ipv4Address first, ulong count = 1, ulong step = 1, Spread spread = Spread.Increment) => new(first.Value, count, step, spread);

    public static FieldRange From(Ipv6Address first, ulong count = 1, ulong step = 1, Spread spread = Spread.Increment) => new(first.Value, count, step, spread);

    /// <summary>A port or a VLAN id.</summary>
    public static FieldRange From(int first, ulong count = 1, ulong step = 1, Spread spread = Spread.Increment) => new((UInt128)first, count, step, spread);

    /// <summary>The largest value in it.</summary>
    public UInt128 Last => Start + (UInt128)(Count - 1) * Step;

    internal UInt128 Value(int flow, ulong random) => Start + (UInt128)((Spread == Spread.Random ? random : (ulong)flow) % Count) * Step;

    internal void Check(string field, UInt128 max)
    {
        if (Count == 0) throw new ArgumentException($"{field}: a range has at least one value");
        if (Last > max || Last < Start) throw new ArgumentException($"{field}: the range ends at {Last}, the field holds at most {max}");
    }
}
