using BondFast.Bonding.Lacp;
using BondFast.Wire;

namespace BondFast.Bonding.Tests.Lacp;

/// <summary>Conformance checks R1 to R12 (R9 has its own file).</summary>
public class ReceiveMachineTests
{
    [Fact]
    public void R1_From_begin_the_port_is_expired_and_without_partner_defaulted_after_3_seconds()
    {
        var lab = new LacpLab();
        Assert.Equal(ReceiveState.Expired, lab[0].ReceiveState);
        lab.RunUntil(2.999_999_999);
        Assert.Equal(ReceiveState.Expired, lab[0].ReceiveState);
        lab.RunUntil(3);
        Assert.Equal(ReceiveState.Defaulted, lab[0].ReceiveState);
        Assert.True(lab[0].Defaulted);
    }

    [Fact]
    public void R1_A_port_without_link_begins_disabled()
    {
        var lab = new LacpLab(up: false);
        lab.Run(10);
        Assert.Equal(ReceiveState.PortDisabled, lab[0].ReceiveState);
        Assert.Empty(lab.Sent);
    }

    [Theory]
    [InlineData(ReceiveState.Expired)]
    [InlineData(ReceiveState.Defaulted)]
    [InlineData(ReceiveState.Current)]
    public void R2_A_LACPDU_makes_the_port_current(ReceiveState from)
    {
        var lab = new LacpLab();
        if (from == ReceiveState.Defaulted) lab.Run(3.5);
        if (from == ReceiveState.Current) lab.Hear(0);
        Assert.Equal(from, lab[0].ReceiveState);
        lab.Hear(0);
        Assert.Equal(ReceiveState.Current, lab[0].ReceiveState);
        Assert.False(lab[0].Defaulted);
        Assert.Equal(LacpLab.PartnerPort(1), lab[0].Partner);
    }

    [Fact]
    public void R2_A_LACPDU_is_not_taken_while_the_port_is_disabled_or_cannot_speak_LACP()
    {
        var lab = new LacpLab(ports: 2, up: false);
        lab.Link(1, true, fullDuplex: false);
        lab.Hear(0);
        lab.Hear(1);
        Assert.Equal([ReceiveState.PortDisabled, ReceiveState.LacpDisabled], lab.Ports.Select(port => port.ReceiveState));
        Assert.All(lab.Ports, port => Assert.True(port.Partner.System.IsZero));
        Assert.All(lab.Ports, port => Assert.Equal(1UL, port.Counts.ReceivedWhileDisabled));
    }

    [Theory]
    [InlineData(LacpRate.Fast, 3, 6)]
    [InlineData(LacpRate.Slow, 90, 93)]
    public void R3_R4_Silence_expires_the_partner_by_our_own_timeout_and_3_seconds_later_it_is_forgotten(LacpRate rate, double expired, double defaulted)
    {
        var lab = new LacpLab(LacpLab.Fast with { LacpRate = rate });
        lab.Run(0.5);
        // The partner's own wish is the other one: it must not matter here.
        lab.Hear(0, LacpLab.PartnerPort(1, rate == LacpRate.Fast ? LacpLab.Healthy & ~LacpState.Timeout : LacpLab.Healthy));
        lab.RunUntil(0.5 + expired - 0.000_000_001);
        Assert.Equal(ReceiveState.Current, lab[0].ReceiveState);
        lab.RunUntil(0.5 + expired);
        Assert.Equal(ReceiveState.Expired, lab[0].ReceiveState);
        lab.RunUntil(0.5 + defaulted - 0.000_000_001);
        Assert.Equal(ReceiveState.Expired, lab[0].ReceiveState);
        lab.RunUntil(0.5 + defaulted);
        Assert.Equal(ReceiveState.Defaulted, lab[0].ReceiveState);
    }

    [Fact]
    public void R5_Expired_is_told_at_once_with_the_partner_asked_for_short_timeouts()
    {
        var lab = new LacpLab();
        lab.Hear(0, LacpLab.PartnerPort(1, LacpLab.Healthy & ~LacpState.Timeout));
        lab.RunUntil(2.999);
        lab.Sent.Clear();
        lab.RunUntil(3);
        SentFrame said = Assert.Single(lab.Sent);
        Assert.Equal(LacpState.Expired, said.State & LacpState.Expired);
        Assert.Equal(LacpState.Timeout, said.Lacpdu.Partner.State & LacpState.Timeout);
        Assert.Equal(LacpState.None, said.Lacpdu.Partner.State & LacpState.Synchronization);
    }

    [Fact]
    public void R6_A_link_that_goes_keeps_its_partner_out_of_Sync_and_needs_no_new_selection_when_it_is_back()
    {
        LacpLab lab = new LacpLab(ports: 2).Converge();
        Aggregator aggregator = lab[0].Aggregator!;
        lab.Link(0, false);
        Assert.Equal(ReceiveState.PortDisabled, lab[0].ReceiveState);
        Assert.Equal(LacpLab.PartnerPort(1) with { State = LacpLab.Healthy & ~LacpState.Synchronization }, lab[0].Partner);
        Assert.False(lab[0].Collecting);
        lab.Silence(0);
        lab.Run(200);
        lab.Link(0, true);
        Assert.Equal(ReceiveState.Expired, lab[0].ReceiveState);
        Assert.Same(aggregator, lab[0].Aggregator);
        Assert.Equal(MuxState.Attached, lab[0].MuxState);
        lab.Hear(0);
        Assert.True(lab[0].Distributing);
    }

