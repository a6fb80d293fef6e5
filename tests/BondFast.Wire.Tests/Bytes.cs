namespace BondFast.Wire.Tests;

/// <summary>Frames as hex text: spaces and line ends are ignored, <c>00*90</c> repeats a byte.</summary>
internal static class Bytes
{
    public static byte[] FromHex(string text)
    {
        var bytes = new List<byte>();
        foreach (string part in text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            int star = part.IndexOf('*', StringComparison.Ordinal);
            if (star >= 0) bytes.AddRange(Enumerable.Repeat(Convert.FromHexString(part[..star])[0], int.Parse(part[(star + 1)..])));
            else bytes.AddRange(Convert.FromHexString(part));
        }
        return [.. bytes];
    }

    public static MacAddress Mac(string text) => MacAddress.TryParse(text, out MacAddress mac) ? mac : throw new FormatException(text);

    public static Ipv4Address V4(string text) => Ipv4Address.TryParse(text, out Ipv4Address ip) ? ip : throw new FormatException(text);

    public static Ipv6Address V6(string text) => Ipv6Address.TryParse(text, out Ipv6Address ip) ? ip : throw new FormatException(text);
}
