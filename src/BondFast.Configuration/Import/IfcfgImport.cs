using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Numerics;

namespace BondFast.Configuration.Import;

/// <summary>
/// ifcfg files of initscripts (HOWTO 3.2: BONDING_OPTS, MASTER, SLAVE) and sysconfig (HOWTO 3.1: BONDING_MODULE_OPTS, BONDING_SLAVEn).
/// One source is one interface.
/// </summary>
internal static class IfcfgImport
{
    /// <summary>When and by whom the interface is started, and who it is: nothing that a bond does.</summary>
    private static readonly HashSet<string> Neutral =
    [
        "DEVICE", "NAME", "UUID", "TYPE", "ONBOOT", "ONPARENT", "USERCTL", "STARTMODE", "UNIQUE", "_nm_name", "HWADDR", "NM_CONTROLLED", "NETWORK", "BROADCAST",
        "REMOTE_IPADDR", "BONDING_MASTER", "SLAVE", "MASTER", "HOTPLUG", "PEERDNS", "DEFROUTE", "LLADDR", "SUBCHANNELS", "NETTYPE", "PREFIX", "NETMASK", "PREFIXLEN",
    ];

    public static void Read(ImportSource source, ImportedHost host)
    {
        Dictionary<string, (string Value, Place Place)> keys = [];
        foreach ((string line, Place place) in LogicalLines.Of(source))
        {
            int equal = line.IndexOf('=');
            if (equal > 0) keys[line[..equal].Trim()] = (Value(line[(equal + 1)..].Trim()), place);
            else host.Ignored(place, $"{OptionWords.Shown(line)} is not of the form KEY=value.");
        }
        string device = keys.TryGetValue("DEVICE", out (string Value, Place Place) named) ? named.Value : NameOf(source.Name);
        Place whole = new(source.Name, 0);
        if (keys.TryGetValue("MASTER", out (string Value, Place Place) master)) Slave(device, master.Value, master.Place, keys, host);
        else if (IsBond(device, keys)) Bond(host.Bond(device, whole), keys, host);
        else if (IsVlanOfBond(device, keys))
            host.Ignored(whole, $"{OptionWords.Shown(device)} is a VLAN: it stays a device of the kernel, on the bond's interface.");
    }

    private static bool IsBond(string device, Dictionary<string, (string Value, Place Place)> keys) =>
        keys.ContainsKey("BONDING_OPTS") || keys.ContainsKey("BONDING_MODULE_OPTS") || IsYes(keys, "BONDING_MASTER")
        || keys.TryGetValue("TYPE", out (string Value, Place) type) && type.Value is "Bond" or "Bonding"
        || device.StartsWith("bond", StringComparison.Ordinal) && !device.Contains('.') && !keys.ContainsKey("VLAN");

    private static bool IsVlanOfBond(string device, Dictionary<string, (string Value, Place Place)> keys)
    {
        string below = keys.TryGetValue("PHYSDEV", out (string Value, Place) physical) ? physical.Value : device;
        return below.StartsWith("bond", StringComparison.Ordinal) && (device.Contains('.') || keys.ContainsKey("VLAN"));
    }

    private static bool IsYes(Dictionary<string, (string Value, Place Place)> keys, string key) =>
        keys.TryGetValue(key, out (string Value, Place) value) && value.Value.Equals("yes", StringComparison.OrdinalIgnoreCase);

    private static void Slave(string device, string master, Place place, Dictionary<string, (string Value, Place Place)> keys, ImportedHost host)
    {
        if (keys.TryGetValue("SLAVE", out (string Value, Place Place) slave) && !IsYes(keys, "SLAVE"))
        {
            host.Ignored(slave.Place, $"{OptionWords.Shown(device)} has a MASTER, but SLAVE says no.");
            return;
        }
        host.Bond(master, place).Slaves.Add((device, place));
        foreach ((string key, (string value, Place at)) in keys)
        {
            if (Neutral.Contains(key) || key == "BOOTPROTO" && value is "none" or "static" or "") continue;
            host.Ignored(at, key == "MTU" ? $"MTU of a slave: it has the bond's." : $"{OptionWords.Shown(key)} of a slave: a port of a bond has no settings of the kernel.");
        }
    }

