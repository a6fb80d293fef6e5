using BondFast.Interop.Tests.Host;
using BondFast.Interop.Tests.Network;
using BondFast.Interop.Tests.Program;
using Xunit.Abstractions;

namespace BondFast.Interop.Tests.KernelSelfTests;

/// <summary>bond_options.sh, "num_grat_arp" and "fail_over_mac".</summary>
public sealed class BondOptionsFailover(ITestOutputHelper output) : IDisposable
{
    private readonly Lab _lab = new(output);

    [Theory]
    [InlineData(10)]
    [InlineData(20)]
    public void Exactly_num_grat_arp_announcements_leave_on_the_new_active_slave(int number)
    {
        var links = new ThreeLinks(_lab);
        links.Start(new BondToml("active-backup", ThreeLinks.Slaves, "miimon = 10", $"num_grat_arp = {number}", "peer_notif_delay = 100"));
        links.ExpectActive("bf0");
        Thread.Sleep((number * 100) + 500); // those of the start
        var capture = PacketCapture.Start(_lab, links.G, links.FarEnd("bf1"), $"arp[6:2] == 1 and arp[14:4] == arp[24:4] and arp src {ThreeLinks.Bond4}", incoming: true);
        links.Cut("bf0");
        links.ExpectActive("bf1");
        Thread.Sleep((number * 100) + 1000);
        Assert.Equal(number, capture.Stop().Count);
        links.Bond.Stop();
    }

    [Theory]
    [InlineData("none")]
    [InlineData("active")]
    [InlineData("follow")]
    public void MAC_addresses_follow_fail_over_mac(string policy)
    {
        var links = new ThreeLinks(_lab);
        var permanent = ThreeLinks.Slaves.ToDictionary(slave => slave, links.A.Mac);
        links.Start(new BondToml("active-backup", ThreeLinks.Slaves, "miimon = 50", $"fail_over_mac = \"{policy}\""));
        links.ExpectActive("bf0");
        Expect(links, policy, permanent, "bf0");
        links.Cut("bf0");
        links.ExpectActive("bf1");
        Expect(links, policy, permanent, "bf1");
        links.MendAndWait("bf0");
        links.Cut("bf1");
        Wait.Until(() => links.Active != "bf1", TimeSpan.FromSeconds(5), () => links.Bond.Log);
        links.ExpectPing();
        Expect(links, policy, permanent, links.Active);
        links.Bond.Stop();
    }

    public void Dispose() => _lab.Dispose();

    private static void Expect(ThreeLinks links, string policy, Dictionary<string, string> permanent, string active)
    {
        var (first, bond) = (permanent["bf0"], links.A.Mac(BondToml.Bond));
        switch (policy)
        {
            case "none":
                Assert.Equal(first, bond);
                Assert.All(ThreeLinks.Slaves, slave => Assert.Equal(first, links.A.Mac(slave)));
                break;
            case "active":
                Assert.Equal(permanent[active], bond);
                Assert.All(ThreeLinks.Slaves, slave => Assert.Equal(permanent[slave], links.A.Mac(slave)));
                break;
            default:
                Assert.Equal(first, bond);
                Assert.Equal(first, links.A.Mac(active));
                Assert.All(ThreeLinks.Slaves.Where(slave => slave != active), slave =>
                {
                    Assert.NotEqual(first, links.A.Mac(slave));
                    Assert.Contains(links.A.Mac(slave), permanent.Values);
                });
                break;
        }
    }
}
