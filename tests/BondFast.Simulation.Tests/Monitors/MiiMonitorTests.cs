using BondFast.Bonding;
using BondFast.Simulation.Tests.Network;

namespace BondFast.Simulation.Tests.Monitors;

/// <summary>The MII monitor's table and rules: linux-bonding 4 and 14, HOWTO 7.3, options miimon, updelay, downdelay.</summary>
public class MiiMonitorTests
{
    private static Scenario With(BondMode mode = BondMode.ActiveBackup, int updelay = 0, int downdelay = 0, int ports = 2) =>
        new(new BondOptions { Mode = mode, Miimon = 100, Updelay = updelay, Downdelay = downdelay }, ports);

    /// <summary>The slave's state after each of the ticks 0 .. 25, with carrier lost just before tick 5 and back just before tick 20.</summary>
    private static SlaveLink[] Trace(Scenario s, int port, int lost = 5, int back = 20)
    {
        s.Net.At(lost * 100 - 0.1, () => s.Ports[port].Carrier = false);
        s.Net.At(back * 100 - 0.1, () => s.Ports[port].Carrier = true);
        var states = new SlaveLink[26];
        for (int tick = 0; tick < states.Length; tick++)
        {
            s.Net.RunUntil(s.Net.Start + tick * 100 * SimulatedNetwork.Millisecond);
            states[tick] = s[port].Link;
        }
        return states;
    }

    // linux-bonding 14: updelay 3 ticks, downdelay 2 ticks: FAIL at 5, DOWN at 7, BACK at 20, UP at 23
    [Fact]
    public void Lost_carrier_passes_through_fail_to_down_and_through_back_to_up_in_whole_ticks()
    {
        Scenario s = With(updelay: 300, downdelay: 200);
        s.Net.Run(0);
        SlaveLink[] at = Trace(s, 1);
        Assert.Equal([SlaveLink.Up, SlaveLink.Fail, SlaveLink.Fail, SlaveLink.Down], at[4..8]);
        Assert.Equal([SlaveLink.Down, SlaveLink.Back, SlaveLink.Back, SlaveLink.Back, SlaveLink.Up], at[19..24]);
        Assert.Equal(1u, s[1].LinkFailureCount);
        Assert.Equal(0, s.Active);
    }

    // linux-bonding 14: both delays 0: DOWN at 5, UP at 20
    [Fact]
    public void Without_delays_a_change_is_committed_in_the_tick_that_sees_it()
    {
        SlaveLink[] at = Trace(With(), 1);
        Assert.Equal([SlaveLink.Up, SlaveLink.Down], at[4..6]);
        Assert.Equal([SlaveLink.Down, SlaveLink.Up], at[19..21]);
    }

    // linux-bonding 14: enslaved with carrier and updelay 3 ticks while another slave is active: UP at the 4th inspection
    [Fact]
    public void A_slave_that_is_enslaved_with_carrier_waits_for_updelay()
    {
        Scenario s = With(updelay: 300, ports: 1);
        Assert.Equal(0, s.Active);
        s.Net.Run(50);
        s.Host.Enslave(s.Host.AddPort());
        Assert.Equal(SlaveLink.Back, s[1].Link);
        s.Net.Run(300);
        Assert.Equal(SlaveLink.Back, s[1].Link);
        s.Net.Run(100);
        Assert.Equal(SlaveLink.Up, s[1].Link);
    }

    // linux-bonding 4, FAIL + link up: recovered before downdelay expired, no failure counted
    [Fact]
    public void A_flap_shorter_than_downdelay_is_no_failure_and_no_failover()
    {
        Scenario s = With(downdelay: 300);
        s.Carrier(0, false);
        Assert.Equal(SlaveLink.Fail, s[0].Link);
        Assert.Equal(0, s.Active);
        s.Carrier(0, true);
        Assert.Equal(SlaveLink.Up, s[0].Link);
        Assert.Equal(0u, s[0].LinkFailureCount);
        Assert.Equal(0, s.Active);
    }

    // linux-bonding 4, BACK + link down: DOWN again, which counts as a failure
    [Fact]
    public void A_link_that_goes_away_again_during_updelay_counts_another_failure()
    {
        Scenario s = With(updelay: 500);
        s.Net.Run(1000);
        s.Carrier(1, false);
        Assert.Equal(1u, s[1].LinkFailureCount);
        s.Carrier(1, true);
        Assert.Equal(SlaveLink.Back, s[1].Link);
        s.Carrier(1, false);
        Assert.Equal(SlaveLink.Down, s[1].Link);
        Assert.Equal(2u, s[1].LinkFailureCount);
    }

    // linux-bonding 4, DOWN + link down: nothing
    [Fact]
    public void A_dead_link_is_counted_once()
    {
        Scenario s = With();
        s.Carrier(1, false);
        s.Net.Run(10_000);
        Assert.Equal(1u, s[1].LinkFailureCount);
        Assert.Single(s.Texts("link-down"));
    }

