using BondFast.Interop.Tests.Host;
using BondFast.Interop.Tests.Program;
using BondFast.Interop.Tests.Traffic;
using BondFast.Wire;
using Xunit.Abstractions;

namespace BondFast.Interop.Tests.Lacp;

/// <summary>What every real peer must live through with the bond; derived classes say which peer.</summary>
public abstract class LacpScenarios(ITestOutputHelper output) : IDisposable
{
    private const LacpState Running = LacpState.Synchronization | LacpState.Collecting | LacpState.Distributing;

    private protected Lab Lab { get; } = new(output);

    private protected abstract LacpBed MakeBed(LacpSettings peer);

    [Theory]
    [InlineData(true, true, true, true)]
    [InlineData(true, false, true, false)]
    [InlineData(true, true, true, false)]
    [InlineData(true, true, false, true)]
    [InlineData(false, true, true, true)]
    public void Both_sides_come_up_and_agree_on_every_flag(bool active, bool fast, bool peerActive, bool peerFast)
    {
        var (ours, theirs) = (new LacpSettings(active, fast), new LacpSettings(peerActive, peerFast));
        var bed = MakeBed(theirs);
        var capture = bed.Capture(1);
        bed.StartBond(ours);
        bed.WaitUntilBothWork();
        for (var cable = 0; cable < 2; cable++)
        {
            Assert.Equal((ours.Bits | Running, theirs.Bits | Running), bed.Bond.Status.PortStates($"bf{cable}"));
            Assert.Equal((theirs.Bits | Running, ours.Bits | Running), bed.Peer.PortStates(cable));
            Assert.Equal(bed.Peer.SystemId, bed.Bond.Status.Partner($"bf{cable}", "system mac address"));
            Assert.Equal(bed.Bond.Status.Actor($"bf{cable}", "system mac address"), bed.Peer.PartnerSystem(cable));
        }
        Ping.UntilAnswered(bed.A, LacpBed.AddressOfB, TimeSpan.FromSeconds(10));
        var pdus = capture.Stop();
        Lab.Say($"first PDU to both sides distributing on bf1: {LacpCapture.Convergence(pdus):0.0} s");
        Assert.Equal("", Malformed(capture.File));

        bed.Bond.Stop();
    }

    [Fact]
    public void Traffic_takes_both_links_both_ways_and_a_transfer_survives_a_cut_member()
    {
        var bed = MakeBed(new LacpSettings());
        bed.StartBond(new LacpSettings());
        bed.WaitUntilBothWork();
        Ping.UntilAnswered(bed.A, LacpBed.AddressOfB, TimeSpan.FromSeconds(10));
        var quiet = Ping.Run(Lab, bed.A, LacpBed.AddressOfB);
        Assert.Equal((10, 10, 0), (quiet.Sent, quiet.Received, quiet.Duplicates));

        var (sent0, sent1, received0, received1) = (bed.A.Sent("bf0"), bed.A.Sent("bf1"), bed.A.Received("bf0"), bed.A.Received("bf1"));
        Assert.Equal(new UdpReport(256, 256, 0), UdpFlows.Send(bed.A, bed.B, LacpBed.AddressOfB));
        Assert.Equal(new UdpReport(256, 256, 0), UdpFlows.Send(bed.B, bed.A, LacpBed.AddressOfA));
        Lab.Say($"256 datagrams each way: sent on bf0 {bed.A.Sent("bf0") - sent0}, bf1 {bed.A.Sent("bf1") - sent1}; received on bf0 {bed.A.Received("bf0") - received0}, bf1 {bed.A.Received("bf1") - received1}");
        Assert.All(new[] { bed.A.Sent("bf0") - sent0, bed.A.Sent("bf1") - sent1, bed.A.Received("bf0") - received0, bed.A.Received("bf1") - received1 },
            packets => Assert.True(packets > 40));

        var transfer = TcpTransfer.Start(Lab, bed.A, bed.B, LacpBed.AddressOfB, 60_000_000);
        transfer.WaitFor(0.3, TimeSpan.FromMinutes(2));
        bed.Peer.Cut(0);
        bed.WaitUntil(() => bed.Rests(0), 10);
        transfer.WaitFor(0.6, TimeSpan.FromMinutes(2));
        bed.Peer.Mend(0);
        var report = transfer.Finish(TimeSpan.FromMinutes(2));
        Lab.Say(report.ToString());
        Assert.Equal(report.SentHash, report.ReceivedHash);
        bed.WaitUntilBothWork();
        bed.Bond.Stop();
    }

