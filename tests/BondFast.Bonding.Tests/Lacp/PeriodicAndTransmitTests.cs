using BondFast.Bonding.Lacp;
using BondFast.Wire;

namespace BondFast.Bonding.Tests.Lacp;

/// <summary>Conformance checks P1 to P4 and T1 to T4.</summary>
public class PeriodicAndTransmitTests
{
    [Theory]
    [InlineData(true, 1.0)]
    [InlineData(false, 30.0)]
    public void P1_The_partners_timeout_picks_how_often_we_send(bool partnerShort, double period)
    {
        LacpState state = partnerShort ? LacpLab.Healthy : LacpLab.Healthy & ~LacpState.Timeout;
        // Our own rate is the other one: it must not matter here.
        var lab = new LacpLab(partnerShort ? LacpLab.Slow : LacpLab.Fast);
        lab.Befriend(0, LacpLab.PartnerPort(1, state));
        lab.Run(40);
        double[] times = [.. lab.LacpdusOf(0).Select(sent => sent.Second).Where(second => second > 5)];
        lab.Run(200);
        times = [.. lab.LacpdusOf(0).Select(sent => sent.Second).Where(second => second > 36)];
        Assert.True(times.Length > 5);
        for (int i = 1; i < times.Length; i++) Assert.Equal(period, times[i] - times[i - 1], precision: 6);
    }

    [Fact]
    public void P1_Without_a_partner_an_active_port_sends_slowly_after_the_fast_start()
    {
        var lab = new LacpLab();
        lab.Run(100);
        double[] times = [.. lab.LacpdusOf(0).Select(sent => Math.Round(sent.Second, 3))];
        Assert.Equal([0, 1, 2, 3], times.Take(4).Select(Math.Floor));
        Assert.All(times.Where(second => second > 5).Zip(times.Where(second => second > 5).Skip(1)), pair => Assert.Equal(30, pair.Second - pair.First, precision: 3));
    }

    [Fact]
    public void P2_A_partner_that_turns_to_short_timeouts_is_sent_a_PDU_at_once()
    {
        LacpState slow = LacpLab.Healthy & ~LacpState.Timeout;
        var lab = new LacpLab(LacpLab.Slow);
        lab.Befriend(0, LacpLab.PartnerPort(1, slow));
        lab.Run(45);
        Assert.Equal(PeriodicState.SlowPeriodic, lab[0].PeriodicState);
        lab.Silence(0);
        lab.Sent.Clear();
        lab.Hear(0, LacpLab.PartnerPort(1));
        lab.Advance();
        Assert.Single(lab.Sent);
        Assert.Equal(PeriodicState.FastPeriodic, lab[0].PeriodicState);
    }

    [Fact]
    public void P3_Two_passive_ends_are_silent()
    {
        var lab = new LacpLab(LacpLab.Fast with { LacpActive = false });
        lab.Run(120);
        Assert.Empty(lab.Sent);
        lab.Hear(0, LacpLab.PartnerPort(1, LacpLab.Healthy & ~LacpState.Activity));
        lab.Run(2);
        Assert.Empty(lab.Sent);
        Assert.Equal(PeriodicState.NoPeriodic, lab[0].PeriodicState);
    }

    [Fact]
    public void P4_A_passive_port_answers_an_active_partner_and_goes_on_sending()
    {
        var lab = new LacpLab(LacpLab.Fast with { LacpActive = false });
        lab.Befriend(0);
        lab.Run(20);
        Assert.InRange(lab.Sent.Count, 20, 30);
        Assert.All(lab.Sent, sent => Assert.Equal(LacpState.None, sent.State & (LacpState.Activity | LacpState.Expired)));
        Assert.True(lab[0].Distributing);
    }

    [Fact]
    public void T1_However_often_something_changes_never_more_than_three_PDUs_leave_in_a_second()
    {
        LacpLab lab = new LacpLab().Converge();
        lab.Silence(0);
        var random = new Random(7);
        for (int i = 0; i < 5000; i++)
        {
            if (random.Next(2) == 0) lab.Set(options => options with { LacpRate = random.Next(2) == 0 ? LacpRate.Fast : LacpRate.Slow });
            else lab.Hear(0, LacpLab.PartnerPort(1, (LacpState)random.Next(256)), lab[0].Actor with { Key = (ushort)random.Next(3) });
            lab.Run(random.NextDouble() * 0.05);
        }
        AssertThreeInAnySecond(lab);
        Assert.True(lab.Sent.Count > 100);
    }

