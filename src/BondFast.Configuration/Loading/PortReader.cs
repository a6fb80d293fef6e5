using BondFast.Bonding;
using BondFast.Configuration.Schema;
using BondFast.Configuration.Toml;

namespace BondFast.Configuration.Loading;

/// <summary>A port as read. <see cref="IsWhole"/> is false when its device was not understood: checks between tables then leave it alone.</summary>
internal sealed record PortDraft(PortConfiguration Port, TableReader Reader, bool IsWhole)
{
    public SourcePosition Position => Reader.Node.KeyPosition;
}

/// <summary>Reads <c>[port.NAME]</c>.</summary>
internal sealed class PortReader(ProblemList problems, Dictionary<string, SourcePosition> origins)
{
    public PortDraft Read(TomlNode node)
    {
        if (PortName.Refusal(node.Key) is { } why)
            problems.Error(node.KeyPosition, $"\"{Quoting.Show(node.Key)}\" cannot be the name of a port: {why}.", "Choose a name like eth0, and say in device what it is.");
        TableReader reader = new(node, KeyTable.Port, $"port.{node.Key}", problems, origins);
        bool whole = ReadDevice(reader, out DeviceKind kind, out string device);
        PortConfiguration port = new()
        {
            Name = node.Key,
            Kind = kind,
            Device = device,
            Interface = ReadInterface(reader, kind, whole),
            Peer = ReadPeer(reader, kind, whole),
            Queues = reader.Integer("queues") ?? 0,
            RxDescriptors = reader.Integer("rx_descriptors") ?? 0,
            TxDescriptors = reader.Integer("tx_descriptors") ?? 0,
            Mtu = reader.Integer("mtu"),
        };
        return new PortDraft(port, reader, whole);
    }

    private bool ReadDevice(TableReader reader, out DeviceKind kind, out string device)
    {
        (kind, device) = (DeviceKind.None, "");
        if (reader.Find("device") is null)
        {
            problems.Error(reader.Node.KeyPosition, "The port has no device.", "Write device = \"PCI address\", \"DPDK vdev\", \"tap\", \"wire\" or \"none\".");
            return false;
        }
        if (reader.Text("device") is not { } text) return false;
        if (DeviceText.TryRead(text, reader.Node.Key, out kind, out device, out string why, out string remedy)) return true;
        problems.Error(reader.PositionOf("device"), why, remedy);
        return false;
    }

    private string? ReadInterface(TableReader reader, DeviceKind kind, bool whole)
    {
        if (reader.Text("interface") is not { } name) return null;
        SourcePosition at = reader.PositionOf("interface");
        if (whole && kind != DeviceKind.Tap)
            problems.Error(at, "interface names the kernel interface of a tap, and this port is not a tap.", kind == DeviceKind.Vdev ? "Put iface=... into device." : "Remove it, or write device = \"tap\".");
        else if (PortName.Refusal(name) is { } why)
            problems.Error(at, $"interface = \"{Quoting.Show(name)}\" cannot be the name of a kernel interface: {why}.", "Choose a name like bond0.");
        return name;
    }

    private string? ReadPeer(TableReader reader, DeviceKind kind, bool whole)
    {
        if (reader.Text("peer") is not { } peer) return null;
        if (!whole || kind == DeviceKind.Wire) return peer;
        problems.Error(reader.PositionOf("peer"), "peer names the other end of a wire, and this port is not a wire.", "Remove it, or write device = \"wire\".");
        return null;
    }
}
