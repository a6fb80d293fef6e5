using BondFast.Interop.Tests.Host;
using BondFast.Interop.Tests.Network;
using BondFast.Interop.Tests.Program;
using BondFast.Interop.Tests.Traffic;

namespace BondFast.Interop.Tests.KernelSelfTests;

/// <summary>
/// The topology of the kernel's own tests: a bond with three slaves (A), a bridge with an address of its own at the far end of
/// all three cables (G), and a client behind the bridge (C).
/// </summary>
internal sealed class ThreeLinks
{
    public const string Bond4 = "10.6.0.1", Gateway4 = "10.6.0.254", Client4 = "10.6.0.10";
    public const string Bond6 = "fd06::1", Gateway6 = "fd06::254", Client6 = "fd06::10";
    public static readonly string[] Slaves = ["bf0", "bf1", "bf2"];

    /// <summary>The program looks several times a second which addresses its uplink has; a failover announces those it has seen.</summary>
    private static readonly TimeSpan AddressesAreKnown = TimeSpan.FromMilliseconds(500);

    /// <summary>ARP and NS monitoring that a busy machine's scheduler does not mistake for silence: a second and a quarter.</summary>
    public const string PatientProbes = "arp_interval = 250\narp_missed_max = 4";

    private readonly Lab _lab;
    private readonly VethPair[] _cables;
    private BondFastProcess? _bond;

    public ThreeLinks(Lab lab)
    {
        _lab = lab;
        (A, G, C) = (lab.Namespace("a", ipv6: true), lab.Namespace("g", ipv6: true), lab.Namespace("c", ipv6: true));
        _cables = [.. Slaves.Select((slave, i) => VethPair.Connect(A, slave, G, $"f{i}"))];
        VethPair.Connect(C, "c0", G, "fc");
        G.Ip("link add br0 type bridge forward_delay 0");
        foreach (var port in new[] { "f0", "f1", "f2", "fc" })
            G.Ip($"link set {port} master br0");
        G.Ip("link set br0 up");
        foreach (var (space, device, v4, v6) in new[] { (G, "br0", Gateway4, Gateway6), (C, "c0", Client4, Client6) })
        {
            space.Ip($"addr add {v4}/24 dev {device}");
            space.Ip($"addr add {v6}/64 dev {device} nodad");
        }
    }

    public NetworkNamespace A { get; }
    public NetworkNamespace G { get; }
    public NetworkNamespace C { get; }
    public BondFastProcess Bond => _bond!;

    public void Start(BondToml toml)
    {
        _bond = BondFastProcess.Start(_lab, A, toml);
        if (!A.HasLink(BondToml.Bond))
            return;
        A.Ip($"addr add {Bond4}/24 dev {BondToml.Bond}");
        A.Ip($"addr add {Bond6}/64 dev {BondToml.Bond} nodad");
        A.Ip($"link set {BondToml.Bond} up");
        Thread.Sleep(AddressesAreKnown);
    }

    public void Cut(string slave) => Cable(slave).Cut();

    public void Mend(string slave) => Cable(slave).Mend();

    public void CutAndWait(string slave)
    {
        var now = DateTime.Now;
        Cut(slave);
        Bond.WaitForSlave(now, slave, up: false);
    }

    public void MendAndWait(string slave)
    {
        var now = DateTime.Now;
        Mend(slave);
        Bond.WaitForSlave(now, slave, up: true);
        Wait.Until(() => Forwards(FarEnd(slave)), TimeSpan.FromSeconds(5), () => $"the bridge does not forward on {FarEnd(slave)}");
    }

    /// <summary>The bridge's port at the other end of a slave's cable.</summary>
    public string FarEnd(string slave) => Cable(slave).FarName;

    public string Active => Bond.Events.Active;

    public void ExpectActive(string slave)
    {
        Wait.Until(() => Active == slave, TimeSpan.FromSeconds(10), () => $"{slave} should be active:\n{Bond.Log}");
        ExpectPing();
    }

    public void ExpectPing()
    {
        Ping.UntilAnswered(C, Bond4, TimeSpan.FromSeconds(5));
        Ping.UntilAnswered(C, Bond6, TimeSpan.FromSeconds(5));
    }

    /// <summary>A bridge forwards on a port somewhat later than the port has carrier; what comes in before is lost.</summary>
    private bool Forwards(string port) =>
        G.Link(port).GetProperty("linkinfo").GetProperty("info_slave_data").GetProperty("state").GetString() == "forwarding";

    private VethPair Cable(string slave) => _cables[Array.IndexOf(Slaves, slave)];
}
