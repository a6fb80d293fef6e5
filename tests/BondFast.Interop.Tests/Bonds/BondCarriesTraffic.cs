using BondFast.Interop.Tests.Host;
using BondFast.Interop.Tests.Network;
using BondFast.Interop.Tests.Program;
using BondFast.Interop.Tests.Traffic;
using Xunit.Abstractions;

namespace BondFast.Interop.Tests.Bonds;

/// <summary>
/// Real traffic: the kernel stack of namespace A on the bond's tap uplink, two cables, a far side that somebody else wrote, and namespace B's
/// kernel stack behind it.
/// </summary>
public sealed class BondCarriesTraffic(ITestOutputHelper output) : IDisposable
{
    private const int Miimon = 100; // ms
    private static readonly TimeSpan TransferLimit = TimeSpan.FromMinutes(3);
    private readonly Lab _lab = new(output);

    [Theory]
    [InlineData("balance-rr")]
    [InlineData("active-backup")]
    [InlineData("balance-xor")]
    [InlineData("broadcast")]
    public void Ping_and_TCP_pass_while_a_cable_is_pulled_and_put_back(string mode)
    {
        var a = _lab.Namespace("a");
        var (far, bond) = Build(a, mode);

        var buffers = bond.BuffersInUse;
        var quiet = Ping.Run(_lab, a, FarSide.AddressOfB, 40);
        _lab.Say($"before: {quiet}");
        Assert.Equal((40, 40, 0), (quiet.Sent, quiet.Received, quiet.Duplicates));

        var transfer = TcpTransfer.Start(_lab, a, far.B, FarSide.AddressOfB);
        transfer.WaitFor(0.25, TransferLimit);
        var busiest = Busiest(a);
        var cut = DateTime.Now;
        far.Cut(busiest);
        var noticed = bond.WaitForSlave(cut, $"bf{busiest}", up: false).At - cut;
        transfer.WaitFor(0.5, TransferLimit);
        var mended = DateTime.Now;
        far.Mend(busiest);
        bond.WaitForSlave(mended, $"bf{busiest}", up: true);
        var report = transfer.Finish(TransferLimit);
        _lab.Say($"cable {busiest} pulled, noticed after {noticed.TotalMilliseconds:0} ms (miimon {Miimon}); {report}");
        Assert.Equal(200_000_000, report.Bytes);
        Assert.Equal(report.SentHash, report.ReceivedHash);

        var again = Ping.Run(_lab, far.B, FarSide.AddressOfA, 40);
        _lab.Say($"after: {again}");
        Assert.Equal((40, 40, 0), (again.Sent, again.Received, again.Duplicates));
        ExpectSpread(mode, a, far.B, 1 - busiest);
        ExpectNoBufferLost(bond, buffers);
        bond.Stop();
    }

    [Theory]
    [InlineData("balance-rr")]
    [InlineData("active-backup")]
    [InlineData("balance-xor")]
    [InlineData("broadcast")]
    public void A_slave_that_vanishes_under_traffic_is_reported_and_the_bond_goes_on(string mode)
    {
        var a = _lab.Namespace("a");
        var (far, bond) = Build(a, mode);
        var buffers = bond.BuffersInUse;
        var transfer = TcpTransfer.Start(_lab, a, far.B, FarSide.AddressOfB, 60_000_000);
        transfer.WaitFor(0.3, TransferLimit);
        var busiest = Busiest(a);
        var deleted = DateTime.Now;
        far.Vanish(busiest);
        bond.Events.WaitFor(deleted, TimeSpan.FromSeconds(10), $"bf{busiest} has vanished");
        var report = transfer.Finish(TransferLimit);
        _lab.Say($"bf{busiest} deleted; {report}");
        Assert.Equal(report.SentHash, report.ReceivedHash);
        Assert.DoesNotContain($"bf{busiest}", bond.Status.Slaves);
        ExpectNoBufferLost(bond, buffers);
        bond.Stop();
    }

    public void Dispose() => _lab.Dispose();

    private (FarSide, BondFastProcess) Build(NetworkNamespace a, string mode)
    {
        var far = mode switch
        {
            "active-backup" => FarSide.Switch(_lab, a),
            "balance-xor" => FarSide.StaticBond(_lab, a),
            // A broadcast bond sends each frame twice; a peer that listens on one of its links gets each once.
            "broadcast" => FarSide.Linux(_lab, a, "active-backup"),
            _ => FarSide.Linux(_lab, a, mode),
        };
        var bond = BondFastProcess.Start(_lab, a, new BondToml(mode, ["bf0", "bf1"], $"miimon = {Miimon}", "xmit_hash_policy = \"layer3+4\""));
        a.Ip($"addr add {FarSide.AddressOfA}/24 dev {BondToml.Bond}");
        a.Ip($"link set {BondToml.Bond} up");
        if (far.StaticNeighbours)
        {
            a.SetNeighbour(BondToml.Bond, FarSide.AddressOfB, far.B.Mac("b0"));
            far.B.SetNeighbour("b0", FarSide.AddressOfA, a.Mac(BondToml.Bond));
        }
        Ping.UntilAnswered(a, FarSide.AddressOfB, TimeSpan.FromSeconds(20));
        return (far, bond);
    }

    private static void ExpectNoBufferLost(BondFastProcess bond, int before)
    {
        var now = -1;
        Wait.Until(() => (now = bond.BuffersInUse) == before, TimeSpan.FromSeconds(5), () => $"{now} buffers are in use, {before} were before the traffic");
    }

    /// <summary>All frames arrive once, and the cable that was pulled is in use again as the mode wants it.</summary>
    private static void ExpectSpread(string mode, NetworkNamespace a, NetworkNamespace b, int other)
    {
        var before = (a.Sent("bf0"), a.Sent("bf1"));
        Assert.Equal(new UdpReport(256, 256, 0), UdpFlows.Send(a, b, FarSide.AddressOfB));
        var (first, second) = (a.Sent("bf0") - before.Item1, a.Sent("bf1") - before.Item2);
        var (mended, stayed) = other == 1 ? (first, second) : (second, first);
        switch (mode)
        {
            case "balance-rr":
                Assert.InRange(mended, stayed - 5, stayed + 5);
                break;
            case "broadcast":
                Assert.Equal(stayed, mended);
                Assert.InRange(mended, 256, 270);
                break;
            case "balance-xor":
                Assert.InRange(mended, 64, 192);
                break;
            default: // active-backup stays where it is
                Assert.Equal(0, mended);
                break;
        }
    }

    /// <summary>The cable that carries most of what A sends.</summary>
    private static int Busiest(NetworkNamespace a)
    {
        var before = (a.Sent("bf0"), a.Sent("bf1"));
        Thread.Sleep(100);
        return a.Sent("bf1") - before.Item2 > a.Sent("bf0") - before.Item1 ? 1 : 0;
    }
}
