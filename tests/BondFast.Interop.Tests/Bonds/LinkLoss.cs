using BondFast.Interop.Tests.Host;
using BondFast.Interop.Tests.Network;
using BondFast.Interop.Tests.Program;
using Xunit.Abstractions;

namespace BondFast.Interop.Tests.Bonds;

/// <summary>The MII monitor on real interfaces.</summary>
public sealed class LinkLoss(ITestOutputHelper output) : IDisposable
{
    private const int Miimon = 100, Allowance = 20, Cuts = 7; // ms, ms
    private readonly Lab _lab = new(output);

    [Theory]
    [InlineData("use_carrier = 1")]
    [InlineData("use_carrier = 0")]
    public void A_cut_cable_is_noticed_within_miimon(string carrier)
    {
        var (a, s) = (_lab.Namespace("a"), _lab.Namespace("s"));
        VethPair.Connect(a, "bf0", s, "f0");
        var cable = VethPair.Connect(a, "bf1", s, "f1");
        var bond = BondFastProcess.Start(_lab, a, new BondToml("active-backup", ["bf0", "bf1"], $"miimon = {Miimon}", carrier));
        var delays = new List<double>();
        for (var i = 0; i < Cuts; i++)
        {
            var cut = DateTime.Now;
            cable.Cut();
            delays.Add((bond.WaitForSlave(cut, "bf1", up: false).At - cut).TotalMilliseconds);
            var mended = DateTime.Now;
            cable.Mend();
            bond.WaitForSlave(mended, "bf1", up: true);
        }
        _lab.Say($"noticed after {string.Join(", ", delays.Select(delay => $"{delay:0}"))} ms, miimon {Miimon} ms");
        // The machine may have been busy with something else once or twice.
        Assert.True(delays.Count(delay => delay <= Miimon + Allowance) >= Cuts - 2);
        bond.Stop();
    }

    public void Dispose() => _lab.Dispose();
}
