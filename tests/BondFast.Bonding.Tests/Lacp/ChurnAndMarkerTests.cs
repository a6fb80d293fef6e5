using BondFast.Bonding.Lacp;
using BondFast.Wire;

namespace BondFast.Bonding.Tests.Lacp;

/// <summary>Conformance checks C1 to C3 and K1 to K5.</summary>
public class ChurnAndMarkerTests
{
    [Fact]
    public void C1_After_60_seconds_out_of_Sync_either_end_is_churned()
    {
        var lab = new LacpLab(LacpLab.Fast with { LacpStrict = true }, ports: 2);
        lab.RunUntil(59.999);
        Assert.Equal(ChurnState.ChurnMonitor, lab[1].ActorChurn.State);
        lab.RunUntil(60);
        // Port 1 stands by, so our own end is out of Sync; port 0 is attached and only its partner is.
        Assert.Equal(ChurnState.Churn, lab[1].ActorChurn.State);
        Assert.Equal(ChurnState.Churn, lab[1].PartnerChurn.State);
        Assert.Equal(ChurnState.NoChurn, lab[0].ActorChurn.State);
        Assert.Equal(ChurnState.Churn, lab[0].PartnerChurn.State);
        Assert.Equal(1u, lab[1].ActorChurn.Count);
        Assert.Equal(3, lab.Events.Count(e => e.Kind == "lacp-churn"));
    }

    [Fact]
    public void C2_Sync_in_time_is_no_churn()
    {
        var lab = new LacpLab(LacpLab.Fast with { LacpStrict = true });
        lab.RunUntil(59.9);
        lab.Hear(0);
        lab.Befriend(0);
        lab.RunUntil(70);
        Assert.Equal(ChurnState.NoChurn, lab[0].PartnerChurn.State);
        Assert.Equal(0u, lab[0].PartnerChurn.Count);
    }

    [Fact]
    public void C3_Sync_ends_churn_and_its_loss_starts_the_watch_again()
    {
        var lab = new LacpLab(LacpLab.Fast with { LacpStrict = true });
        lab.RunUntil(61);
        Assert.Equal(ChurnState.Churn, lab[0].PartnerChurn.State);
        lab.Befriend(0);
        lab.Run(1);
        Assert.Equal(ChurnState.NoChurn, lab[0].PartnerChurn.State);
        lab.Befriend(0, LacpLab.PartnerPort(1, LacpLab.OutOfSync));
        lab.Run(1);
        Assert.Equal(ChurnState.ChurnMonitor, lab[0].PartnerChurn.State);
        lab.Run(60);
        Assert.Equal(ChurnState.Churn, lab[0].PartnerChurn.State);
        Assert.Equal(2u, lab[0].PartnerChurn.Count);
    }

    [Fact]
    public void C3_A_port_without_link_is_watched_from_the_moment_it_has_one()
    {
        var lab = new LacpLab(LacpLab.Fast with { LacpStrict = true }, up: false);
        lab.RunUntil(100);
        Assert.Equal(ChurnState.ChurnMonitor, lab[0].PartnerChurn.State);
        lab.Link(0, true);
        lab.RunUntil(159.9);
        Assert.Equal(ChurnState.ChurnMonitor, lab[0].PartnerChurn.State);
        lab.RunUntil(160);
        Assert.Equal(ChurnState.Churn, lab[0].PartnerChurn.State);
        lab.Link(0, false);
        Assert.Equal(ChurnState.ChurnMonitor, lab[0].PartnerChurn.State);
    }

    [Fact]
    public void K1_K2_A_marker_is_answered_with_its_content_on_the_port_it_came_in_on()
    {
        LacpLab lab = new LacpLab(ports: 2).Converge();
        lab.Sent.Clear();
        lab.HearFrame(1, LacpLab.Marker(MarkerType.Information, 77, LacpLab.PartnerSystem, 0xdeadbeef));
        lab.Advance();
        SentFrame answer = Assert.Single(lab.Sent, sent => sent.IsMarker);
        Assert.Same(lab[1], answer.Port);
        Assert.Equal(124, answer.Bytes.Length);
        Assert.Equal(lab[1].Mac, answer.Marker.Source);
        Assert.Equal(MarkerType.Response, answer.Marker.Type);
        Assert.Equal(77, answer.Marker.RequesterPort);
        Assert.Equal(LacpLab.PartnerSystem, answer.Marker.RequesterSystem);
        Assert.Equal(0xdeadbeef, answer.Marker.TransactionId);
        Assert.Equal(16, answer.Bytes[14 + 3]);
        Assert.All(answer.Bytes[(14 + 16)..], octet => Assert.Equal(0, octet));
        Assert.Equal(1UL, lab[1].Counts.MarkersReceived);
        Assert.Equal(1UL, lab[1].Counts.MarkerResponsesTransmitted);
    }