    [Fact]
    public void With_both_cables_cut_the_uplink_loses_carrier_and_gets_it_back()
    {
        var bed = MakeBed(new LacpSettings());
        bed.StartBond(new LacpSettings());
        bed.WaitUntilBothWork();
        bed.Peer.Cut(0);
        bed.WaitUntil(() => bed.Rests(0), 10);
        Assert.True(bed.Works(1));
        Assert.True(bed.UplinkHasCarrier);
        bed.Peer.Cut(1);
        bed.WaitUntil(() => bed.Rests(1) && !bed.UplinkHasCarrier, 10);
        bed.Peer.Mend(0);
        bed.WaitUntil(() => bed.UplinkHasCarrier && bed.Works(0), 30);
        bed.Peer.Mend(1);
        bed.WaitUntilBothWork();
        bed.Bond.Stop();
    }

    [Fact]
    public void A_frozen_peer_expires_and_comes_back()
    {
        var bed = MakeBed(new LacpSettings());
        bed.StartBond(new LacpSettings());
        bed.WaitUntilBothWork();
        bed.Peer.Freeze();
        Wait.Until(() => bed.Rests(0) && bed.Rests(1), TimeSpan.FromSeconds(15), () => bed.Bond.Status.Text, TimeSpan.FromMilliseconds(200));
        var state = bed.Bond.Status.PortStates("bf0").Actor;
        Assert.True((state & (LacpState.Expired | LacpState.Defaulted)) != 0, state.ToString());
        bed.Peer.Thaw();
        bed.WaitUntilBothWork();
        Ping.UntilAnswered(bed.A, LacpBed.AddressOfB, TimeSpan.FromSeconds(10));
        bed.Bond.Stop();
    }

    [Fact]
    public void Either_side_may_start_again_and_the_bond_says_goodbye()
    {
        var bed = MakeBed(new LacpSettings());
        bed.StartBond(new LacpSettings());
        bed.WaitUntilBothWork();
        bed.Peer.Restart();
        bed.WaitUntilBothWork();

        var capture = bed.Capture(0);
        bed.Bond.Stop();
        var goodbye = capture.Stop().Last(pdu => pdu.Ours).Actor.State;
        Assert.Equal(LacpState.None, goodbye & Running);
        bed.StartBond(new LacpSettings());
        bed.WaitUntilBothWork();
        bed.Bond.Stop();
    }

    [Fact]
    public void A_partner_that_becomes_another_system_is_taken_as_that()
    {
        var bed = MakeBed(new LacpSettings());
        bed.StartBond(new LacpSettings());
        bed.WaitUntilBothWork();
        bed.Peer.ChangeSystem();
        bed.WaitUntil(() => bed.Bond.Status.Partner("bf0", "system mac address") == bed.Peer.SystemId
            && bed.Bond.Status.Partner("bf1", "system mac address") == bed.Peer.SystemId && bed.Works(0) && bed.Works(1), 60);
        Ping.UntilAnswered(bed.A, LacpBed.AddressOfB, TimeSpan.FromSeconds(10));
        bed.Bond.Stop();
    }

    public virtual void Dispose()
    {
        Lab.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>What tshark finds wrong with the frames of a capture.</summary>
    private static string Malformed(string file) =>
        Command.Run(Requires.Program("tshark", "tshark"), "-r", file, "-Y", "_ws.malformed || _ws.expert.severity >= \"Warning\"").Output.Trim();
}
