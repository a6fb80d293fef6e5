using BondFast.Interop.Tests.Host;
using BondFast.Interop.Tests.Network;
using BondFast.Interop.Tests.Peers;
using BondFast.Interop.Tests.Peers.Kernel;

namespace BondFast.Interop.Tests.Bonds;

/// <summary>
/// What two cables lead to, with namespace B behind it: the devices bf0 and bf1 in namespace A are the near ends.
/// </summary>
/// <param name="Cut">Pulls a cable; both its ends lose carrier.</param>
/// <param name="Vanish">Takes the near device away altogether, and the cable with it.</param>
/// <param name="StaticNeighbours">ARP does not get through every time, so the stacks of A and B need each other's addresses in advance.</param>
internal sealed record FarSide(NetworkNamespace B, Action<int> Cut, Action<int> Mend, Action<int> Vanish, bool StaticNeighbours = false)
{
    public const string AddressOfA = "10.9.0.1", AddressOfB = "10.9.0.2";

    /// <summary>An Open vSwitch bridge with the two cables as ordinary ports: the switch that active-backup is made for.</summary>
    public static FarSide Switch(Lab lab, NetworkNamespace a)
    {
        var (b, s, cables) = Cable(lab, a);
        OpenVSwitch.Start(lab, s).AddPorts("f0", "f1", "fb");
        return OverVeth(a, b, cables);
    }

    /// <summary>
    /// Open vSwitch's static bond (balance-slb) for a bond that spreads by hash. It takes broadcasts on one member only, whichever
    /// that is, and a hash sends an ARP request where it likes: hence the static neighbours.
    /// </summary>
    public static FarSide StaticBond(Lab lab, NetworkNamespace a)
    {
        var (b, s, cables) = Cable(lab, a);
        var ovs = OpenVSwitch.Start(lab, s);
        ovs.AddStaticBond("balance-slb", "f0", "f1");
        ovs.AddPorts("fb");
        return OverVeth(a, b, cables) with { StaticNeighbours = true };
    }

    /// <summary>The Linux driver in a virtual machine, its bond bridged to B.</summary>
    public static FarSide Linux(Lab lab, NetworkNamespace a, string mode)
    {
        var (b, s, _) = Cable(lab, a);
        var guest = KernelPeer.Boot(lab, s, ["f0", "f1", "fb"]);
        guest.MakeBond(["eth0", "eth1"], $"mode={mode}", "miimon=20").BridgeTo("eth2");
        return new FarSide(b, guest.Cut, guest.Mend, cable =>
        {
            a.Ip($"link del bf{cable}");
            guest.SetGuestLink(cable, up: false);
        });
    }

    private static (NetworkNamespace B, NetworkNamespace Between, VethPair[] Cables) Cable(Lab lab, NetworkNamespace a)
    {
        var (b, s) = (lab.Namespace("b"), lab.Namespace("s"));
        VethPair[] cables = [VethPair.Connect(a, "bf0", s, "f0"), VethPair.Connect(a, "bf1", s, "f1")];
        VethPair.Connect(b, "b0", s, "fb");
        b.Ip($"addr add {AddressOfB}/24 dev b0");
        return (b, s, cables);
    }

    private static FarSide OverVeth(NetworkNamespace a, NetworkNamespace b, VethPair[] cables) =>
        new(b, cable => cables[cable].Cut(), cable => cables[cable].Mend(), cable => a.Ip($"link del bf{cable}"));
}
