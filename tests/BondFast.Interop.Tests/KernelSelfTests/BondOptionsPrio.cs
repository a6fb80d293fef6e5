using BondFast.Interop.Tests.Host;
using BondFast.Interop.Tests.Program;
using Xunit.Abstractions;

namespace BondFast.Interop.Tests.KernelSelfTests;

/// <summary>bond_options.sh, "prio": primary bf1, priorities 0, 10 and 11, cables cut and mended one after the other.</summary>
public sealed class BondOptionsPrio(ITestOutputHelper output) : IDisposable
{
    /// <summary>Long enough for a decision that the recovery of a slave could cause.</summary>
    private static readonly TimeSpan Decision = TimeSpan.FromMilliseconds(300);

    private readonly Lab _lab = new(output);

    [Theory]
    [InlineData("active-backup", "always", "miimon = 100")]
    [InlineData("active-backup", "better", "miimon = 100")]
    [InlineData("active-backup", "failure", "miimon = 100")]
    [InlineData("active-backup", "always", ThreeLinks.PatientProbes + "\narp_ip_target = [\"10.6.0.254\"]")]
    [InlineData("active-backup", "always", ThreeLinks.PatientProbes + "\nns_ip6_target = [\"fd06::254\"]")]
    [InlineData("balance-tlb", "always", "miimon = 100")]
    [InlineData("balance-alb", "failure", "miimon = 100")]
    public void The_active_slave_follows_primary_priority_and_primary_reselect(string mode, string reselect, string monitor)
    {
        var links = new ThreeLinks(_lab);
        links.Start(new BondToml(mode, ThreeLinks.Slaves, "primary = \"bf1\"", $"primary_reselect = \"{reselect}\"", monitor)
        {
            SlaveOptions = new Dictionary<string, string> { ["bf1"] = "prio = 10", ["bf2"] = "prio = 11" },
        });
        links.ExpectActive("bf1");
        links.Cut("bf1");
        links.ExpectActive("bf2");
        links.Cut("bf2");
        links.ExpectActive("bf0");

        links.MendAndWait("bf2");
        Thread.Sleep(Decision);
        links.ExpectActive(reselect == "always" ? "bf2" : "bf0");

        links.MendAndWait("bf1");
        Thread.Sleep(Decision);
        links.ExpectActive(reselect == "always" ? "bf1" : "bf0");

        if (reselect == "failure")
        {
            links.Cut("bf0");
            links.ExpectActive("bf1");
        }
        links.Bond.Stop();
    }

    public void Dispose() => _lab.Dispose();
}
