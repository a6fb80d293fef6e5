namespace BondFast.Wire;

/// <summary>
/// The state octet of an actor or partner (802.1AX-2014 6.4.2.3).
/// <code>
/// bit      7       6         5            4          3    2           1       0
///       Expired Defaulted Distributing Collecting Sync Aggregation Timeout Activity
/// letter   E       F         D            C          S    G           T       A
/// </code>
/// </summary>
[Flags]
public enum LacpState : byte
{
    None = 0,

    /// <summary>Sends without being asked (active LACP).</summary>
    Activity = 0x01,

    /// <summary>Wants short timeouts: one PDU a second.</summary>
    Timeout = 0x02,

    /// <summary>May be aggregated; clear is an individual link.</summary>
    Aggregation = 0x04,
    Synchronization = 0x08,
    Collecting = 0x10,
    Distributing = 0x20,

    /// <summary>Uses administrative partner values, no PDU was received.</summary>
    Defaulted = 0x40,
    Expired = 0x80,
}

/// <summary>The state octet as text for people.</summary>
public static class LacpStateLetters
{
    /// <summary>One letter per bit, bit 0 first; <c>-</c> for a clear bit. <c>ATGSCD--</c> is a healthy fast link (63).</summary>
    public const string Letters = "ATGSCDFE";

    /// <summary>Eight characters.</summary>
    public static string ToLetters(this LacpState state) => string.Create(Letters.Length, state, static (text, value) => value.WriteLetters(text));

    /// <summary>Writes eight characters without allocating.</summary>
    public static void WriteLetters(this LacpState state, Span<char> text)
    {
        for (int bit = 0; bit < Letters.Length; bit++)
            text[bit] = ((int)state >> bit & 1) != 0 ? Letters[bit] : '-';
    }

    /// <summary>Reads what <see cref="ToLetters"/> wrote.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out LacpState state)
    {
        state = LacpState.None;
        if (text.Length != Letters.Length) return false;
        for (int bit = 0; bit < Letters.Length; bit++)
        {
            if (text[bit] == Letters[bit]) state |= (LacpState)(1 << bit);
            else if (text[bit] != '-') return false;
        }
        return true;
    }
}