    [Fact]
    public void T2_A_deferred_PDU_leaves_as_soon_as_the_limit_allows_and_carries_the_latest_state()
    {
        LacpLab lab = new LacpLab().Converge();
        lab.Silence(0);
        lab.Run(0.2);
        lab.Sent.Clear();
        for (int i = 0; i < 3; i++)
        {
            lab.Hear(0, partner: lab[0].Actor with { Key = 1 });
            lab.Run(0.1);
        }
        double first = lab.Sent[0].Second;
        int before = lab.Sent.Count;
        lab.Hear(0, partner: lab[0].Actor with { Key = 1 });
        lab.Advance();
        Assert.Equal(TransmitState.Limited, lab[0].TransmitState);
        lab.Set(options => options with { LacpRate = LacpRate.Slow });
        lab.Link(0, true);
        lab.Hear(0, LacpLab.PartnerPort(1, LacpLab.OutOfSync), lab[0].Actor);
        Assert.Equal(before, lab.Sent.Count);
        lab.Run(1);
        SentFrame deferred = lab.Sent[before];
        Assert.InRange(deferred.Second, first, first + 1.000001);
        Assert.Equal(LacpState.None, deferred.State & (LacpState.Timeout | LacpState.Collecting | LacpState.Distributing));
        AssertThreeInAnySecond(lab);
    }

    [Fact]
    public void T3_A_lost_link_clears_what_was_waiting_and_uses_up_nothing()
    {
        LacpLab lab = new LacpLab().Converge();
        lab.Silence(0);
        for (int i = 0; i < 4; i++)
        {
            lab.Hear(0, partner: lab[0].Actor with { Key = 1 });
            lab.Run(0.01);
        }
        Assert.Equal(TransmitState.Limited, lab[0].TransmitState);
        lab.Sent.Clear();
        lab.Link(0, false);
        lab.Run(10);
        Assert.Empty(lab.Sent);
        Assert.Equal(TransmitState.NoTx, lab[0].TransmitState);
        lab.Link(0, true);
        lab.Advance();
        Assert.Equal(LacpState.Expired, Assert.Single(lab.Sent).State & LacpState.Expired);
    }

    [Fact]
    public void T3_A_frame_that_the_device_refuses_is_tried_again_and_not_counted()
    {
        LacpLab lab = new LacpLab().Converge();
        ulong sent = lab[0].Counts.LacpdusTransmitted;
        lab.Refuses = true;
        lab.Run(2);
        Assert.Equal(sent, lab[0].Counts.LacpdusTransmitted);
        Assert.InRange(lab[0].Counts.SendRefused, 9UL, 21UL);
        lab.Refuses = false;
        lab.Run(0.1);
        Assert.Equal(sent + 1, lab[0].Counts.LacpdusTransmitted);
    }

    [Fact]
    public void T4_How_late_PDUs_leave_is_recorded()
    {
        LacpLab lab = new LacpLab().Converge();
        Assert.Equal(0, lab[0].WorstTransmitDelay);
        lab.Silence(0);
        lab.Run(0.5);
        lab.Hear(0, partner: lab[0].Actor with { Key = 1 });
        lab.Stall(0.04);
        lab.Advance();
        Assert.Equal(40_000_000, lab[0].WorstTransmitDelay);
    }

    [Fact]
    public void Several_changes_of_one_moment_make_one_PDU()
    {
        LacpLab lab = new LacpLab(LacpLab.Fast with { CoupledControl = false }).Converge();
        lab.Silence(0);
        lab.Run(1.5);
        lab.Sent.Clear();
        // DISTRIBUTING, COLLECTING, ATTACHED, DETACHED, each with NTT
        lab.Hear(0, LacpLab.PartnerPort(9, LacpLab.OutOfSync, key: 9));
        lab.Advance();
        Assert.Equal(LacpLab.OutOfSync, Assert.Single(lab.Sent).State);
    }

    internal static void AssertThreeInAnySecond(LacpLab lab)
    {
        foreach (IGrouping<LacpPort, SentFrame> ofPort in lab.Sent.Where(frame => frame.IsLacpdu).GroupBy(frame => frame.Port))
        {
            double[] times = [.. ofPort.Select(sent => sent.Second)];
            for (int i = 3; i < times.Length; i++) Assert.True(times[i] - times[i - 3] > 0.999_999_9, $"four PDUs within {times[i] - times[i - 3]} s at {times[i]}");
        }
    }
}
