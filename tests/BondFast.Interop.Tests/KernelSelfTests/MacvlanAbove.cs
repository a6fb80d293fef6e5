using BondFast.Interop.Tests.Host;
using BondFast.Interop.Tests.Program;
using BondFast.Interop.Tests.Traffic;
using Xunit.Abstractions;

namespace BondFast.Interop.Tests.KernelSelfTests;

/// <summary>bond_macvlan_ipvlan.sh: a device with an address of its own above the bond talks to the client, and the bond still does.</summary>
public sealed class MacvlanAbove(ITestOutputHelper output) : IDisposable
{
    private const string Above4 = "10.6.0.21", Above6 = "fd06::21";
    private readonly Lab _lab = new(output);

    [Theory]
    [InlineData("active-backup", "macvlan mode bridge")]
    [InlineData("balance-tlb", "macvlan mode bridge")]
    [InlineData("balance-alb", "macvlan mode bridge")]
    public void A_device_above_the_bond_talks_to_everybody(string mode, string kind)
    {
        var links = new ThreeLinks(_lab);
        links.Start(new BondToml(mode, ThreeLinks.Slaves, "miimon = 100"));
        links.ExpectPing();
        var above = _lab.Namespace("x", ipv6: true);
        links.A.Ip($"link add link {BondToml.Bond} name up0 type {kind}");
        links.A.Ip($"link set up0 netns {above.Name}");
        above.Ip("link set up0 up");
        above.Ip($"addr add {Above4}/24 dev up0");
        above.Ip($"addr add {Above6}/64 dev up0 nodad");

        foreach (var address in new[] { Above4, Above6 }) Ping.UntilAnswered(links.C, address, TimeSpan.FromSeconds(10));
        foreach (var address in new[] { ThreeLinks.Client4, ThreeLinks.Gateway4, ThreeLinks.Client6 }) Ping.UntilAnswered(above, address, TimeSpan.FromSeconds(10));
        links.ExpectPing();
        links.Bond.Stop();
    }

    public void Dispose() => _lab.Dispose();
}
