using System.Globalization;
using System.Text.RegularExpressions;
using BondFast.Bonding;

namespace BondFast.Configuration.Loading;

/// <summary>Reads <c>device</c>: what stands behind a port.</summary>
internal static partial class DeviceText
{
    private static readonly string[] Plain = ["tap", "wire", "none"];

    /// <summary>Kind and DPDK's argument, or why not and what to do.</summary>
    public static bool TryRead(string text, string port, out DeviceKind kind, out string device, out string why, out string remedy)
    {
        (kind, device, why, remedy) = (DeviceKind.None, text, "", "");
        int plain = Array.IndexOf(Plain, text);
        if (plain >= 0) kind = (DeviceKind)((int)DeviceKind.Tap + plain);
        else if (PciAddress().Match(text) is { Success: true } pci)
        {
            kind = DeviceKind.Pci;
            string domain = pci.Groups["domain"].Success ? pci.Groups["domain"].Value : "0000";
            device = $"{domain}:{pci.Groups["rest"].Value}".ToLowerInvariant() + pci.Groups["arguments"].Value;
        }
        else if (Vdev().Match(text) is { Success: true } vdev)
        {
            kind = DeviceKind.Vdev;
            string name = vdev.Groups["name"].Value;
            device = (char.IsAsciiDigit(name[^1]) ? name : $"{name}_{PlainName(port)}") + vdev.Groups["arguments"].Value;
        }
        else
        {
            why = $"device = \"{Quoting.Show(text)}\" is neither a PCI address nor a DPDK vdev, nor tap, wire or none.";
            remedy = Remedy(text);
            return false;
        }
        return true;
    }

    private static string Remedy(string text)
    {
        if (text.Contains(':') || text.Contains('.')) return "A PCI address looks like 0000:3b:00.0; lspci -D lists them.";
        if (NearestName.Of(text, Plain) is { } near && text.Length > 2) return $"Did you mean \"{near}\"?";
        return PortName.Refusal(text) is null
            ? $"If it is a kernel interface, write \"net_af_packet,iface={text}\", or its PCI address."
            : "Write for example \"0000:3b:00.0\" or \"net_af_packet,iface=eth1\".";
    }

    /// <summary>DPDK splits names at commas and equal signs.</summary>
    private static string PlainName(string port) => string.Concat(port.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'));

    /// <summary>The value of <c>iface=</c> among a vdev's arguments, or null.</summary>
    public static string? InterfaceOf(string device)
    {
        foreach (string argument in device.Split(',').Skip(1))
            if (argument.StartsWith("iface=", StringComparison.Ordinal)) return argument[6..];
        return null;
    }

    /// <summary>What DPDK tells devices apart by: what stands before the first comma.</summary>
    public static string NameOf(string device) => device.Split(',')[0];

    [GeneratedRegex(@"^(?:(?<domain>[0-9a-fA-F]{4,8}):)?(?<rest>[0-9a-fA-F]{2}:[01][0-9a-fA-F]\.[0-7])(?<arguments>(?:,[^,\s]+)*)$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PciAddress();

    [GeneratedRegex(@"^(?<name>(?:net|eth|virtio)_[a-z0-9_]+)(?<arguments>(?:,[^,\s]+)*)$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Vdev();
}
