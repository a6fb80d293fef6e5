using BondFast.Wire;

namespace BondFast.Bonding;

public sealed partial class OptionsValidator
{
    /// <summary>One element, or several with commas as the module parameter has them.</summary>
    private void ReadArpTargets(GivenOption option)
    {
        foreach (string text in Elements(option.Text))
        {
            if (!Ipv4Address.TryParse(text, out Ipv4Address address))
                BadTarget(option, $"arp_ip_target: \"{OptionSyntax.Shorten(text)}\" is not an IPv4 address.", "Write it as 10.0.0.1.");
            else if (!OptionSyntax.IsArpTarget(address))
                BadTarget(option, $"arp_ip_target: {address} cannot be probed.", "Give the address of a host that answers ARP.");
            else if (_options.ArpIpTarget.Contains(address))
                Warn(option, $"arp_ip_target: {address} is there twice; it is probed once.", "Remove one.");
            else if (_options.ArpIpTarget.Length == OptionTable.MaxTargets) TooMany(option, address.ToString());
            else _options = _options with { ArpIpTarget = _options.ArpIpTarget.Add(address) };
        }
    }

    private void ReadNsTargets(GivenOption option)
    {
        foreach (string text in Elements(option.Text))
        {
            if (OptionSyntax.BadNsTarget(text, out Ipv6Address address, out string remedy) is { } why) BadTarget(option, why, remedy);
            else if (_options.NsIp6Target.Contains(address))
                Warn(option, $"ns_ip6_target: {address} is there twice; it is probed once.", "Remove one.");
            else if (_options.NsIp6Target.Length == OptionTable.MaxTargets) TooMany(option, address.ToString());
            else _options = _options with { NsIp6Target = _options.NsIp6Target.Add(address) };
        }
    }

    private static string[] Elements(string text) => text.Split(',', StringSplitOptions.TrimEntries);

    /// <summary>The driver goes on without an ARP monitor when one target is bad.</summary>
    private void BadTarget(GivenOption option, string message, string remedy)
    {
        if (_rules == ValueRules.Strict) Error(option, message, remedy);
        else
        {
            Warn(option, $"{message} As in the driver, the ARP monitor stays off.", remedy);
            _arpIsOff = true;
        }
    }

    private void TooMany(GivenOption option, string address)
    {
        string message = $"{option.Name}: {address} is one too many: {OptionTable.MaxTargets} is the most.";
        if (_rules == ValueRules.Strict) Error(option, message, "Remove the least useful ones.");
        else Warn(option, $"{message} As in the driver, it is ignored.", "Remove the least useful ones.");
    }
}
