using System.Text;
using BondFast.Bonding;
using BondFast.Wire;

namespace BondFast.Configuration.Import;

/// <summary>Writes the file, in the order in which people read it: bonds, then ports.</summary>
internal sealed class TomlWriter
{
    private readonly StringBuilder _bonds = new();
    private readonly StringBuilder _ports = new();

    public void Bond(ImportedBond bond, List<(OptionEntry Entry, string Value)> options, List<ImportedPort> slaves, MacAddress? mac, int? mtu)
    {
        _bonds.Append($"\n[bond.{Key(bond.Name)}]\n");
        // The table's order: mode first, then the monitors, and so on.
        foreach (OptionEntry entry in OptionTable.All)
            if (options.Find(o => o.Entry == entry) is { Entry: not null } option) _bonds.Append($"{entry.Name} = {Value(entry, option.Value)}\n");
        if (mac is { } address) _bonds.Append($"mac = {Text(address.ToString())}\n");
        if (mtu is { } bytes) _bonds.Append($"mtu = {bytes}\n");
        _bonds.Append($"slaves = [{string.Join(", ", slaves.Select(s => Text(s.Name)))}]{(slaves.Count == 0 ? " # the source names none" : "")}\n");
        string uplink = UplinkName(bond.Name, slaves);
        _bonds.Append($"uplink = {Text(uplink)}\n");
        foreach (string command in bond.Afterwards) _bonds.Append($"# When it runs: {command}\n");
        foreach (ImportedPort slave in slaves)
            if (slave.QueueId != 0) _bonds.Append($"\n[bond.{Key(bond.Name)}.slave.{Key(slave.Name)}]\nqueue_id = {slave.QueueId}\n");
        foreach (ImportedPort slave in slaves) Port(slave.Name, slave.Device, "");
        Port(uplink, "tap", uplink == bond.Name ? "" : $"interface = {Text(bond.Name)}\n");
    }

    private void Port(string name, string device, string more) => _ports.Append($"\n[port.{Key(name)}]\ndevice = {Text(device)}\n{more}");

    /// <summary>The kernel interface has the bond's name; so has the port, which the user will look for by it.</summary>
    private static string UplinkName(string bond, List<ImportedPort> slaves)
    {
        string name = bond;
        for (int i = 0; slaves.Exists(s => s.Name == name); i++) name = $"host{i}";
        return name;
    }

    private static string Value(OptionEntry entry, string value) => entry.Kind switch
    {
        OptionKind.Range => value,
        OptionKind.Ipv4List or OptionKind.Ipv6List => $"[{string.Join(", ", value.Split(',').Select(Text))}]",
        _ => Text(value),
    };

    private static string Key(string name) =>
        name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-') ? name : Text(name);

    private static string Text(string value) => $"\"{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    public override string ToString() => $"# Made by bondfast import.\n{_bonds}{_ports}";
}
