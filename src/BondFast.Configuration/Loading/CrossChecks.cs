using BondFast.Bonding;
using BondFast.Configuration.Schema;
using BondFast.Configuration.Toml;

namespace BondFast.Configuration.Loading;

/// <summary>What only shows when tables are seen together.</summary>
internal sealed partial class CrossChecks(ProblemList problems, TableReader file, IReadOnlyList<BondDraft> bonds, IReadOnlyList<PortDraft> ports)
{
    /// <summary>The datapath names slaves by numbers 0 to 31.</summary>
    private const int MaxSlaves = 32;

    private readonly Dictionary<string, PortDraft> _ports = ports.ToDictionary(p => p.Port.Name);

    /// <summary>Who names which peer first.</summary>
    private readonly Dictionary<string, string> _peers = FirstNamed(ports);

    /// <summary>Who has a port, and as what: "a slave of bond0", "the uplink of bond0".</summary>
    private readonly Dictionary<string, string> _users = [];

    public void Run()
    {
        if (bonds.Count == 0 && !problems.HasErrors)
            problems.Error(file.Node.KeyPosition, "There is no bond in the file.", "Write a table [bond.bond0] with mode and slaves.");
        foreach (BondDraft bond in bonds)
        {
            Slaves(bond);
            SlaveTables(bond);
            Uplink(bond);
            Primary(bond);
            QueueIds(bond);
            Addresses(bond);
        }
        foreach (PortDraft port in ports) Port(port);
        Devices();
    }

    private void Slaves(BondDraft bond)
    {
        HashSet<string> seen = [];
        if (bond.Reader.Find("slaves") is null)
            problems.Note(bond.Position, $"{bond.Bond.Name} has no slaves yet.", "Write slaves = [\"port\", ...], or enslave ports while it runs.");
        foreach (TomlNode slave in bond.SlaveNames)
        {
            string name = Quoting.Show(slave.Text);
            if (!seen.Add(slave.Text)) problems.Error(slave.Position, $"{name} is there twice among the slaves.", "Remove one.");
            else if (FindPort(slave.Text) is not { } port) UnknownPort(slave.Position, "slaves", slave.Text);
            else if (port.IsWhole && port.Port.Kind == DeviceKind.None)
                problems.Error(slave.Position, $"{name} is a port with nothing behind it (device = \"none\"), and a slave needs a device.", "Give it a device.");
            else Use(slave.Position, slave.Text, $"a slave of {bond.Bond.Name}");
        }
        if (seen.Count > MaxSlaves)
            problems.Error(bond.Reader.PositionOf("slaves"), $"{bond.Bond.Name} has {seen.Count} slaves, and {MaxSlaves} is the most.", "Use fewer, faster ports.");
    }

    private void SlaveTables(BondDraft bond)
    {
        List<string> names = [.. bond.Bond.Slaves.Select(s => s.Port)];
        foreach (TomlNode table in bond.SlaveTables)
        {
            if (!table.IsTable || names.Contains(table.Key)) continue;
            string remedy = NearestName.Of(table.Key, names) is { } near ? $"Did you mean {near}?" : $"Add it to slaves of [bond.{bond.Bond.Name}].";
            problems.Error(table.KeyPosition, $"{Quoting.Show(table.Key)} is not a slave of {bond.Bond.Name}.", remedy);
        }
    }

    private void Uplink(BondDraft bond)
    {
        if (bond.Bond.Uplink is not { } uplink) return;
        SourcePosition at = bond.Reader.PositionOf("uplink");
        if (FindPort(uplink) is null) UnknownPort(at, "uplink", uplink);
        else Use(at, uplink, $"the uplink of {bond.Bond.Name}");
    }

    private void Use(SourcePosition at, string port, string use)
    {
        if (!_users.TryAdd(port, use))
            problems.Error(at, $"{port} is {_users[port]} already, and a port has one place.", "Use another port.");
    }

    private void UnknownPort(SourcePosition at, string key, string name)
    {
        if (problems.IsFull) return;
        string shown = Quoting.Show(name);
        if (PortName.Refusal(name) is { } why)
            problems.Error(at, $"{key}: \"{shown}\" cannot be a port: {why}.", "Write the name of a table [port.NAME].");
        else if (bonds.Any(b => b.Bond.Name == name) && key == "slaves")
            problems.Error(at, $"{shown} is a bond, and a bond cannot be a slave.", "List ports.");
        else
            problems.Error(at, $"{key}: there is no port {shown}.",
                NearestName.Of(name, ports.Select(p => p.Port.Name)) is { } near
                    ? $"Did you mean {near}, or is a table [port.{shown}] missing?" : $"Add a table [port.{shown}] with its device.");
    }

    private void Primary(BondDraft bond)
    {
        if (bond.Bond.Options.Primary is not { } primary || bond.Bond.Slaves.Any(s => s.Port == primary)) return;
        SourcePosition at = bond.Reader.PositionOf("primary");
        List<string> names = [.. bond.Bond.Slaves.Select(s => s.Port)];
        string remedy = NearestName.Of(primary, names) is { } near ? $"Did you mean {near}?"
            : names.Count > 0 ? $"Write one of its slaves: {string.Join(", ", names)}." : "Add it to slaves.";
        if (FindPort(primary) is null) problems.Error(at, $"primary = \"{primary}\" is neither a slave nor a port.", remedy);
        else problems.Warning(at, $"primary = \"{primary}\" has no effect until that port is enslaved.", remedy);
    }

    private void QueueIds(BondDraft bond)
    {
        Dictionary<int, string> owners = [];
        foreach (SlaveConfiguration slave in bond.Bond.Slaves)
        {
            int queue = slave.Options.QueueId;
            if (queue == 0 || owners.TryAdd(queue, slave.Port)) continue;
            TomlNode? table = bond.SlaveTables.FirstOrDefault(t => t.Key == slave.Port);
            problems.Error(table?.Find("queue_id")?.Position ?? bond.Position, $"queue_id = {queue} belongs to {owners[queue]} already, and it must be unique in the bond.", "Choose another one, or 0 for none.");
        }
    }

    private void Addresses(BondDraft bond)
    {
        PortConfiguration? uplink = FindPort(bond.Bond.Uplink)?.Port;
        bool tap = uplink?.Kind == DeviceKind.Tap;
        if (tap && !bond.Bond.Addresses.IsEmpty)
            problems.Warning(bond.Reader.PositionOf("addresses"), "addresses is ignored: the addresses are those of the tap's kernel interface.", $"Set them there: ip addr add ... dev {uplink!.Interface ?? bond.Bond.Name}.");
        if (!tap && bond.Bond.Options.ArpInterval != 0 && bond.Bond.Addresses.IsEmpty)
            problems.Note(bond.Reader.PositionOf("arp_interval"), "The ARP monitor has no address to ask from: its probes carry 0.0.0.0, which some hosts do not answer.", "Write addresses = [\"10.0.0.1/24\"].");
    }

    private PortDraft? FindPort(string? name) => name is null ? null : _ports.GetValueOrDefault(name);
}
