using System.Globalization;

namespace BondFast.Configuration.Import;

/// <summary>
/// /etc/network/interfaces with ifenslave's options, in both directions (<c>bond-slaves</c> in the bond's stanza, <c>bond-master</c> in
/// the slave's) and both spellings (<c>bond-mode</c>, <c>bond_mode</c>).
/// </summary>
internal static class InterfacesImport
{
    private sealed record Stanza(string Interface, Place Place, List<(string Key, string Value, Place Place)> Lines);

    public static void Read(ImportSource source, ImportedHost host)
    {
        List<Stanza> stanzas = Stanzas(source, host);
        HashSet<string> masters = [.. stanzas.SelectMany(s => s.Lines).Where(l => Fold(l.Key) == "bond_master").Select(l => l.Value)];
        foreach (Stanza stanza in stanzas)
            if (!IsSlave(stanza) && stanza.Lines.Exists(l => MakesBond(l.Key))) masters.Add(stanza.Interface);
        // A bond may have several stanzas: inet, inet6.
        foreach (Stanza stanza in stanzas)
            if (masters.Contains(stanza.Interface)) Bond(stanza, host);
        foreach (Stanza stanza in stanzas)
            if (stanza.Lines.Find(l => Fold(l.Key) == "bond_master") is { Key: not null } master) Slave(stanza, master.Value, master.Place, host);
    }

    private static bool IsSlave(Stanza stanza) => stanza.Lines.Exists(l => Fold(l.Key) == "bond_master");

    /// <summary>A key that only a bond's own stanza has.</summary>
    private static bool MakesBond(string key) =>
        Fold(key) is "bond_slaves" or "slaves" || OptionWords.OfInterfaces(key) is not (null or "primary" or "queue_id");

    private static List<Stanza> Stanzas(ImportSource source, ImportedHost host)
    {
        List<Stanza> stanzas = [];
        Stanza? current = null;
        foreach ((string line, Place place) in LogicalLines.Of(source))
        {
            string[] words = line.Split([' ', '\t'], 2, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            string rest = words.Length > 1 ? words[1] : "";
            if (words[0] == "iface" && rest.Length > 0) stanzas.Add(current = new Stanza(rest.Split([' ', '\t'])[0], place, []));
            else if (words[0] is "auto" or "mapping" || words[0].StartsWith("allow-", StringComparison.Ordinal)) current = null;
            else if (words[0] is "source" or "source-directory")
            {
                current = null;
                host.Ignored(place, $"{OptionWords.Shown(rest)} is not read: name these files as well.");
            }
            else current?.Lines.Add((words[0], rest, place));
        }
        return stanzas;
    }

    private static void Bond(Stanza stanza, ImportedHost host)
    {
        ImportedBond bond = host.Bond(stanza.Interface, stanza.Place);
        string? netmask = stanza.Lines.Find(l => l.Key == "netmask").Value;
        foreach ((string key, string value, Place place) in stanza.Lines)
        {
            if (Fold(key) is "bond_slaves" or "slaves") Slaves(bond, value, place, host);
            else if (OptionWords.OfInterfaces(key) is { } option) Option(bond, option, value, place);
            else if (key == "mtu" && int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int mtu)) bond.Mtu = mtu;
            else if (key == "hwaddress") bond.Mac = value.Split(' ')[^1];
            else if (key == "address") Address(bond, value, netmask, place, host);
            else if (key is not ("netmask" or "network" or "broadcast"))
                host.Ignored(place, $"{OptionWords.Shown(key)} {OptionWords.Shown(value)}: {(Fold(key).StartsWith("bond_", StringComparison.Ordinal) ? "it has no counterpart." : $"that is for the kernel interface {bond.Name}.")}");
        }
    }

    private static void Slaves(ImportedBond bond, string value, Place place, ImportedHost host)
    {
        foreach (string name in value.Split([' ', '\t', ','], StringSplitOptions.RemoveEmptyEntries))
        {
            if (name == "none") continue;
            if (name == "all" || name.StartsWith('/')) host.Ignored(place, $"bond-slaves {OptionWords.Shown(name)}: which interfaces that are is not known here. Write their names.");
            else bond.Slaves.Add((name, place));
        }
    }

    private static void Option(ImportedBond bond, string option, string value, Place place)
    {
        if (option is "arp_ip_target" or "ns_ip6_target") value = string.Join(',', value.Split([' ', '\t', ','], StringSplitOptions.RemoveEmptyEntries));
        // A list of candidates, of which the first that exists is used.
        if (option == "primary") value = value.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries).FirstOrDefault() ?? "";
        bond.Options.Add(new ImportedOption(option, value, place));
    }

    private static void Address(ImportedBond bond, string value, string? netmask, Place place, ImportedHost host)
    {
        string address = value.Contains('/') || netmask is null ? value
            : $"{value}/{IfcfgImport.MaskLength(netmask)?.ToString(CultureInfo.InvariantCulture) ?? netmask}";
        if (!address.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or ':' or '/')) return;
        string command = $"ip addr add {address} dev {bond.Name}";
        bond.Afterwards.Add(command);
        host.Ignored(place, $"the address is not set by BondFast: {command}");
    }

    private static void Slave(Stanza stanza, string master, Place place, ImportedHost host)
    {
        ImportedBond bond = host.Bond(master, place);
        if (!bond.Slaves.Exists(s => s.Device == stanza.Interface)) bond.Slaves.Add((stanza.Interface, place));
        foreach ((string key, string value, Place at) in stanza.Lines)
        {
            string folded = Fold(key);
            if (folded == "bond_master") continue;
            if (folded == "bond_queue_id") bond.QueueIds[stanza.Interface] = new ImportedOption("queue_id", value, at);
            else if (folded == "bond_primary") Primary(bond, value, at);
            else if (OptionWords.OfInterfaces(key) is { } option) Option(bond, option, value, at);
            else host.Ignored(at, $"{OptionWords.Shown(key)} {OptionWords.Shown(value)}: a port of a bond has no settings of the kernel.");
        }
    }

    /// <summary>In slaves' stanzas the same list stands in each.</summary>
    private static void Primary(ImportedBond bond, string value, Place place)
    {
        if (!bond.Options.Exists(o => o.Name == "primary")) Option(bond, "primary", value, place);
    }

    private static string Fold(string key) => key.Replace('-', '_').ToLowerInvariant();
}
