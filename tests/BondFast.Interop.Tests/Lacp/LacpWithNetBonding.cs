using BondFast.Interop.Tests.Host;
using BondFast.Interop.Tests.Network;
using BondFast.Interop.Tests.Peers;
using BondFast.Interop.Tests.Program;
using BondFast.Wire;
using Xunit.Abstractions;

namespace BondFast.Interop.Tests.Lacp;

/// <summary>802.3ad with DPDK's own bonding. It is always active and slow, and its ports never lose carrier: fewer things can happen than with the others.</summary>
public sealed class LacpWithNetBonding(ITestOutputHelper output) : IDisposable
{
    private const LacpState Works = LacpState.Activity | LacpState.Aggregation | LacpState.Synchronization | LacpState.Collecting | LacpState.Distributing;
    private readonly Lab _lab = new(output);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Both_sides_come_up_agree_on_every_flag_and_frames_arrive(bool fast)
    {
        var (a, d) = (_lab.Namespace("a"), _lab.Namespace("d"));
        VethPair.Connect(a, "bf0", d, "d0");
        VethPair.Connect(a, "bf1", d, "d1");
        var testpmd = Testpmd.StartLacp(_lab, d, "d0", "d1");
        var bond = BondFastProcess.Start(_lab, a, new BondToml("802.3ad", ["bf0", "bf1"], "miimon = 100", $"lacp_rate = \"{(fast ? "fast" : "slow")}\""));
        a.Ip($"link set {BondToml.Bond} up");
        var took = Wait.Until(() => testpmd.AllWork && bond.Status.LacpWorks("bf0", "bf1"), TimeSpan.FromSeconds(60),
            () => testpmd.Do("show bonding lacp info 2") + bond.Status.Text + bond.Log, TimeSpan.FromMilliseconds(300));
        _lab.Say($"both sides distribute on both cables after {took.TotalSeconds:0.0} s");

        var ours = Works | (fast ? LacpState.Timeout : LacpState.None);
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal((ours, Works), bond.Status.PortStates($"bf{i}"));
            Assert.Equal((Works, ours), (testpmd.Lacp[i].Actor, testpmd.Lacp[i].Partner));
            Assert.Equal(Testpmd.SystemMac, bond.Status.Partner($"bf{i}", "system mac address"));
        }
        var before = a.Received(BondToml.Bond);
        Wait.Until(() => a.Received(BondToml.Bond) > before + 1000, TimeSpan.FromSeconds(20), () => "the frames that testpmd generates do not reach the uplink");
        bond.Stop();
    }

    [Fact]
    public void A_frozen_peer_expires_and_comes_back()
    {
        var (a, d) = (_lab.Namespace("a"), _lab.Namespace("d"));
        VethPair.Connect(a, "bf0", d, "d0");
        VethPair.Connect(a, "bf1", d, "d1");
        var testpmd = Testpmd.StartLacp(_lab, d, "d0", "d1");
        var bond = BondFastProcess.Start(_lab, a, new BondToml("802.3ad", ["bf0", "bf1"], "miimon = 100", "lacp_rate = \"fast\""));
        Wait.Until(() => bond.Status.LacpWorks("bf0", "bf1"), TimeSpan.FromSeconds(60), () => bond.Status.Text, TimeSpan.FromMilliseconds(300));
        testpmd.Freeze();
        Wait.Until(() => !bond.Status.LacpWorks("bf0") && !bond.Status.LacpWorks("bf1"), TimeSpan.FromSeconds(15), () => bond.Status.Text, TimeSpan.FromMilliseconds(300));
        testpmd.Thaw();
        Wait.Until(() => testpmd.AllWork && bond.Status.LacpWorks("bf0", "bf1"), TimeSpan.FromSeconds(60),
            () => testpmd.Do("show bonding lacp info 2") + bond.Status.Text, TimeSpan.FromMilliseconds(300));
        bond.Stop();
    }

    public void Dispose() => _lab.Dispose();
}
