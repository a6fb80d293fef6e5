using BondFast.Bonding;
using BondFast.Wire;

namespace BondFast.Configuration.Import;

/// <summary>Decides what of the gathered becomes part of the file, with the driver's own rules for module parameters.</summary>
internal static class Settlement
{
    public static ImportResult Settle(ImportedHost host, IReadOnlyList<ImportSource> sources, Func<string, string?>? pciAddressOf)
    {
        TomlWriter writer = new();
        HashSet<string> used = [];
        int bonds = 0;
        foreach (ImportedBond bond in host.Bonds)
        {
            if (PortName.Refusal(bond.Name) is { } why)
            {
                host.Ignored(bond.Place, $"\"{OptionWords.Shown(bond.Name)}\" cannot be the name of a bond: {why}.");
                continue;
            }
            if (bond.IsMadeByModule && bond.Slaves.Count == 0 && host.Bonds.Any(b => b.Slaves.Count > 0))
            {
                host.Ignored(bond.Place, $"{bond.Name}, which the module makes and nobody uses.");
                continue;
            }
            List<ImportedOption> given = WithDefaults(bond, host.Defaults);
            ValidatedOptions validated = OptionsValidator.Validate([.. given.Select(o => new GivenOption(o.Name, o.Text, o))], ValueRules.Module, where: null);
            if (validated.Problems.FirstOrDefault(p => p is { Option: "mode", Severity: ProblemSeverity.Error }) is { } bad)
            {
                host.Ignored(PlaceOf(bad, bond), $"{bond.Name} as a whole: {bad.Message} The driver does not load with it.");
                continue;
            }
            List<ImportedPort> ports = Ports(bond, host, used, pciAddressOf);
            writer.Bond(bond, Options(bond, given, validated, ports, host), ports, Mac(bond, host), Mtu(bond, host));
            bonds++;
        }
        return new ImportResult(writer.ToString(), host.RemarksInOrder(sources), bonds);
    }

    /// <summary>What the bond says itself counts more; the targets of the ARP monitor are a list, given by one or by several words.</summary>
    private static List<ImportedOption> WithDefaults(ImportedBond bond, List<ImportedOption> defaults)
    {
        HashSet<string> own = [.. bond.Options.Select(o => o.Name)];
        List<ImportedOption> all = [.. defaults.Where(d => !own.Contains(d.Name)), .. bond.Options];
        List<ImportedOption> given = [];
        foreach (ImportedOption option in all)
        {
            bool list = option.Name is "arp_ip_target" or "ns_ip6_target";
            string text = list ? string.Join(',', option.Text.Split(',').Select(t => t.TrimStart('+'))) : option.Text;
            // Of a value that is given again the driver uses the last.
            if (!list) given.RemoveAll(g => g.Name == option.Name);
            given.Add(option with { Text = text });
        }
        return given;
    }

    /// <summary>The options to write with their values, each with a remark.</summary>
    private static List<(OptionEntry Entry, string Value)> Options(
        ImportedBond bond, List<ImportedOption> given, ValidatedOptions validated, List<ImportedPort> ports, ImportedHost host)
    {
        List<(OptionEntry, string)> written = [];
        foreach (ImportedOption option in given.DistinctBy(o => o.Name))
        {
            (RemarkKind kind, string value, string why) = Judge(option, validated, ports);
            if (kind == RemarkKind.Ignored)
            {
                host.Ignored(option.Place, why);
                continue;
            }
            written.Add((OptionTable.Find(option.Name)!, value));
            if (kind == RemarkKind.Approximated) host.Approximated(option.Place, why);
            else host.Taken(option.Place, $"{bond.Name}: {option.Name} = {value}");
        }
        AddImplied(bond, given, validated.Options, written, host);
        return written;
    }

    private static (RemarkKind Kind, string Value, string Why) Judge(ImportedOption option, ValidatedOptions validated, List<ImportedPort> ports)
    {
        List<OptionProblem> problems = [.. validated.Problems.Where(p => p.Option == option.Name && p.Severity != ProblemSeverity.Note)];
        string why = problems.Count > 0 ? problems[0].Message : $"{OptionWords.Shown(option.Name)} = {OptionWords.Shown(option.Text)} is the same as nothing.";
        if (OptionTable.Find(option.Name) is not { Scope: OptionScope.Bond or OptionScope.Creation } entry) return (RemarkKind.Ignored, "", why);
        BondOptions options = validated.Options;
        string value = OptionText.Plain(options, entry);
        if (entry.Name == "primary" && value.Length > 0)
        {
            ImportedPort? port = ports.Find(p => p.Interface == value);
            return port is null ? (RemarkKind.Ignored, "", $"primary = {value} is none of the slaves.") : (RemarkKind.Taken, port.Name, "");
        }
        bool error = problems.Exists(p => p.Severity == ProblemSeverity.Error);
        if (value.Length == 0 || error || !entry.UsedIn.Has(options.Mode)) return (RemarkKind.Ignored, "", why);
        if (!entry.IsNumeric) return (problems.Count > 0 ? RemarkKind.Approximated : RemarkKind.Taken, value, why);
        bool same = entry.TryRead(option.Text, out long asked) && entry.TryRead(value, out long got) && asked == got;
        if (same) return (RemarkKind.Taken, value, "");
        // What the rules reset is gone; what they moved is nearly there.
        return (value == entry.Default && entry.TryRead(option.Text, out _) ? RemarkKind.Ignored : RemarkKind.Approximated, value, why);
    }

