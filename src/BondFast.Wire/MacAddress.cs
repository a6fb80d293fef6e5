using System.Globalization;

namespace BondFast.Wire;

/// <summary>A 48-bit MAC address as the natural number of its six bytes in wire order (first byte on the wire is the most significant).</summary>
public readonly record struct MacAddress(ulong Value)
{
    public const int Length = 6;

    public static readonly MacAddress Zero;
    public static readonly MacAddress Broadcast = new(0xffff_ffff_ffff);

    /// <summary>Slow protocols (LACP, Marker) destination, 802.3 Annex 57A.</summary>
    public static readonly MacAddress SlowProtocols = new(0x0180_c200_0002);

    [HotPath]
    public bool IsZero => Value == 0;

    /// <summary>Group bit: the least significant bit of the first byte.</summary>
    [HotPath]
    public bool IsMulticast => (Value >> 40 & 1) != 0;

    [HotPath]
    public bool IsBroadcast => Value == 0xffff_ffff_ffff;

    /// <summary>Reads six bytes in wire order. <paramref name="bytes"/> holds at least six.</summary>
    [HotPath]
    public static MacAddress Read(ReadOnlySpan<byte> bytes) =>
        new((ulong)bytes[0] << 40 | (ulong)bytes[1] << 32 | (ulong)bytes[2] << 24 | (ulong)bytes[3] << 16 | (ulong)bytes[4] << 8 | bytes[5]);

    /// <summary>Writes six bytes in wire order.</summary>
    [HotPath]
    public void Write(Span<byte> bytes)
    {
        for (int i = 0; i < Length; i++) bytes[i] = (byte)(Value >> (40 - 8 * i));
    }

    /// <summary>Parses <c>xx:xx:xx:xx:xx:xx</c> (one or two hex digits a part; <c>-</c> works as well).</summary>
    public static bool TryParse(string? text, out MacAddress address)
    {
        address = default;
        if (text is null) return false;
        string[] parts = text.Split(text.Contains('-') ? '-' : ':');
        if (parts.Length != Length) return false;
        ulong value = 0;
        foreach (string part in parts)
        {
            if (part.Length is < 1 or > 2 || !byte.TryParse(part, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte b)) return false;
            value = value << 8 | b;
        }
        address = new MacAddress(value);
        return true;
    }

    /// <summary>Characters of the text form.</summary>
    public const int TextLength = 17;

    /// <summary>Lower case with colons, as in the status file.</summary>
    public override string ToString() => string.Create(TextLength, this, static (span, address) => address.WriteText(span));

    /// <summary>Writes <see cref="TextLength"/> characters, as <see cref="ToString"/> has them.</summary>
    public void WriteText(Span<char> text)
    {
        for (int i = 0; i < Length; i++)
        {
            byte b = (byte)(Value >> (40 - 8 * i));
            text[3 * i] = Hex(b >> 4);
            text[3 * i + 1] = Hex(b & 15);
            if (i < Length - 1) text[3 * i + 2] = ':';
        }

        static char Hex(int nibble) => (char)(nibble < 10 ? '0' + nibble : 'a' + nibble - 10);
    }
}
