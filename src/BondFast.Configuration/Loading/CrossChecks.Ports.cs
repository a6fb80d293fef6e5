using BondFast.Bonding;

namespace BondFast.Configuration.Loading;

internal sealed partial class CrossChecks
{
    private void Port(PortDraft port)
    {
        if (port.IsWhole && port.Port.Kind == DeviceKind.Wire) Wire(port);
        if (!_users.TryGetValue(port.Port.Name, out string? use))
            problems.Note(port.Position, $"No bond uses port {Quoting.Show(port.Port.Name)}.", "Add it to slaves or write it as uplink; or enslave it while the bond runs.");
        else if (port.Port.Mtu is { } mtu)
            problems.Error(port.Reader.PositionOf("mtu"), $"mtu = {mtu} cannot be set here: the port is {use}, and has the bond's MTU.", "Write mtu in the bond's table.");
    }

    private void Wire(PortDraft port)
    {
        string name = port.Port.Name;
        if (port.Port.Peer is not { } peer)
        {
            if (!_peers.ContainsKey(name) && port.Reader.Find("peer") is null)
                problems.Error(port.Position, $"The wire {name} has no other end.", "Write peer = \"port\" with the port at its other end.");
            return;
        }
        SourcePosition at = port.Reader.PositionOf("peer");
        PortDraft? other = FindPort(peer);
        if (peer == name) problems.Error(at, $"{name} is its own peer, and a wire has two ends.", "Write the name of another port.");
        else if (other is null) UnknownPort(at, "peer", peer);
        else if (other.IsWhole && other.Port.Kind != DeviceKind.Wire)
            problems.Error(at, $"peer = \"{peer}\" is no wire.", $"Write device = \"wire\" in [port.{peer}].");
        else if (other.Port.Peer is { } third && third != name)
            problems.Error(at, $"{peer} is the peer of {third}, not of {name}: a wire has two ends.", "Let both name each other.");
        else if (other.Port.Peer is null && _peers[peer] != name)
            problems.Error(at, $"{peer} is the peer of {_peers[peer]} already: a wire has two ends.", "Choose another port.");
    }

    private static Dictionary<string, string> FirstNamed(IReadOnlyList<PortDraft> ports)
    {
        Dictionary<string, string> first = [];
        foreach (PortDraft port in ports)
            if (port.Port.Peer is { } peer) first.TryAdd(peer, port.Port.Name);
        return first;
    }

    /// <summary>One device behind two ports, one kernel interface for two.</summary>
    private void Devices()
    {
        Dictionary<string, string> devices = [], interfaces = [], bondsAbove = [];
        foreach (BondDraft bond in bonds)
            if (bond.Bond.Uplink is { } uplink) bondsAbove.TryAdd(uplink, bond.Bond.Name);
        foreach (PortDraft draft in ports)
        {
            if (!draft.IsWhole) continue;
            PortConfiguration port = draft.Port;
            if (port.Kind is DeviceKind.Pci or DeviceKind.Vdev)
                Unique(devices, DeviceText.NameOf(port.Device), draft, "device", port.Kind == DeviceKind.Pci ? "NIC" : "vdev");
            string? kernel = port.Kind switch
            {
                DeviceKind.Tap => port.Interface ?? bondsAbove.GetValueOrDefault(port.Name) ?? port.Name,
                DeviceKind.Vdev => DeviceText.InterfaceOf(port.Device),
                _ => null,
            };
            if (kernel is not null) Unique(interfaces, kernel, draft, port.Interface is null ? "device" : "interface", "kernel interface");
        }
    }

    private void Unique(Dictionary<string, string> owners, string thing, PortDraft port, string key, string what)
    {
        if (!owners.TryAdd(thing, port.Port.Name))
            problems.Error(port.Reader.PositionOf(key), $"The {what} {Quoting.Show(thing)} is behind port {owners[thing]} already.", what == "vdev" ? "Give each vdev a name of its own: net_null0, net_null1." : "Give each port its own.");
    }
}
