using System.Text;

namespace BondFast.Interop.Tests.Peers.Kernel;

/// <summary>The Linux bonding driver's bond0 inside the guest.</summary>
internal sealed class GuestBond
{
    private const string Sysfs = "/sys/class/net/bond0/bonding";
    private readonly KernelPeer _guest;

    private GuestBond(KernelPeer guest) => _guest = guest;

    /// <summary>The driver's own status file.</summary>
    public string Status => _guest.Run("cat /proc/net/bonding/bond0");

    public static GuestBond Make(KernelPeer guest, string[] slaves, string[] options)
    {
        var script = new StringBuilder("set -e\nmodprobe bonding max_bonds=0\nip link add bond0 type bond\n");
        foreach (var option in options.OrderByDescending(option => option.StartsWith("mode=", StringComparison.Ordinal)))
            script.Append(Write(option));
        foreach (var slave in slaves)
            script.Append($"ip link set {slave} down\nip link set {slave} master bond0\n");
        script.Append("ip link set bond0 up\n");
        guest.Run(script.ToString());
        return new GuestBond(guest);
    }

    public void Set(string option) => _guest.Run(Write(option));

    public string Get(string option) => _guest.Run($"cat {Sysfs}/{option}").Trim();

    public void SetAddress(string address) => _guest.Run($"ip addr add {address} dev bond0");

    /// <summary>Joins the bond and another NIC of the guest in a bridge: what is behind that NIC is behind the bond.</summary>
    public void BridgeTo(string nic) => _guest.Run($"""
        set -e
        modprobe bridge
        ip link add br0 type bridge forward_delay 0
        ip link set bond0 master br0
        ip link set {nic} master br0
        ip link set {nic} up
        ip link set br0 up
        """);

    /// <summary>A property of one slave in the status file, for example <c>MII Status</c>.</summary>
    public string Of(string slave, string property) => Find(slave, property);

    /// <summary>What the driver last sent in its LACPDUs on that slave, for example <c>port state</c> (decimal).</summary>
    public string Actor(string slave, string property) => Find(slave, property, "details actor lacp pdu");

    /// <summary>What the driver believes of its partner on that slave.</summary>
    public string Partner(string slave, string property) => Find(slave, property, "details partner lacp pdu");

    /// <summary>Both sides' port state on a slave, as the driver sees them.</summary>
    public (int Actor, int Partner) PortStates(string slave) => (int.Parse(Actor(slave, "port state")), int.Parse(Partner(slave, "port state")));

    private string Find(string slave, string property, params string[] blocks)
    {
        string[] headings = [$"Slave Interface: {slave}", .. blocks];
        var status = Status;
        var next = 0;
        foreach (var line in status.Split('\n').Select(line => line.Trim()))
        {
            if (next < headings.Length && line.StartsWith(headings[next], StringComparison.Ordinal))
                next++;
            else if (next == headings.Length && line.StartsWith(property + ": ", StringComparison.Ordinal))
                return line[(property.Length + 2)..];
        }
        throw new InvalidOperationException($"the status has no '{property}' below {string.Join(", ", headings)}:\n{status}");
    }

    /// <summary>Takes the bond away; its slaves and bridge are free again.</summary>
    public void Remove() => _guest.Run("ip link del br0 2>/dev/null; ip link del bond0");

    private static string Write(string option)
    {
        var (name, value) = (option[..option.IndexOf('=')], option[(option.IndexOf('=') + 1)..]);
        return $"kptool wr {Sysfs}/{name} '{value}' >/tmp/wr || {{ echo \"{name}={value}: $(cat /tmp/wr)\"; exit 1; }}\n";
    }
}
