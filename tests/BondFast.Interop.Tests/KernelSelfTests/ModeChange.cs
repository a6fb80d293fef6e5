using BondFast.Interop.Tests.Host;
using BondFast.Interop.Tests.Program;
using Xunit.Abstractions;

namespace BondFast.Interop.Tests.KernelSelfTests;

/// <summary>
/// bond-arp-interval-causes-panic.sh: a bond that has carried traffic in active-backup becomes a balance-rr bond with the ARP monitor,
/// after its slave has left and while it is down, and carries traffic again.
/// </summary>
public sealed class ModeChange(ITestOutputHelper output) : IDisposable
{
    private readonly Lab _lab = new(output);

    [Fact]
    public void A_bond_that_was_active_backup_carries_traffic_as_round_robin_with_the_ARP_monitor()
    {
        var links = new ThreeLinks(_lab);
        links.Start(new BondToml("active-backup", ["bf0"], "miimon = 100"));
        links.ExpectPing();
        var early = links.Bond.Try("set", BondToml.Bond, "mode", "balance-rr");
        Assert.NotEqual(0, early.ExitCode);

        links.Bond.Run("release", BondToml.Bond, "bf0");
        links.A.Ip($"link set {BondToml.Bond} down");
        Wait.Until(() => links.Bond.Try("set", BondToml.Bond, "mode", "balance-rr").ExitCode == 0, TimeSpan.FromSeconds(5), () => links.Bond.Log);
        links.Bond.Run("set", BondToml.Bond, "arp_interval", "1000");
        links.Bond.Run("set", BondToml.Bond, "arp_ip_target", "+" + ThreeLinks.Gateway4);
        links.Bond.Run("enslave", BondToml.Bond, "bf0");
        links.A.Ip($"link set {BondToml.Bond} up");
        links.A.Ip($"addr replace {ThreeLinks.Bond6}/64 dev {BondToml.Bond} nodad"); // the kernel forgets IPv6 addresses of an interface that goes down

        links.ExpectPing();
        Assert.Equal("balance-rr 0", links.Bond.Run("get", BondToml.Bond, "mode").Trim());
        links.Bond.Stop();
    }

    public void Dispose() => _lab.Dispose();
}