    // linux-bonding 4: link truth is running and carrier
    [Fact]
    public void A_device_that_is_not_running_is_down_even_with_carrier()
    {
        Scenario s = With();
        s.Ports[0].Running = false;
        s.Net.Run(200);
        Assert.Equal(SlaveLink.Down, s[0].Link);
        Assert.Equal(1, s.Active);
    }

    // linux-bonding 1.2, HOWTO updelay and downdelay: rounded down to a multiple of miimon
    [Theory]
    [InlineData(250, 2)]
    [InlineData(99, 0)]
    [InlineData(100, 1)]
    public void Delays_are_rounded_down_to_whole_intervals(int updelay, int ticks)
    {
        Scenario s = With(updelay: updelay, ports: 1);
        s.Net.Run(50);
        s.Host.Enslave(s.Host.AddPort());
        for (int tick = 0; tick < ticks; tick++)
        {
            Assert.Equal(SlaveLink.Back, s[1].Link);
            s.Net.Run(100);
        }
        if (ticks > 0) s.Net.Run(100);
        Assert.Equal(SlaveLink.Up, s[1].Link);
    }

    // HOWTO 13.1: with no usable slave updelay is ignored, in every mode; linux-bonding 14: UP at the very inspection that sees the link
    [Theory]
    [InlineData(BondMode.BalanceRoundRobin)]
    [InlineData(BondMode.ActiveBackup)]
    [InlineData(BondMode.BalanceXor)]
    [InlineData(BondMode.Broadcast)]
    [InlineData(BondMode.BalanceTlb)]
    [InlineData(BondMode.BalanceAlb)]
    public void With_no_usable_slave_updelay_is_ignored(BondMode mode)
    {
        Scenario s = With(mode, updelay: 10_000);
        s.Net.Run(50);
        s.Ports[0].Carrier = s.Ports[1].Carrier = false;
        s.Net.Run(200);
        Assert.Empty(s.Usable);
        Assert.False(s.Bond.CarrierUp);
        s.Ports[1].Carrier = true;
        s.Net.Run(100);
        Assert.Equal(SlaveLink.Up, s[1].Link);
        Assert.Equal([1], s.Usable);
        Assert.True(s.Bond.CarrierUp);
    }

    // HOWTO 13.1, kernel self-tests mode-1-recovery-updelay and mode-2-recovery-updelay: miimon 100, updelay 0 .. 10000; the active
    // link is down for 2 s, then comes back while the other one fails
    [Theory]
    [InlineData(BondMode.ActiveBackup, 0)]
    [InlineData(BondMode.ActiveBackup, 10_000)]
    [InlineData(BondMode.BalanceXor, 0)]
    [InlineData(BondMode.BalanceXor, 10_000)]
    [InlineData(BondMode.BalanceRoundRobin, 10_000)]
    public void Recovery_while_the_other_link_fails_carries_traffic_at_once(BondMode mode, int updelay)
    {
        Scenario s = With(mode, updelay);
        s.Net.Run(11_000);
        s.Ports[0].Carrier = false;
        s.Net.Run(2_000);
        Assert.Equal([1], s.Usable);
        s.Ports[0].Carrier = true;
        s.Ports[1].Carrier = false;
        s.Net.Run(100);
        Assert.Equal([0], s.Usable);
    }

    // HOWTO 13.1: "the interface that first went into that state will be immediately reused"
    [Theory]
    [InlineData(BondMode.ActiveBackup)]
    [InlineData(BondMode.BalanceXor)]
    [InlineData(BondMode.BalanceRoundRobin)]
    public void Of_several_slaves_in_updelay_the_one_that_waited_longest_is_used(BondMode mode)
    {
        Scenario s = With(mode, updelay: 5_000, ports: 3);
        s.Net.Run(6_000);
        s.Ports[1].Carrier = s.Ports[2].Carrier = false;
        s.Net.Run(200);
        s.Ports[2].Carrier = true;
        s.Net.Run(300);
        s.Ports[1].Carrier = true;
        s.Net.Run(300);
        Assert.Equal([SlaveLink.Up, SlaveLink.Back, SlaveLink.Back], [s[0].Link, s[1].Link, s[2].Link]);
        s.Ports[0].Carrier = false;
        s.Net.Run(100);
        Assert.Equal([2], s.Usable);
        Assert.Equal(SlaveLink.Back, s[1].Link);
    }

    // linux-bonding 4: modes 4, 5, 6 refuse a slave of unknown speed and try again at every tick
    [Theory]
    [InlineData(BondMode.BalanceTlb)]
    [InlineData(BondMode.BalanceAlb)]
    [InlineData(BondMode.Ieee8023ad)]
    public void Unknown_speed_keeps_a_slave_down_until_it_is_known(BondMode mode)
    {
        Scenario s = With(mode, updelay: 300);
        s.Net.Run(1000);
        s.Ports[1].Carrier = false;
        s.Net.Run(200);
        s.Ports[1].SpeedMbps = 0;
        s.Ports[1].Carrier = true;
        s.Net.Run(2_000);
        Assert.Equal(SlaveLink.Down, s[1].Link);
        Assert.Equal(1u, s[1].LinkFailureCount);
        Assert.Single(s.Texts("speed-unknown"));
        s.Ports[1].SpeedMbps = 10_000;
        s.Net.Run(100);
        Assert.Equal(SlaveLink.Up, s[1].Link);
        Assert.Equal(10_000u, s[1].SpeedMbps);
    }

