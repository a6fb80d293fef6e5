using BondFast.Interop.Tests.Host;
using BondFast.Interop.Tests.Lacp;
using BondFast.Interop.Tests.Network;
using BondFast.Interop.Tests.Peers;
using BondFast.Interop.Tests.Traffic;
using Xunit.Abstractions;

namespace BondFast.Interop.Tests.Proofs;

/// <summary>The harness itself, without BondFast: what the other tests stand on works.</summary>
public sealed class OpenVSwitchWorks(ITestOutputHelper output) : IDisposable
{
    private readonly Lab _lab = new(output);

    [Fact]
    public void Two_namespaces_talk_through_an_Open_vSwitch_bridge()
    {
        var (a, b, s) = (_lab.Namespace("a"), _lab.Namespace("b"), _lab.Namespace("s"));
        VethPair.Connect(a, "a0", s, "sa");
        VethPair.Connect(b, "b0", s, "sb");
        a.Ip("addr add 10.1.0.1/24 dev a0");
        b.Ip("addr add 10.1.0.2/24 dev b0");
        OpenVSwitch.Start(_lab, s).AddPorts("sa", "sb");
        Ping.UntilAnswered(a, "10.1.0.2", TimeSpan.FromSeconds(10));

        var capture = PacketCapture.Start(_lab, b, "b0", "icmp");
        var ping = Ping.Run(_lab, a, "10.1.0.2");
        var frames = capture.Stop();
        Assert.Equal((10, 10, 0), (ping.Sent, ping.Received, ping.Duplicates));
        Assert.Equal(20, frames.Count);

        var transfer = TcpTransfer.Start(_lab, a, b, "10.1.0.2").Finish(TimeSpan.FromMinutes(2));
        _lab.Say(transfer.ToString());
        Assert.Equal(transfer.SentHash, transfer.ReceivedHash);
        Assert.Equal(200_000_000, transfer.Bytes);
    }

    public void Dispose() => _lab.Dispose();
}
