using BondFast.Interop.Tests.Host;
using BondFast.Interop.Tests.Network;
using BondFast.Interop.Tests.Peers;
using BondFast.Interop.Tests.Program;
using BondFast.Interop.Tests.Traffic;
using Xunit.Abstractions;

namespace BondFast.Interop.Tests.Bonds;

/// <summary>balance-tlb and balance-alb towards three kernel stacks behind a learning switch (an Open vSwitch bridge).</summary>
public sealed class LoadBalancingWithThreePeers(ITestOutputHelper output) : IDisposable
{
    private const string Bond = "10.7.0.1";
    private static readonly string[] Slaves = ["bf0", "bf1"];
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private readonly Lab _lab = new(output);
    private HashSet<string> _permanent = [];

    [Fact]
    public void Each_peer_talks_to_its_slave_and_all_talk_again_after_one_has_died()
    {
        var (a, peers, cables, bond) = Build("balance-alb");
        WaitUntilSpread(peers, bond);
        foreach (var peer in peers)
            AssertPeerUsesItsSlave(a, peer);

        var died = SlaveOf(a, peers[0]);
        TalkWhile(peers, () =>
        {
            var now = DateTime.Now;
            cables[died].Cut();
            bond.WaitForSlave(now, Slaves[died], up: false);
        });
        _lab.Say($"after bf{died} died: {Assignments(peers)}");

        TalkWhile(peers, () =>
        {
            var now = DateTime.Now;
            cables[died].Mend();
            bond.WaitForSlave(now, Slaves[died], up: true);
        });
        WaitUntilSpread(peers, bond);
        _lab.Say($"after it came back: {Assignments(peers)}");
        bond.Stop();
    }

    [Fact]
    public void Balance_tlb_goes_on_with_the_slave_that_is_left()
    {
        var (_, peers, cables, bond) = Build("balance-tlb");
        var active = Array.IndexOf(Slaves, bond.Events.Active);
        TalkWhile(peers, () =>
        {
            var now = DateTime.Now;
            cables[active].Cut();
            bond.WaitForSlave(now, Slaves[active], up: false);
        });
        Assert.Equal(Slaves[1 - active], bond.Events.Active);
        TalkWhile(peers, () =>
        {
            var now = DateTime.Now;
            cables[active].Mend();
            bond.WaitForSlave(now, Slaves[active], up: true);
        });
        bond.Stop();
    }

    public void Dispose() => _lab.Dispose();

    private (NetworkNamespace A, NetworkNamespace[] Peers, VethPair[] Cables, BondFastProcess Bond) Build(string mode)
    {
        var (a, s) = (_lab.Namespace("a"), _lab.Namespace("s"));
        VethPair[] cables = [VethPair.Connect(a, Slaves[0], s, "f0"), VethPair.Connect(a, Slaves[1], s, "f1")];
        _permanent = [.. Slaves.Select(a.Mac)];
        var peers = new NetworkNamespace[3];
        for (var i = 0; i < peers.Length; i++)
        {
            peers[i] = _lab.Namespace($"p{i}");
            VethPair.Connect(peers[i], "p0", s, $"fp{i}");
            peers[i].Ip($"addr add 10.7.0.{11 + i}/24 dev p0");
        }
        OpenVSwitch.Start(_lab, s).AddPorts("f0", "f1", "fp0", "fp1", "fp2");
        var bond = BondFastProcess.Start(_lab, a, new BondToml(mode, Slaves, "miimon = 50"));
        a.Ip($"addr add {Bond}/24 dev {BondToml.Bond}");
        a.Ip($"link set {BondToml.Bond} up");
        for (var i = 0; i < peers.Length; i++) // A asks: its ARP requests are what balance-alb's receive side learns from
            Ping.UntilAnswered(a, $"10.7.0.{11 + i}", TimeSpan.FromSeconds(10));
        foreach (var peer in peers)
            Ping.UntilAnswered(peer, Bond, TimeSpan.FromSeconds(10));
        return (a, peers, cables, bond);
    }

    /// <summary>Does something while every peer pings the bond; nobody may be cut off for a second.</summary>
    private void TalkWhile(NetworkNamespace[] peers, Action action)
    {
        var pings = peers.Select(peer => Ping.Start(_lab, peer, Bond, TimeSpan.FromMilliseconds(20))).ToList();
        Thread.Sleep(500);
        action();
        Thread.Sleep(2000);
        foreach (var report in pings.Select(ping => ping.Stop()))
        {
            _lab.Say(report.ToString());
            Assert.True(report.LongestGap < Second, report.ToString());
            Assert.Equal(0, report.Duplicates);
        }
    }

    /// <summary>What the peer sends to the bond arrives on the slave whose address it has in its ARP cache.</summary>
    private void AssertPeerUsesItsSlave(NetworkNamespace a, NetworkNamespace peer)
    {
        var slave = SlaveOf(a, peer);
        var capture = PacketCapture.Start(_lab, a, Slaves[slave], $"icmp[icmptype] == icmp-echo and ether dst {NeighbourOf(peer)}", incoming: true);
        Ping.Run(_lab, peer, Bond);
        Assert.Equal(10, capture.Stop().Count);
    }

    /// <summary>The index of the slave that carries the address in the peer's ARP cache.</summary>
    private static int SlaveOf(NetworkNamespace a, NetworkNamespace peer) => Array.FindIndex(Slaves, slave => a.Mac(slave) == NeighbourOf(peer));

    private static string NeighbourOf(NetworkNamespace peer)
    {
        var entries = peer.IpJson($"neigh show {Bond} dev p0");
        return entries.GetArrayLength() > 0 && entries[0].TryGetProperty("lladdr", out var mac) ? mac.GetString()! : "";
    }

    private void WaitUntilSpread(NetworkNamespace[] peers, BondFastProcess bond) =>
        Wait.Until(() => IsSpread(peers), TimeSpan.FromSeconds(20), () => $"not spread: {Assignments(peers)}\n{bond.Log}", TimeSpan.FromMilliseconds(200));

    /// <summary>Both slaves are in use as receivers: their addresses, whichever has which, are the two they came with.</summary>
    private bool IsSpread(NetworkNamespace[] peers) => _permanent.SetEquals(peers.Select(NeighbourOf));

    private static string Assignments(NetworkNamespace[] peers) => string.Join(", ", peers.Select(NeighbourOf));
}