    [Fact]
    public void K3_A_malformed_marker_is_counted_and_not_answered()
    {
        LacpLab lab = new LacpLab().Converge();
        lab.Sent.Clear();
        byte[] marker = LacpLab.Marker(MarkerType.Information, 1, LacpLab.PartnerSystem, 1);
        lab.HearFrame(0, marker[..^1]);
        lab.HearFrame(0, marker[..20]);
        byte[] strange = [.. marker];
        strange[14 + 2] = 3;
        lab.HearFrame(0, strange);
        lab.Advance();
        Assert.DoesNotContain(lab.Sent, sent => sent.IsMarker);
        Assert.Equal(3UL, lab[0].Counts.IllegalReceived);
        Assert.Equal(0UL, lab[0].Counts.MarkersReceived);
    }

    [Fact]
    public void K4_The_generator_takes_only_the_answer_to_its_own_marker()
    {
        LacpLab lab = new LacpLab().Converge();
        lab.Sent.Clear();
        Assert.True(lab.System.SendMarker(lab[0], lab.Now));
        MarkerView asked = Assert.Single(lab.Sent, sent => sent.IsMarker).Marker;
        Assert.Equal(MarkerType.Information, asked.Type);
        Assert.False(lab.System.SendMarker(lab[0], lab.Now));
        uint transaction = asked.TransactionId;
        lab.HearFrame(0, LacpLab.Marker(MarkerType.Response, 1, LacpLab.OurSystem, transaction + 1));
        lab.HearFrame(0, LacpLab.Marker(MarkerType.Response, 2, LacpLab.OurSystem, transaction));
        lab.HearFrame(0, LacpLab.Marker(MarkerType.Response, 1, LacpLab.PartnerSystem, transaction));
        Assert.Equal(3UL, lab[0].Counts.StaleMarkerResponses);
        Assert.Equal(MarkerGeneratorState.WaitForResponse, lab[0].MarkerGenerator.State);
        lab.Run(0.25);
        lab.HearFrame(0, LacpLab.Marker(MarkerType.Response, 1, LacpLab.OurSystem, transaction));
        Assert.Equal(MarkerGeneratorState.Idle, lab[0].MarkerGenerator.State);
        Assert.Equal(250_000_000, lab[0].MarkerGenerator.RoundTrip);
        lab.HearFrame(0, LacpLab.Marker(MarkerType.Response, 1, LacpLab.OurSystem, transaction));
        Assert.Equal(4UL, lab[0].Counts.StaleMarkerResponses);
    }

    [Fact]
    public void K4_A_marker_without_answer_times_out_and_the_next_has_another_transaction()
    {
        LacpLab lab = new LacpLab().Converge();
        Assert.True(lab.System.SendMarker(lab[0], lab.Now));
        uint first = lab[0].MarkerGenerator.TransactionId;
        lab.Run(2.9);
        Assert.Equal(MarkerGeneratorState.WaitForResponse, lab[0].MarkerGenerator.State);
        lab.Run(0.2);
        Assert.Equal(MarkerGeneratorState.Idle, lab[0].MarkerGenerator.State);
        Assert.Equal(1UL, lab[0].Counts.MarkerTimeouts);
        Assert.True(lab.System.SendMarker(lab[0], lab.Now));
        Assert.NotEqual(first, lab[0].MarkerGenerator.TransactionId);
    }

    [Fact]
    public void K5_Of_a_storm_of_markers_five_a_second_are_answered_and_the_rest_is_counted()
    {
        LacpLab lab = new LacpLab().Converge();
        lab.Sent.Clear();
        for (uint i = 0; i < 10_000; i++)
        {
            lab.HearFrame(0, LacpLab.Marker(MarkerType.Information, 1, LacpLab.PartnerSystem, i));
            lab.Run(0.001);
        }
        SentFrame[] answers = [.. lab.Sent.Where(sent => sent.IsMarker)];
        Assert.InRange(answers.Length, 49, 56);
        for (int i = 5; i < answers.Length; i++) Assert.True(answers[i].Second - answers[i - 5].Second > 0.9999999);
        Assert.Equal(10_000UL, lab[0].Counts.MarkersReceived);
        Assert.Equal(10_000UL, lab[0].Counts.MarkersUnanswered + (ulong)answers.Length + (ulong)lab[0].MarkerResponder.Waiting);
        Assert.InRange(lab.LacpdusOf(0).Count(), 9, 12);
    }
}
