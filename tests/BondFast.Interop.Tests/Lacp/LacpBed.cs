using BondFast.Interop.Tests.Host;
using BondFast.Interop.Tests.Network;
using BondFast.Interop.Tests.Program;
using BondFast.Wire;

namespace BondFast.Interop.Tests.Lacp;

/// <summary>
/// Where LACP is tried: the bond in namespace A with slaves bf0 and bf1, the peer at the far ends f0 and f1 of both cables in a namespace
/// of its own, namespace B behind the peer.
/// </summary>
internal sealed class LacpBed(Lab lab, NetworkNamespace a, NetworkNamespace far, NetworkNamespace b, ILacpPeer peer)
{
    public const string AddressOfA = "10.8.0.1", AddressOfB = "10.8.0.2";
    private static readonly string[] Slaves = ["bf0", "bf1"];
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(200);
    private BondFastProcess? _bond;

    public NetworkNamespace A => a;
    public NetworkNamespace B => b;
    public ILacpPeer Peer => peer;
    public BondFastProcess Bond => _bond ?? throw new InvalidOperationException("the bond has not been started");

    /// <summary>Carrier of the uplink, as A's kernel sees it.</summary>
    public bool UplinkHasCarrier => a.Link(BondToml.Bond).GetProperty("operstate").GetString() is "UP" or "UNKNOWN";

    /// <summary>The LACPDUs on one cable. Captured at the far end: the kernel does not show what DPDK's af_packet sends at the near one.</summary>
    public LacpCapture Capture(int cable) => LacpCapture.Start(lab, far, $"f{cable}", peer);

    public void StartBond(LacpSettings settings, params string[] options)
    {
        _bond = BondFastProcess.Start(lab, a, new BondToml("802.3ad", Slaves,
        [
            "miimon = 50", $"lacp_rate = \"{(settings.Fast ? "fast" : "slow")}\"", $"lacp_active = \"{(settings.Active ? "on" : "off")}\"",
            "xmit_hash_policy = \"layer3+4\"", .. options,
        ]));
        a.Ip($"addr add {AddressOfA}/24 dev {BondToml.Bond}");
        a.Ip($"link set {BondToml.Bond} up");
    }

    /// <summary>Both sides collect and distribute on this cable, and each knows it of the other.</summary>
    public bool Works(int cable)
    {
        var (actor, partner) = peer.PortStates(cable);
        return actor.Works() && partner.Works() && Bond.Status.LacpWorks(Slaves[cable]);
    }

    /// <summary>The bond does not distribute on this cable.</summary>
    public bool Rests(int cable) => !Bond.Status.PortStates(Slaves[cable]).Actor.HasFlag(LacpState.Distributing);

    public TimeSpan WaitUntilBothWork() => WaitUntil(() => Works(0) && Works(1), 60);

    public TimeSpan WaitUntil(Func<bool> condition, int seconds) =>
        Wait.Until(condition, TimeSpan.FromSeconds(seconds), () => $"peer:\n{peer.Text}\nbond:\n{Bond.Status.Text}\n{Bond.Log}", Step);
}
