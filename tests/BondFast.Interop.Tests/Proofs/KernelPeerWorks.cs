using BondFast.Interop.Tests.Host;
using BondFast.Interop.Tests.Lacp;
using BondFast.Interop.Tests.Network;
using BondFast.Interop.Tests.Peers;
using BondFast.Interop.Tests.Peers.Kernel;
using Xunit.Abstractions;

namespace BondFast.Interop.Tests.Proofs;

/// <summary>A guest whose eth0 and eth1 are cabled to a0 and a1 in namespace A: one boot for all tests of a class.</summary>
public sealed class TwoCableGuest : IDisposable
{
    private readonly Lab _lab = new();

    public TwoCableGuest()
    {
        A = _lab.Namespace("a");
        K = _lab.Namespace("k");
        VethPair.Connect(A, "a0", K, "k0");
        VethPair.Connect(A, "a1", K, "k1");
        Guest = KernelPeer.Boot(_lab, K, ["k0", "k1"]);
    }

    internal NetworkNamespace A { get; }
    internal NetworkNamespace K { get; }
    internal KernelPeer Guest { get; }

    public void Dispose() => _lab.Dispose();
}

/// <summary>The harness itself, without BondFast: the Linux bonding driver answers as a peer in every mode.</summary>
public sealed class KernelPeerWorks(TwoCableGuest cables, ITestOutputHelper output) : IClassFixture<TwoCableGuest>, IDisposable
{
    private const int Frames = 20;
    private readonly Lab _lab = new(output);

    [Theory]
    [InlineData("balance-rr", 10, 10)]
    [InlineData("broadcast", 20, 20)]
    [InlineData("active-backup", 20, 0)]
    [InlineData("balance-xor", -20, -20)] // by the hash: all on one of the two
    public void The_driver_spreads_frames_over_plain_cables(string mode, int onFirst, int onSecond)
    {
        var bond = cables.Guest.MakeBond(["eth0", "eth1"], $"mode={mode}", "miimon=50");
        try
        {
            bond.SetAddress("10.2.0.2/24");
            cables.Guest.Run("ip neigh replace 10.2.0.1 lladdr 02:00:00:00:00:01 dev bond0 nud permanent");
            var first = PacketCapture.Start(_lab, cables.A, "a0", "icmp", incoming: true);
            var second = PacketCapture.Start(_lab, cables.A, "a1", "icmp", incoming: true);
            cables.Guest.Try($"ping -c {Frames} -i 0.01 -W 1 10.2.0.1");
            var (one, two) = (first.Stop().Count, second.Stop().Count);
            if (onFirst < 0)
                Assert.Contains((one, two), new[] { (Frames, 0), (0, Frames) });
            else
                Assert.Equal((onFirst, onSecond), (one, two));
        }
        finally
        {
            bond.Remove();
        }
    }

    [Fact]
    public void A_cut_cable_is_noticed_on_both_ends_and_comes_back()
    {
        var bond = cables.Guest.MakeBond(["eth0", "eth1"], "mode=active-backup", "miimon=50");
        try
        {
            cables.Guest.Cut(0);
            Wait.Until(() => bond.Get("active_slave") == "eth1", TimeSpan.FromSeconds(5), () => bond.Status.Text);
            Assert.Equal("down", bond.Status.Of("eth0", "MII Status"));
            Assert.Equal("DOWN", cables.A.Link("a0").GetProperty("operstate").GetString());
            cables.Guest.Mend(0);
            Wait.Until(() => bond.Status.Of("eth0", "MII Status") == "up", TimeSpan.FromSeconds(5), () => bond.Status.Text);
            Assert.Equal("UP", cables.A.Link("a0").GetProperty("operstate").GetString());
        }
        finally
        {
            cables.Guest.Mend(0);
            bond.Remove();
        }
    }

    [Fact]
    public void LACP_comes_up_between_the_driver_and_Open_vSwitch()
    {
        var bond = cables.Guest.MakeBond(["eth0", "eth1"], "mode=802.3ad", "miimon=100", "lacp_rate=fast");
        try
        {
            var ovs = OpenVSwitch.Start(_lab, cables.A);
            ovs.AddLacpBond(new LacpSettings(), "a0", "a1");
            var took = Wait.Until(() => ovs.Lacp.AllWork, TimeSpan.FromSeconds(30), () => ovs.Lacp.Text + bond.Status.Text);
            _lab.Say($"both members collect and distribute after {took.TotalSeconds:0.0} s");
            Assert.Equal("02:00:00:00:0a:ff", bond.Status.Partner("eth1", "system mac address"));
            Assert.True(bond.Status.LacpWorks("eth0", "eth1"), bond.Status.Text);
        }
        finally
        {
            bond.Remove();
        }
    }

    public void Dispose() => _lab.Dispose();
}
