using BondFast.Interop.Tests.Host;
using BondFast.Interop.Tests.Lacp;
using BondFast.Interop.Tests.Network;
using BondFast.Interop.Tests.Peers;
using Xunit.Abstractions;

namespace BondFast.Interop.Tests.Proofs;

/// <summary>The harness itself, without BondFast: DPDK's bonding answers as an LACP peer.</summary>
public sealed class TestpmdWorks(ITestOutputHelper output) : IDisposable
{
    private readonly Lab _lab = new(output);

    [Fact]
    public void LACP_comes_up_between_net_bonding_and_Open_vSwitch()
    {
        var (d, s) = (_lab.Namespace("d"), _lab.Namespace("s"));
        VethPair.Connect(d, "d0", s, "s0");
        VethPair.Connect(d, "d1", s, "s1");
        var ovs = OpenVSwitch.Start(_lab, s);
        ovs.AddLacpBond(new LacpSettings(), "s0", "s1");
        var testpmd = Testpmd.StartLacp(_lab, d, "d0", "d1");
        var took = Wait.Until(() => ovs.Lacp.AllWork && testpmd.AllWork, TimeSpan.FromSeconds(40), () => ovs.Lacp.Text + testpmd.Do("show bonding lacp info 2"));
        _lab.Say($"both members collect and distribute after {took.TotalSeconds:0.0} s");
        Assert.All(testpmd.Lacp, port => Assert.Equal("02:00:00:00:0a:ff", port.PartnerSystem));
        Assert.All(ovs.Lacp.Members, member => Assert.Equal(Testpmd.SystemMac, member["partner sys_id"]));
    }

    public void Dispose() => _lab.Dispose();
}
