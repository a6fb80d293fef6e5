using System.Text;
using BondFast.Interop.Tests.Program;

namespace BondFast.Interop.Tests.Peers.Kernel;

/// <summary>The Linux bonding driver's bond0 inside the guest.</summary>
internal sealed class GuestBond
{
    private const string Sysfs = "/sys/class/net/bond0/bonding";
    private readonly KernelPeer _guest;

    private GuestBond(KernelPeer guest) => _guest = guest;

    /// <summary>The driver's own status file.</summary>
    public ProcStatus Status => new(_guest.Run("cat /proc/net/bonding/bond0"));

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

    /// <summary>Takes the bond away; its slaves and bridge are free again.</summary>
    public void Remove() => _guest.Run("ip link del br0 2>/dev/null; ip link del bond0");

    private static string Write(string option)
    {
        var (name, value) = (option[..option.IndexOf('=')], option[(option.IndexOf('=') + 1)..]);
        return $"kptool wr {Sysfs}/{name} '{value}' >/tmp/wr || {{ echo \"{name}={value}: $(cat /tmp/wr)\"; exit 1; }}\n";
    }
}
