using BondFast.Interop.Tests.Host;
using BondFast.Interop.Tests.Program;
using BondFast.Interop.Tests.Traffic;
using Xunit.Abstractions;

namespace BondFast.Interop.Tests.KernelSelfTests;

/// <summary>
/// mode-1-recovery-updelay.sh and mode-2-recovery-updelay.sh: the only link that is left goes down at the moment another one comes back;
/// that one is used at once, its updelay notwithstanding.
/// </summary>
public sealed class RecoveryUpdelay(ITestOutputHelper output) : IDisposable
{
    private const int Updelay = 10_000; // ms
    private readonly Lab _lab = new(output);

    [Theory]
    [InlineData("active-backup")]
    [InlineData("balance-xor")]
    public void With_no_other_link_updelay_is_not_waited_for(string mode)
    {
        var links = new ThreeLinks(_lab);
        links.Start(new BondToml(mode, ["bf0", "bf1"], "miimon = 100", $"updelay = {Updelay}"));
        links.ExpectPing();
        links.CutAndWait("bf0");
        links.Cut("bf1");
        links.Mend("bf0");
        var took = Ping.UntilAnswered(links.C, ThreeLinks.Bond4, TimeSpan.FromSeconds(10));
        _lab.Say($"ping works {took.TotalSeconds:0.0} s after the recovery, updelay {Updelay / 1000} s");
        Assert.True(took.TotalMilliseconds < Updelay / 2, took.ToString());
        links.Bond.Stop();
    }

    public void Dispose() => _lab.Dispose();
}
