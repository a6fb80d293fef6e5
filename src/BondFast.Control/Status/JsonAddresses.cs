using System.Text.Json;
using BondFast.Wire;

namespace BondFast.Control.Status;

/// <summary>Addresses as JSON strings, without a string.</summary>
internal static class JsonAddresses
{
    public static void WriteMac(this Utf8JsonWriter json, ReadOnlySpan<byte> name, MacAddress address)
    {
        Span<char> text = stackalloc char[MacAddress.TextLength];
        address.WriteText(text);
        json.WriteString(name, text);
    }
}
