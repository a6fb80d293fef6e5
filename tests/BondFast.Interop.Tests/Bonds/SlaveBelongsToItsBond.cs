using BondFast.Interop.Tests.Host;
using BondFast.Interop.Tests.Network;
using BondFast.Interop.Tests.Program;
using BondFast.Interop.Tests.Traffic;
using Xunit.Abstractions;

namespace BondFast.Interop.Tests.Bonds;

/// <summary>A slave over a packet socket is still an interface of the kernel, whose stack must leave it alone.</summary>
public sealed class SlaveBelongsToItsBond(ITestOutputHelper output) : IDisposable
{
    private readonly Lab _lab = new(output);

    /// <summary>
    /// An IPv6 stack greets a link that comes up: neighbour solicitation, router solicitation, membership reports. With the bond's
    /// address as their source they would lead a switch to send the bond's traffic to the backup slave, which drops it.
    /// </summary>
    [Fact]
    public void The_stack_says_nothing_on_a_backup_slave()
    {
        var (a, s) = (_lab.Namespace("a", ipv6: true), _lab.Namespace("s"));
        VethPair.Connect(a, "bf0", s, "f0");
        var cable = VethPair.Connect(a, "bf1", s, "f1");
        Assert.True(Greets(s, cable), "without a bond the stack should greet");

        var bond = BondFastProcess.Start(_lab, a, new BondToml("active-backup", ["bf0", "bf1"], "miimon = 100"));
        Assert.False(Greets(s, cable));
        bond.Stop();
        Assert.True(Greets(s, cable), "the slave was not given back to the stack");
    }

    [Fact]
    public void The_stack_of_the_slave_does_not_answer()
    {
        var (a, s) = (_lab.Namespace("a"), _lab.Namespace("s"));
        VethPair.Connect(a, "bf0", s, "f0");
        a.Ip("addr add 10.5.0.1/24 dev bf0");
        s.Ip("addr add 10.5.0.2/24 dev f0");
        Ping.UntilAnswered(s, "10.5.0.1", TimeSpan.FromSeconds(10));
        var bond = BondFastProcess.Start(_lab, a, new BondToml("active-backup", ["bf0"], "miimon = 100"));
        Assert.NotEqual(0, s.Try("ping", "-c", "2", "-W", "1", "10.5.0.1").ExitCode);
        bond.Stop();
        Ping.UntilAnswered(s, "10.5.0.1", TimeSpan.FromSeconds(10));
    }

    public void Dispose() => _lab.Dispose();

    /// <summary>Pulls the cable and puts it back: does anything come out of the slave?</summary>
    private static bool Greets(NetworkNamespace s, VethPair cable)
    {
        var before = s.Received("f1");
        cable.Cut();
        cable.Mend();
        Thread.Sleep(3000);
        return s.Received("f1") > before;
    }
}