    private static void Bond(ImportedBond bond, Dictionary<string, (string Value, Place Place)> keys, ImportedHost host)
    {
        foreach ((string key, (string value, Place place)) in keys.OrderBy(k => SlaveNumber(k.Key)))
        {
            if (key is "BONDING_OPTS" or "BONDING_MODULE_OPTS") OptionWords.Read(value, place, host, bond.Options);
            else if (SlaveNumber(key) >= 0 && value.Length > 0) bond.Slaves.Add((value, place));
            else if (key is "MACADDR" or "LLADDR") bond.Mac = value;
            else if (key == "MTU" && int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int mtu)) bond.Mtu = mtu;
            else if (key == "IPV6ADDR") Address(bond, value, "", keys, place, host);
            else if (key.StartsWith("IPADDR", StringComparison.Ordinal)) Address(bond, value, key["IPADDR".Length..], keys, place, host);
            else if (key == "BOOTPROTO" && value is "none" or "static" or "") continue;
            else if (!Neutral.Contains(key) && SlaveNumber(key) < 0 && !key.StartsWith("NETMASK", StringComparison.Ordinal) && !key.StartsWith("PREFIX", StringComparison.Ordinal))
                host.Ignored(place, $"{OptionWords.Shown(key)} = {OptionWords.Shown(value)}: that is for the kernel interface {bond.Name}.");
        }
    }

    /// <summary>The kernel interface of the uplink has the address; who sets it there is not BondFast.</summary>
    private static void Address(ImportedBond bond, string value, string suffix, Dictionary<string, (string Value, Place Place)> keys, Place place, ImportedHost host)
    {
        if (value.Length == 0) return;
        string prefix = value.Contains('/') ? "" : value.Contains(':') ? "/64" : "/" + PrefixLength(keys, suffix);
        string command = $"ip addr add {value}{prefix} dev {bond.Name}";
        if (!value.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or ':' or '/')) return;
        bond.Afterwards.Add(command);
        host.Ignored(place, $"the address is not set by BondFast: {command}");
    }

    private static int PrefixLength(Dictionary<string, (string Value, Place Place)> keys, string suffix)
    {
        foreach (string key in new[] { "PREFIX" + suffix, "PREFIXLEN" + suffix })
            if (keys.TryGetValue(key, out (string Value, Place) prefix) && int.TryParse(prefix.Value, NumberStyles.None, CultureInfo.InvariantCulture, out int length)) return length;
        return keys.TryGetValue("NETMASK" + suffix, out (string Value, Place) mask) && MaskLength(mask.Value) is { } bits ? bits : 32;
    }

    internal static int? MaskLength(string mask)
    {
        if (!IPAddress.TryParse(mask, out IPAddress? address) || address.AddressFamily != AddressFamily.InterNetwork) return null;
        return address.GetAddressBytes().Sum(b => BitOperations.PopCount(b));
    }

    /// <summary>n of BONDING_SLAVEn and BONDING_SLAVE_n, or -1.</summary>
    private static int SlaveNumber(string key)
    {
        if (!key.StartsWith("BONDING_SLAVE", StringComparison.Ordinal)) return -1;
        return int.TryParse(key["BONDING_SLAVE".Length..].TrimStart('_'), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : -1;
    }

    /// <summary>A shell word: quotes taken off, a comment behind it cut.</summary>
    private static string Value(string text)
    {
        if (text.Length > 0 && text[0] is '"' or '\'')
        {
            int end = text.IndexOf(text[0], 1);
            return end < 0 ? text[1..].Trim() : text[1..end].Trim();
        }
        int blank = text.IndexOfAny([' ', '\t', '#']);
        return blank < 0 ? text : text[..blank];
    }

    private static string NameOf(string file)
    {
        string name = Path.GetFileName(file);
        return name.StartsWith("ifcfg-", StringComparison.Ordinal) ? name["ifcfg-".Length..] : name;
    }
}
