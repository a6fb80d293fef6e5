using System.Collections.Immutable;
using BondFast.Wire;

namespace BondFast.Bonding;

public static partial class OptionChange
{
    private static OptionOutcome ChangeArpTargets(BondOptions current, string value)
    {
        string text = OptionSyntax.FirstWord(value);
        if (text.Length < 2 || text[0] is not ('+' or '-'))
            return Refuse(current, OptionError.NotPermitted, $"arp_ip_target takes +address or -address, not \"{OptionSyntax.Shorten(text)}\". Write +10.0.0.1 to add a target.");
        if (!Ipv4Address.TryParse(text[1..], out Ipv4Address address))
            return Refuse(current, OptionError.NotPermitted, $"arp_ip_target: \"{OptionSyntax.Shorten(text[1..])}\" is not an IPv4 address. Write it as +10.0.0.1.");
        return text[0] == '+' ? AddArpTarget(current, address) : RemoveArpTarget(current, address);
    }

    private static OptionOutcome AddArpTarget(BondOptions current, Ipv4Address address)
    {
        if (!OptionSyntax.IsArpTarget(address))
            return Refuse(current, OptionError.Invalid, $"arp_ip_target: {address} cannot be probed. Give the address of a host that answers ARP.");
        return Add(current, "arp_ip_target", current.ArpIpTarget, address, list => current with { ArpIpTarget = list });
    }

    private static OptionOutcome RemoveArpTarget(BondOptions current, Ipv4Address address) =>
        Remove(current, "arp_ip_target", current.ArpIpTarget, address, list => current with { ArpIpTarget = list });

    /// <summary><c>+</c> and <c>-</c> as with arp_ip_target; without a sign the list is replaced, as by <c>ip link set ... ns_ip6_target</c>.</summary>
    private static OptionOutcome ChangeNsTargets(BondOptions current, string value)
    {
        string text = OptionSyntax.Line(value).Trim().ToString();
        if (text.Length == 0 || text[0] is not ('+' or '-')) return ReplaceNsTargets(current, text);
        if (OptionSyntax.BadNsTarget(text[1..].Trim(), out Ipv6Address address, out string remedy) is { } why)
            return Refuse(current, OptionError.Invalid, $"{why} {remedy}");
        return text[0] == '+'
            ? Add(current, "ns_ip6_target", current.NsIp6Target, address, list => current with { NsIp6Target = list })
            : Remove(current, "ns_ip6_target", current.NsIp6Target, address, list => current with { NsIp6Target = list });
    }

    private static OptionOutcome ReplaceNsTargets(BondOptions current, string text)
    {
        BondOptions changed = current with { NsIp6Target = [] };
        foreach (string part in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (OptionSyntax.BadNsTarget(part, out Ipv6Address address, out string remedy) is { } why)
                return Refuse(current, OptionError.Invalid, $"{why} {remedy}");
            OptionOutcome added = Add(changed, "ns_ip6_target", changed.NsIp6Target, address, list => changed with { NsIp6Target = list });
            if (!added.Succeeded) return added with { Options = current };
            changed = added.Options;
        }
        return changed.NsIp6Target.IsEmpty && changed.ArpIpTarget.IsEmpty && changed.ArpInterval != 0
            ? Accept(changed, LastTarget("ns_ip6_target")) : Accept(changed);
    }

    private static OptionOutcome Add<T>(BondOptions current, string name, ImmutableArray<T> list, T address, Func<ImmutableArray<T>, BondOptions> with)
    {
        if (list.Contains(address)) return Refuse(current, OptionError.Invalid, $"{name}: {address} is a target already.");
        if (list.Length >= OptionTable.MaxTargets)
            return Refuse(current, OptionError.Invalid, $"{name}: {address} would be target {list.Length + 1}, and {OptionTable.MaxTargets} is the most. Remove one first.");
        return Accept(with(list.Add(address)));
    }

    private static OptionOutcome Remove<T>(BondOptions current, string name, ImmutableArray<T> list, T address, Func<ImmutableArray<T>, BondOptions> with)
    {
        int at = list.IndexOf(address);
        if (at < 0) return Refuse(current, OptionError.Invalid, $"{name}: {address} is not among the targets{(list.IsEmpty ? "; there are none" : ": " + string.Join(", ", list))}.");
        BondOptions changed = with(list.RemoveAt(at));
        return changed.ArpInterval != 0 && changed.ArpIpTarget.IsEmpty && changed.NsIp6Target.IsEmpty ? Accept(changed, LastTarget(name)) : Accept(changed);
    }

    private static string LastTarget(string name) =>
        $"{name}: that was the last target, and the ARP monitor is on: slaves will go down. Add a target, or set arp_interval to 0.";
}
