using BondFast.Interop.Tests.Host;
using BondFast.Interop.Tests.Network;
using BondFast.Interop.Tests.Peers.Kernel;
using Xunit.Abstractions;

namespace BondFast.Interop.Tests.Lacp;

/// <summary>A guest between namespaces A (two cables) and B (one): booted once for all tests of a class.</summary>
public sealed class GuestBetween : IDisposable
{
    private readonly Lab _lab = new();

    public GuestBetween()
    {
        (A, K, B) = (_lab.Namespace("a"), _lab.Namespace("k"), _lab.Namespace("b"));
        VethPair.Connect(A, "bf0", K, "f0");
        VethPair.Connect(A, "bf1", K, "f1");
        VethPair.Connect(B, "b0", K, "fb");
        B.Ip($"addr add {LacpBed.AddressOfB}/24 dev b0");
        Guest = KernelPeer.Boot(_lab, K, ["f0", "f1", "fb"]);
    }

    internal NetworkNamespace A { get; }
    internal NetworkNamespace K { get; }
    internal NetworkNamespace B { get; }
    internal KernelPeer Guest { get; }

    public void Dispose() => _lab.Dispose();
}

/// <summary>802.3ad with the Linux bonding driver.</summary>
public sealed class LacpWithLinux(GuestBetween between, ITestOutputHelper output) : LacpScenarios(output), IClassFixture<GuestBetween>
{
    private protected override LacpBed MakeBed(LacpSettings peer) =>
        new(Lab, between.A, between.K, between.B, Lab.Own(new LinuxLacp(between.Guest, peer)));
}
