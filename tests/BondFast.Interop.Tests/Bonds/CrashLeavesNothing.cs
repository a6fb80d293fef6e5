using BondFast.Interop.Tests.Host;
using BondFast.Interop.Tests.Network;
using BondFast.Interop.Tests.Program;
using Xunit.Abstractions;

namespace BondFast.Interop.Tests.Bonds;

/// <summary>A killed program can't give its slaves their addresses and MTU back; the next start does, and so does <c>bondfast restore</c>.</summary>
public sealed class CrashLeavesNothing(ITestOutputHelper output) : IDisposable
{
    private static readonly string[] Slaves = ["bf0", "bf1"];
    private readonly Lab _lab = new(output);

    [Fact]
    public void Addresses_and_MTU_come_back_after_kill_9()
    {
        var (a, s) = (_lab.Namespace("a"), _lab.Namespace("s"));
        foreach (var (slave, far) in Slaves.Zip(["f0", "f1"])) VethPair.Connect(a, slave, s, far);
        var before = Slaves.Select(slave => State(a, slave)).ToArray();
        var toml = new BondToml("balance-xor", Slaves, "miimon = 100", "mtu = 1400");

        var first = BondFastProcess.Start(_lab, a, toml);
        first.Kill();
        Assert.NotEqual(before, Slaves.Select(slave => State(a, slave)));
        var restored = first.Restore();
        _lab.Say(restored);
        Assert.Equal(before, Slaves.Select(slave => State(a, slave)));
        Assert.Contains("nothing to restore", first.Restore(), StringComparison.Ordinal);

        BondFastProcess.Start(_lab, a, toml).Kill();
        var third = BondFastProcess.Start(_lab, a, toml);
        Assert.Contains("restored after a crash: bf1: address", third.Log, StringComparison.Ordinal);
        third.Kill();
        third.Restore();
        Assert.Equal(before, Slaves.Select(slave => State(a, slave)));

        BondFastProcess.Start(_lab, a, toml).Stop();
        Assert.Equal(before, Slaves.Select(slave => State(a, slave)));
    }

    public void Dispose() => _lab.Dispose();

    private static (string Mac, int Mtu) State(NetworkNamespace space, string device) =>
        (space.Mac(device), space.Link(device).GetProperty("mtu").GetInt32());
}
