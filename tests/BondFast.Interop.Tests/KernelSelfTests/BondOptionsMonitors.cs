using BondFast.Interop.Tests.Host;
using BondFast.Interop.Tests.Network;
using BondFast.Interop.Tests.Program;
using BondFast.Wire;
using Xunit.Abstractions;

namespace BondFast.Interop.Tests.KernelSelfTests;

/// <summary>bond_options.sh, "arp_validate" and "vlan_over_bond"; bond-lladdr-target.sh.</summary>
public sealed class BondOptionsMonitors(ITestOutputHelper output) : IDisposable
{
    private readonly Lab _lab = new(output);

    [Theory]
    [InlineData("none")]
    [InlineData("active")]
    [InlineData("backup")]
    [InlineData("all")]
    [InlineData("filter")]
    [InlineData("filter_active")]
    [InlineData("filter_backup")]
    public void With_an_ARP_target_that_answers_every_slave_is_up_whatever_is_validated(string validate)
    {
        var links = new ThreeLinks(_lab);
        links.Start(new BondToml("active-backup", ThreeLinks.Slaves, ThreeLinks.PatientProbes, $"arp_ip_target = [\"{ThreeLinks.Gateway4}\"]", $"arp_validate = \"{validate}\""));
        ExpectAllUpAndStable(links);
        links.Cut("bf0");
        links.ExpectActive("bf1");
        links.Bond.Stop();
    }

    [Fact]
    public void With_two_NS_targets_every_slave_is_up()
    {
        var links = new ThreeLinks(_lab);
        links.Start(new BondToml("active-backup", ThreeLinks.Slaves, ThreeLinks.PatientProbes,
            $"ns_ip6_target = [\"{ThreeLinks.Gateway6}\", \"{ThreeLinks.Client6}\"]", "arp_validate = \"all\""));
        ExpectAllUpAndStable(links);
        links.Bond.Stop();
    }

    [Fact]
    public void A_link_local_NS_target_keeps_the_bond_up()
    {
        var links = new ThreeLinks(_lab);
        var target = links.G.IpJson("addr show dev br0")[0].GetProperty("addr_info").EnumerateArray()
            .First(address => address.GetProperty("scope").GetString() == "link").GetProperty("local").GetString();
        links.Start(new BondToml("active-backup", ThreeLinks.Slaves, ThreeLinks.PatientProbes, $"ns_ip6_target = [\"{target}\"]", "arp_validate = \"all\""));
        ExpectAllUpAndStable(links);
        Assert.Equal("up", links.Bond.Status["MII Status"]);
        links.Bond.Stop();
    }

    [Fact]
    public void Probes_for_a_target_on_a_VLAN_of_the_bond_are_tagged()
    {
        var links = new ThreeLinks(_lab);
        links.Start(new BondToml("active-backup", ThreeLinks.Slaves, "arp_interval = 100", "arp_ip_target = [\"10.3.0.254\"]",
            "addresses = [\"10.6.0.1/24\", { address = \"10.3.0.1/24\", vlan = 3 }]")
        { WithoutUplink = true });
        var captures = ThreeLinks.Slaves.Select(slave => PacketCapture.Start(_lab, links.G, links.FarEnd(slave), "vlan 3 and arp dst 10.3.0.254", incoming: true)).ToList();
        Wait.Until(() => captures.Sum(capture => capture.Frames.Count) >= 5, TimeSpan.FromSeconds(10), () => "no tagged probes\n" + links.Bond.Log);
        foreach (var frame in captures.SelectMany(capture => capture.Stop()))
        {
            var arp = frame.Bytes.AsSpan(18); // after one tag
            Assert.Equal("10.3.0.1", Ipv4Address.Read(arp[14..]).ToString());
            Assert.Equal("10.3.0.254", Ipv4Address.Read(arp[24..]).ToString());
        }
        links.Bond.Stop();
    }

    public void Dispose() => _lab.Dispose();

    /// <summary>All slaves come up and stay up. At first a monitor may miss an address to ask from: the kernel tries a new IPv6 address for a
    /// second before it may be used.</summary>
    private static void ExpectAllUpAndStable(ThreeLinks links)
    {
        links.ExpectPing();
        Wait.Until(() => StaysUp(links), TimeSpan.FromSeconds(15), () => $"links fail again and again:\n{links.Bond.Status.Text}{links.Bond.Log}");
    }

    private static bool StaysUp(ThreeLinks links)
    {
        var before = links.Bond.Status;
        if (!ThreeLinks.Slaves.All(before.IsUp)) return false;
        Thread.Sleep(1000);
        var after = links.Bond.Status;
        return ThreeLinks.Slaves.All(slave => after.IsUp(slave) && after.Of(slave, "Link Failure Count") == before.Of(slave, "Link Failure Count"));
    }
}
