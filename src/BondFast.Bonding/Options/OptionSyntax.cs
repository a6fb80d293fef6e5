using System.Globalization;
using BondFast.Wire;

namespace BondFast.Bonding;

/// <summary>
/// Reads values as the driver does: the text ends at the first newline; digits and blanks alone are a number, otherwise the
/// first word (at most 32 characters) must be one of the option's words, letter for letter.
/// </summary>
internal static class OptionSyntax
{
    private const int MaxWord = 32;

    public static ReadOnlySpan<char> Line(string text)
    {
        int end = text.IndexOf('\n');
        return end < 0 ? text : text.AsSpan(0, end);
    }

    public static string FirstWord(string text)
    {
        ReadOnlySpan<char> line = Line(text).Trim();
        int end = line.IndexOfAny(" \t\r\v\f");
        return (end < 0 ? line : line[..end]).ToString();
    }

    /// <summary>True and the value's number, or false and a sentence why not (without the remedy).</summary>
    public static bool TryRead(OptionEntry entry, string text, out long value, out string why)
    {
        string word = FirstWord(text);
        why = "";
        if (IsNumber(Line(text)))
        {
            if (long.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out value) && Accepts(entry, value)) return true;
        }
        else if (TryWord(entry, word, out value) || TrySigned(entry, word, out value)) return true;
        why = Refusal(entry, Line(text).Trim().ToString(), word);
        return false;
    }

    private static bool Accepts(OptionEntry entry, long value)
    {
        if (entry.Kind == OptionKind.Range) return value >= entry.Minimum && value <= entry.Maximum;
        foreach (OptionWord word in entry.Words)
            if (word.Number == value) return true;
        return false;
    }

    private static bool TryWord(OptionEntry entry, string word, out long value)
    {
        value = 0;
        if (word.Length is 0 or > MaxWord) return false;
        foreach (OptionWord known in entry.Words)
        {
            if (known.Name != word) continue;
            value = known.Number;
            return true;
        }
        return word == "default" && entry.TakesDefault && TryRead(entry, entry.Default, out value, out _);
    }

    /// <summary>A minus sign only where negative numbers exist (prio).</summary>
    private static bool TrySigned(OptionEntry entry, string word, out long value) =>
        long.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value) && entry.Minimum < 0 && Accepts(entry, value);

    private static string Refusal(OptionEntry entry, string shown, string word)
    {
        if (shown.Length == 0) return $"{entry.Name} has no value: it takes {entry.Takes}.";
        bool number = word.Length == shown.Length && IsNumber(word.StartsWith('-') ? word.AsSpan(1) : word);
        if (entry.Kind != OptionKind.Range) return $"{entry.Name} = {(number ? Shorten(shown) : $"\"{Shorten(shown)}\"")} is not known: it takes {entry.Takes}.";
        return number
            ? $"{entry.Name} = {Shorten(shown)} is out of range: it takes {entry.Takes}."
            : $"{entry.Name} = \"{Shorten(shown)}\" is not a number: it takes {entry.Takes}.";
    }

    /// <summary>What to do about a refused value: the nearest word, or the option's own hint.</summary>
    public static string Remedy(OptionEntry entry, string text)
    {
        if (entry.Kind == OptionKind.Range) return entry.Hint.Length > 0 ? entry.Hint : $"Write a number from {entry.Minimum} to {entry.Maximum}.";
        string word = FirstWord(text);
        string? nearest = ForeignWord(entry.Name, word) ?? NearestName.Of(word, entry.Words.Select(w => w.Name));
        return nearest is not null && word.Length > 1 && !IsNumber(word)
            ? $"Did you mean {entry.Name} = \"{nearest}\"?" : "Write one of these words, or its number.";
    }

    /// <summary>What other bonds call the modes.</summary>
    private static string? ForeignWord(string option, string word) => (option, word.ToLowerInvariant()) switch
    {
        ("mode", "lacp" or "802.1ax" or "ieee802.3ad" or "dynamic" or "balance-tcp") => "802.3ad",
        ("mode", "rr" or "roundrobin" or "round-robin") => "balance-rr",
        ("mode", "failover" or "active-standby" or "backup") => "active-backup",
        ("mode", "xor" or "static" or "balance-slb") => "balance-xor",
        ("mode", "tlb") => "balance-tlb",
        ("mode", "alb") => "balance-alb",
        _ => null,
    };

    /// <summary>A target that can answer ARP: not in 0.0.0.0/8, not 255.255.255.255.</summary>
    public static bool IsArpTarget(Ipv4Address address) => address.Value >> 24 != 0 && address.Value != uint.MaxValue;

    /// <summary>Neither unspecified nor loopback nor multicast.</summary>
    public static bool IsNsTarget(Ipv6Address address) => address.Value > UInt128.One && !address.IsMulticast;

    /// <summary>Null and the address, or why it can be no target.</summary>
    public static string? BadNsTarget(string text, out Ipv6Address address, out string remedy)
    {
        remedy = "Write it as 2001:db8::1.";
        if (!Ipv6Address.TryParse(text, out address)) return $"ns_ip6_target: \"{Shorten(text)}\" is not an IPv6 address.";
        remedy = "Give the unicast address of another host.";
        return IsNsTarget(address) ? null : $"ns_ip6_target: {address} cannot be probed.";
    }

    /// <summary>Null and the address, or why it can be no system identifier.</summary>
    public static string? BadActorSystem(string value, out MacAddress mac, out string remedy)
    {
        string text = FirstWord(value);
        remedy = "Write it as 02:00:00:00:00:01.";
        if (!MacAddress.TryParse(text, out mac)) return $"ad_actor_system = \"{Shorten(text)}\" is not a MAC address.";
        remedy = "Clear the lowest bit of the first byte.";
        return mac.IsMulticast ? $"ad_actor_system = {mac} is a group address: a system needs its own." : null;
    }

    public static string Shorten(string text)
    {
        string clean = string.Create(Math.Min(text.Length, 60), text, static (span, source) =>
        {
            for (int i = 0; i < span.Length; i++) span[i] = char.IsControl(source[i]) ? '?' : source[i];
        });
        return text.Length > 60 ? clean + "..." : clean;
    }

    private static bool IsNumber(ReadOnlySpan<char> line)
    {
        bool digits = false;
        foreach (char c in line)
        {
            if (char.IsAsciiDigit(c)) digits = true;
            else if (!char.IsWhiteSpace(c)) return false;
        }
        return digits;
    }
}