    /// <summary>What the driver does on its own: miimon 100 in the modes that need it; one number for both announcements.</summary>
    private static void AddImplied(
        ImportedBond bond, List<ImportedOption> given, BondOptions options, List<(OptionEntry Entry, string Value)> written, ImportedHost host)
    {
        if (options.Miimon != 0 && written.TrueForAll(w => w.Entry.Name != "miimon"))
        {
            written.Add((OptionTable.Find("miimon")!, OptionText.Plain(options, OptionTable.Find("miimon")!)));
            host.Taken(bond.Place, $"{bond.Name}: miimon = {options.Miimon}, which the driver sets in mode {options.Mode.OptionName()}");
        }
        foreach ((string one, string other) in new[] { ("num_grat_arp", "num_unsol_na"), ("num_unsol_na", "num_grat_arp") })
        {
            if (given.Exists(g => g.Name == other) || written.Find(w => w.Entry.Name == one) is not { Entry: not null } found) continue;
            if (found.Value == found.Entry.Default) continue;
            written.Add((OptionTable.Find(other)!, found.Value));
            host.Taken(given.Find(g => g.Name == one)!.Place, $"{bond.Name}: {other} = {found.Value}, since the driver has one number for both");
        }
    }

    private static Place PlaceOf(OptionProblem problem, ImportedBond bond) => problem.Where is ImportedOption option ? option.Place : bond.Place;

    private static List<ImportedPort> Ports(ImportedBond bond, ImportedHost host, HashSet<string> used, Func<string, string?>? pciAddressOf)
    {
        List<ImportedPort> ports = [];
        foreach ((string device, Place place) in bond.Slaves)
        {
            ImportedPort? port = ImportedPort.Of(device, pciAddressOf);
            if (port is null) host.Ignored(place, $"slave {OptionWords.Shown(device)}: it is neither an interface name nor a PCI device.");
            else if (host.Has(port.Interface)) host.Ignored(place, $"slave {port.Interface}: a bond cannot be a slave.");
            else if (!used.Add(port.Name)) host.Ignored(place, $"slave {port.Name}: it is a slave already.");
            else
            {
                ports.Add(port with { QueueId = QueueId(bond, port, ports, host) });
                if (port.IsExact) host.Taken(place, $"{bond.Name}: slave {port.Name}");
                else host.Approximated(place, $"{bond.Name}: slave {port.Name} is reached through the kernel. Write its PCI address as device for full speed.");
            }
        }
        return ports;
    }

    private static int QueueId(ImportedBond bond, ImportedPort port, List<ImportedPort> others, ImportedHost host)
    {
        if (!bond.QueueIds.TryGetValue(port.Interface, out ImportedOption? option)) return 0;
        if (int.TryParse(option.Text, out int queue) && queue is >= 0 and <= 16 && others.TrueForAll(o => o.QueueId != queue || queue == 0))
        {
            host.Taken(option.Place, $"{port.Name}: queue_id = {queue}");
            return queue;
        }
        host.Ignored(option.Place, $"{port.Name}: queue_id = {OptionWords.Shown(option.Text)} is out of range, or another slave's.");
        return 0;
    }

    private static MacAddress? Mac(ImportedBond bond, ImportedHost host)
    {
        if (bond.Mac is null) return null;
        if (MacAddress.TryParse(bond.Mac, out MacAddress mac) && !mac.IsMulticast && !mac.IsZero)
        {
            host.Taken(bond.Place, $"{bond.Name}: mac = {mac}");
            return mac;
        }
        host.Ignored(bond.Place, $"{bond.Name}: {OptionWords.Shown(bond.Mac)} cannot be its MAC address.");
        return null;
    }

    private static int? Mtu(ImportedBond bond, ImportedHost host)
    {
        if (bond.Mtu is not { } mtu) return null;
        if (mtu is >= 68 and <= 65535)
        {
            host.Taken(bond.Place, $"{bond.Name}: mtu = {mtu}");
            return mtu;
        }
        host.Ignored(bond.Place, $"{bond.Name}: an MTU of {mtu} is out of range.");
        return null;
    }
}