    [Fact]
    public void R6_When_every_link_was_lost_for_a_moment_traffic_is_back_with_the_first_PDU()
    {
        LacpLab lab = new LacpLab(ports: 2).Converge();
        for (int port = 0; port < 2; port++) lab.Link(port, false);
        Assert.False(lab.System.Carrier);
        lab.Run(0.1);
        for (int port = 0; port < 2; port++) lab.Link(port, true);
        lab.Hear(0);
        lab.Hear(1);
        Assert.All(lab.Ports, port => Assert.True(port.Distributing));
        Assert.True(lab.System.Carrier);
    }

    [Fact]
    public void R6_A_link_that_comes_back_with_another_speed_is_selected_anew()
    {
        LacpLab lab = new LacpLab(ports: 2).Converge();
        lab.Link(0, false);
        lab.Link(0, true, speed: 100);
        Assert.NotSame(lab[1].Aggregator, lab[0].Aggregator);
        Assert.Equal(100u, lab[0].SpeedMbps);
    }

    [Fact]
    public void R7_A_port_that_cannot_speak_LACP_is_used_as_an_individual_link()
    {
        var lab = new LacpLab(ports: 0);
        lab.AddPort(fullDuplex: false);
        lab.Run(10);
        Assert.Equal(ReceiveState.LacpDisabled, lab[0].ReceiveState);
        Assert.True(lab[0].Distributing);
        Assert.True(lab[0].Aggregator!.LagId.Individual);
        Assert.Empty(lab.Sent);
    }

    [Fact]
    public void R8_When_a_partner_port_shows_up_on_another_port_the_disabled_one_forgets_it()
    {
        LacpLab lab = new LacpLab(ports: 2).Converge();
        lab.Silence(0);
        lab.Silence(1);
        lab.Link(0, false);
        Assert.Equal(MuxState.Attached, lab[0].MuxState);
        lab.Hear(1, LacpLab.PartnerPort(1));
        Assert.True(lab[0].Partner.System.IsZero);
        Assert.True(lab[0].Defaulted);
        Assert.NotSame(lab[1].Aggregator, lab[0].Aggregator);
        Assert.NotEqual(MuxState.Attached, lab[0].MuxState);
    }

    [Fact]
    public void R8_The_same_when_the_link_is_lost_after_the_partner_port_showed_up_elsewhere()
    {
        LacpLab lab = new LacpLab(ports: 2).Converge();
        lab.Silence(0);
        lab.Silence(1);
        lab.Hear(1, LacpLab.PartnerPort(1));
        Assert.False(lab[0].Partner.System.IsZero);
        lab.Link(0, false);
        Assert.True(lab[0].Partner.System.IsZero);
    }

    [Theory]
    [InlineData("system priority", true)]
    [InlineData("system", true)]
    [InlineData("key", true)]
    [InlineData("port priority", true)]
    [InlineData("port", true)]
    [InlineData("Activity", true)]
    [InlineData("Timeout", true)]
    [InlineData("Aggregation", true)]
    [InlineData("Synchronization", true)]
    [InlineData("Collecting", false)]
    [InlineData("Distributing", false)]
    [InlineData("Defaulted", false)]
    [InlineData("Expired", false)]
    [InlineData("nothing", false)]
    public void R10_A_partner_that_has_one_of_nine_fields_wrong_is_told_at_once(string wrong, bool answered)
    {
        LacpLab lab = new LacpLab().Converge();
        lab.Silence(0);
        lab.Run(0.5);
        lab.Sent.Clear();
        LacpPortInfo us = lab[0].Actor;
        lab.Hear(0, partner: wrong switch
        {
            "system priority" => us with { SystemPriority = 1 },
            "system" => us with { System = new MacAddress(1) },
            "key" => us with { Key = 1 },
            "port priority" => us with { PortPriority = 1 },
            "port" => us with { Port = 77 },
            "nothing" => us,
            _ => us with { State = us.State ^ Enum.Parse<LacpState>(wrong) },
        });
        lab.Advance();
        Assert.Equal(answered ? 1 : 0, lab.Sent.Count);
    }

    [Fact]
    public void R11_A_PDU_at_the_very_instant_at_which_the_timer_ends_keeps_the_partner()
    {
        LacpLab lab = new LacpLab().Converge();
        lab.Silence(0);
        double last = Math.Floor(lab.Second);
        lab.RunUntil(last + 2.9);
        lab.Stall(0.1);
        lab.Hear(0);
        lab.Advance();
        Assert.Equal(ReceiveState.Current, lab[0].ReceiveState);
        Assert.True(lab[0].Distributing);
    }

    [Fact]
    public void R12_A_flood_of_PDUs_neither_piles_up_work_nor_loses_the_timer()
    {
        LacpLab lab = new LacpLab().Converge();
        lab.Silence(0);
        long runs = lab.System.PortRuns;
        lab.Sent.Clear();
        for (int i = 0; i < 20_000; i++)
        {
            lab.Hear(0, partner: lab[0].Actor with { Port = 9 });
            lab.Run(0.0001);
        }
        Assert.InRange(lab.System.PortRuns - runs, 20_000, 2 * 20_000 + 100);
        Assert.InRange(lab.Sent.Count, 4, 3 * 3);
        double end = lab.Second;
        lab.RunUntil(end + 2.999);
        Assert.Equal(ReceiveState.Current, lab[0].ReceiveState);
        lab.RunUntil(end + 3.0);
        Assert.Equal(ReceiveState.Expired, lab[0].ReceiveState);
    }
}