    // linux-bonding 4: in 802.3ad a change to an unknown speed stops the slave at once: FAIL, or DOWN if it never was up
    [Fact]
    public void A_speed_that_becomes_unknown_stops_a_slave_of_8023ad_before_the_next_tick()
    {
        Scenario s = With(BondMode.Ieee8023ad, downdelay: 200);
        s.Net.Run(5_050);
        s.Ports[1].ForgetsSpeedWithoutCarrier = true;
        s.Ports[1].Carrier = false;
        s.Net.Run(1);
        Assert.Equal(SlaveLink.Fail, s[1].Link);
        s.Net.Run(249);
        Assert.Equal(SlaveLink.Down, s[1].Link);
        Assert.Equal(1u, s[1].LinkFailureCount);
    }

    // linux-bonding 4: in the other modes speed does not matter
    [Fact]
    public void Unknown_speed_does_not_matter_in_active_backup()
    {
        Scenario s = With(ports: 0);
        s.Host.AddPort().SpeedMbps = 0;
        s.Host.Enslave(s.Ports[0]);
        s.Net.Run(100);
        Assert.Equal(0, s.Active);
        Assert.False(s[0].SpeedKnown);
    }

    // linux-bonding 4: speed 0 or no duplex makes both unknown
    [Fact]
    public void Unknown_duplex_makes_the_speed_unknown()
    {
        Scenario s = With();
        s.Ports[0].Duplex = Duplex.Unknown;
        s.Net.Run(100);
        Assert.Equal(0u, s[0].SpeedMbps);
        Assert.Equal(Duplex.Unknown, s[0].Duplex);
    }

    // linux-bonding 4: the first run is at open, then every miimon
    [Fact]
    public void Runs_at_open_and_then_every_interval()
    {
        var s = new Scenario(new BondOptions { Mode = BondMode.ActiveBackup, Miimon = 250 }, open: false);
        Assert.Equal(long.MaxValue, s.Bond.NextDeadline);
        s.Bond.Open(s.Net.Now);
        Assert.Equal(s.Net.Now, s.Bond.NextDeadline);
        s.Bond.Advance(s.Net.Now);
        Assert.Equal(s.Net.Now + 250 * SimulatedNetwork.Millisecond, s.Bond.NextDeadline);
    }

    [Fact]
    public void A_control_loop_that_was_late_runs_once_and_goes_on_from_there()
    {
        Scenario s = With();
        long late = s.Net.Start + 1_050 * SimulatedNetwork.Millisecond;
        s.Bond.Advance(late);
        Assert.Equal(late + 100 * SimulatedNetwork.Millisecond, s.Bond.NextDeadline);
    }

    // HOWTO 15, question 5: without a monitor every link counts as up
    [Fact]
    public void Without_a_monitor_link_states_stay_up()
    {
        var s = new Scenario(new BondOptions { Mode = BondMode.ActiveBackup });
        s.Carrier(0, false);
        s.Net.Run(10_000);
        Assert.Equal(SlaveLink.Up, s[0].Link);
        Assert.Equal(0, s.Active);
        Assert.Equal(long.MaxValue, s.Bond.NextDeadline);
    }

    // linux-bonding 3.4 and 4: FAIL is not UP, so carrier drops when the only slave's link goes, while active-backup still sends
    [Fact]
    public void Carrier_drops_when_the_only_link_is_lost_while_the_active_slave_still_sends_through_downdelay()
    {
        Scenario s = With(downdelay: 500, ports: 1);
        Assert.True(s.Bond.CarrierUp);
        s.Carrier(0, false);
        Assert.Equal(SlaveLink.Fail, s[0].Link);
        Assert.False(s.Bond.CarrierUp);
        Assert.Equal([0], s.Usable);
        s.Net.Run(500);
        Assert.Equal(-1, s.Active);
        Assert.Empty(s.Usable);
    }

    // linux-bonding 4: after all commits one reselection
    [Fact]
    public void Several_changes_in_one_tick_cause_one_failover()
    {
        Scenario s = With(ports: 4);
        s.Ports[0].Carrier = s.Ports[1].Carrier = false;
        s.Net.Run(100);
        Assert.Equal(2, s.Active);
        Assert.Equal(2, s.Texts("active-changed").Count);
    }

    [Fact]
    public void Changing_the_interval_at_run_time_starts_the_monitor_anew_at_once()
    {
        Scenario s = With(updelay: 300);
        s.Net.Run(1_050);
        s.Host.Set("miimon", "1000");
        Assert.Equal(s.Net.Now, s.Bond.NextDeadline);
        Assert.Equal(3000, s.Bond.Options.Updelay);
        s.Net.Run(0);
        Assert.Equal(s.Net.Now + 1000 * SimulatedNetwork.Millisecond, s.Bond.NextDeadline);
        s.Host.Set("miimon", "0");
        Assert.Equal(long.MaxValue, s.Bond.NextDeadline);
    }
}
