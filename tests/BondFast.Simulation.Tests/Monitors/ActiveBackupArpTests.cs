using BondFast.Bonding;
using BondFast.Simulation.Tests.Failover;
using BondFast.Simulation.Tests.Network;

namespace BondFast.Simulation.Tests.Monitors;

/// <summary>The ARP monitor in active-backup: linux-bonding 5.3 and 14, HOWTO 7.1.</summary>
public class ActiveBackupArpTests
{
    // linux-bonding 5.3, probe: an active slave alone sends, every interval, one probe for each target
    [Fact]
    public void The_active_slave_alone_is_probed_every_interval()
    {
        var a = new ArpScenario(targets: ["10.0.0.1", "10.0.0.9"]);
        a.Net.Run(1_000);
        Assert.Equal(0, a.Active);
        Assert.Equal(22, a.Probes(0));
        Assert.Equal(0, a.Probes(1));
        Assert.Equal([SlaveLink.Up, SlaveLink.Up], [a[0].Link, a[1].Link]);
        Assert.Equal([0u, 0u], [a[0].LinkFailureCount, a[1].LinkFailureCount]);
    }

    // linux-bonding 14: silence limit of the active slave: M + 1/2 intervals, decided at the first run after it
    [Theory]
    [InlineData(1, 200)]
    [InlineData(2, 300)]
    [InlineData(3, 400)]
    [InlineData(5, 600)]
    public void The_active_slave_fails_at_the_first_run_after_its_silence_limit(int missedMax, int milliseconds)
    {
        var a = new ArpScenario(missedMax: missedMax);
        a.Net.Run(1_010);
        a.Switch.Cut(a.S.Ports[0], true);
        // the last answer came right after the run at 1000 ms
        a.Net.Run(milliseconds - 11);
        Assert.Equal(0, a.Active);
        a.Net.Run(1);
        Assert.Equal(SlaveLink.Down, a[0].Link);
        Assert.Equal(1u, a[0].LinkFailureCount);
        Assert.Equal(1, a.Active);
    }

    // linux-bonding 14: a backup gets one interval more
    [Theory]
    [InlineData(1, 300)]
    [InlineData(2, 400)]
    [InlineData(3, 500)]
    public void A_backup_fails_one_interval_later(int missedMax, int milliseconds)
    {
        var a = new ArpScenario(missedMax: missedMax);
        a.Net.Run(1_010);
        a.Switch.Cut(a.S.Ports[1], true);
        a.Net.Run(milliseconds - 11);
        Assert.Equal(SlaveLink.Up, a[1].Link);
        a.Net.Run(1);
        Assert.Equal(SlaveLink.Down, a[1].Link);
        Assert.Equal(0, a.Active);
    }

    // linux-bonding 5.3, link not UP and heard within 1.5 intervals: UP; no primary: no move
    [Fact]
    public void A_slave_that_is_heard_again_comes_back_with_one_frame()
    {
        var a = new ArpScenario();
        a.Net.Run(1_000);
        a.Switch.Cut(a.S.Ports[0], true);
        a.Net.Run(1_000);
        Assert.Equal(SlaveLink.Down, a[0].Link);
        a.Switch.Cut(a.S.Ports[0], false);
        a.Net.Run(200);
        Assert.Equal(SlaveLink.Up, a[0].Link);
        Assert.Equal(1, a.Active);
        Assert.True(a[0].Backup);
    }

    // linux-bonding 5.3: a carrier loss is seen by silence only; the failover window is the same
    [Fact]
    public void A_pulled_cable_fails_over_within_the_silence_limit()
    {
        var a = new ArpScenario();
        a.Net.Run(1_000);
        a.S.Ports[0].Carrier = false;
        a.Net.Run(301);
        Assert.Equal(1, a.Active);
    }

    // linux-bonding 5.3: grace of 2.5 intervals after enslave or activation
    [Fact]
    public void A_slave_that_was_just_activated_is_left_alone_for_two_and_a_half_intervals()
    {
        var a = new ArpScenario();
        a.Net.Run(1_010);
        a.Switch.Cut(a.S.Ports[0], true);
        a.Switch.Cut(a.S.Ports[1], true);
        a.Net.Run(300);
        Assert.Equal(1, a.Active);
        a.Net.Run(200);
        Assert.Equal((1, SlaveLink.Up), (a.Active, a[1].Link));
        a.Net.Run(100);
        Assert.Equal(-1, a.Active);
    }

    // linux-bonding 5.3, hunt: one slave per interval, first the second one, around; it is BACK, has the ACTIVE role and receives
    [Fact]
    public void Without_an_active_slave_one_after_the_other_is_tried()
    {
        var a = new ArpScenario(ports: 3, validate: ArpValidate.All);
        foreach (Station station in a.Switch.Stations) station.Answers = false;
        a.Net.Run(5_000);
        Assert.Equal(-1, a.Active);
        Assert.False(a.S.Bond.CarrierUp);
        var order = new List<int>();
        for (int i = 0; i < 6; i++)
        {
            a.ClearFrames();
            a.Net.Run(100);
            int probed = Assert.Single(Enumerable.Range(0, 3), port => a.Probes(port) > 0);
            Assert.Equal((SlaveLink.Back, false, false), (a[probed].Link, a[probed].Backup, a[probed].Inactive));
            Assert.Equal(ReceiveRule.All, a.S.Receives(probed));
            Assert.Empty(a.S.Usable);
            order.Add(probed);
        }
        Assert.Equal(Enumerable.Range(0, 6).Select(i => (order[0] + i) % 3), order);
    }

    // HOWTO arp_validate: without validation our own probes, flooded back by the switch, keep the backups up
    [Fact]
    public void Without_validation_a_lost_target_is_not_noticed_by_the_backups()
    {
        var a = new ArpScenario(ports: 2);
        a.Net.Run(500);
        foreach (Station station in a.Switch.Stations) station.Answers = false;
        a.Net.Run(5_000);
        Assert.True(a[0].Link == SlaveLink.Up || a[1].Link == SlaveLink.Up);
    }

    [Fact]
    public void The_hunt_begins_with_the_second_slave()
    {
        var a = new ArpScenario(ports: 3, open: false);
        foreach (Station station in a.Switch.Stations) station.Answers = false;
        foreach (SimulatedPort port in a.S.Ports) a.Switch.Cut(port, true);
        a.Net.Run(1_000);
        a.S.Bond.Open(a.Net.Now);
        while (a.Active >= 0) a.Net.Run(100);
        List<string> hunts = [.. a.S.Texts("hunting")];
        Assert.EndsWith("trying eth1", hunts[0]);
    }

    // linux-bonding 5.3, commit UP cancels the hunt and the slave becomes active
    [Fact]
    public void The_slave_that_is_answered_while_hunting_becomes_active()
    {
        var a = new ArpScenario(ports: 3);
        foreach (SimulatedPort port in a.S.Ports) a.Switch.Cut(port, true);
        a.Net.Run(5_000);
        Assert.Equal(-1, a.Active);
        a.Switch.Cut(a.S.Ports[2], false);
        a.Net.Run(500);
        Assert.Equal(2, a.Active);
        Assert.Equal((SlaveLink.Up, false), (a[2].Link, a[2].Inactive));
        Assert.True(a[0].Backup && a[1].Backup);
        Assert.True(a.S.Bond.CarrierUp);
    }

    // linux-bonding 5.3: no carrier anywhere: nothing is sent; one with UP is set DOWN
    [Fact]
    public void Slaves_without_carrier_are_not_tried()
    {
        var a = new ArpScenario(ports: 3);
        a.Net.Run(500);
        foreach (SimulatedPort port in a.S.Ports) port.Carrier = false;
        a.Net.Run(2_000);
        Assert.Equal(-1, a.Active);
        Assert.Equal([SlaveLink.Down, SlaveLink.Down, SlaveLink.Down], [a[0].Link, a[1].Link, a[2].Link]);
        a.ClearFrames();
        a.Net.Run(1_000);
        Assert.Equal([0, 0, 0], [a.Probes(0), a.Probes(1), a.Probes(2)]);
        a.S.Ports[2].Carrier = true;
        a.Net.Run(300);
        Assert.Equal(2, a.Active);
    }

    [Fact]
    public void A_hunted_slave_can_be_released()
    {
        var a = new ArpScenario(ports: 3);
        foreach (SimulatedPort port in a.S.Ports) a.Switch.Cut(port, true);
        a.Net.Run(5_000);
        int hunted = Enumerable.Range(0, 3).Single(port => a[port].Link == SlaveLink.Back);
        a.S.Host.Release(a.S.Ports[hunted]);
        a.Net.Run(1_000);
        Assert.Equal(0, a.S.Ports[hunted].Sent.Count(frame => frame.At > a.Net.Now - 1_000 * SimulatedNetwork.Millisecond));
    }

    // linux-bonding 5.3: primary and prio on recovery
    [Fact]
    public void A_primary_that_is_heard_again_takes_over()
    {
        var a = new ArpScenario(primary: "eth0");
        a.Net.Run(1_000);
        a.Switch.Cut(a.S.Ports[0], true);
        a.Net.Run(1_000);
        Assert.Equal(1, a.Active);
        a.Switch.Cut(a.S.Ports[0], false);
        a.Net.Run(300);
        Assert.Equal(0, a.Active);
    }

    // linux-bonding 11, bond_options.sh prio with the ARP monitor
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Kernel_self_test_prio_with_the_arp_monitor(int reselect)
    {
        var a = new ArpScenario(ports: 3, primary: "eth1", reselect: (PrimaryReselect)reselect, prios: [0, 10, 11]);
        a.Net.Run(500);
        BestSlaveTests.PrioSequence(a.S, reselect, settle: 1_000);
    }

    // HOWTO 3.4, linux-bonding 1.4: the monitors exclude each other and start at once
    [Fact]
    public void Switching_to_miimon_stops_the_probes_and_back_starts_them_at_once()
    {
        var a = new ArpScenario();
        a.Net.Run(1_050);
        a.S.Host.Set("miimon", "100");
        a.ClearFrames();
        a.Net.Run(1_000);
        Assert.Equal(0, a.Probes(0));
        Assert.Equal(0, a.S.Bond.Options.ArpInterval);
        a.S.Host.Set("arp_interval", "100");
        a.Net.Run(0);
        Assert.Equal(1, a.Probes(0));
        a.Net.Run(5_000);
        Assert.Equal((0, 0u), (a.Active, a[0].LinkFailureCount));
    }

    [Fact]
    public void A_bond_that_is_opened_long_after_its_slaves_came_does_not_flap()
    {
        var a = new ArpScenario(open: false);
        a.Net.Run(60_000);
        a.S.Bond.Open(a.Net.Now);
        a.Net.Run(5_000);
        Assert.Equal([0u, 0u], [a[0].LinkFailureCount, a[1].LinkFailureCount]);
        Assert.Equal(0, a.Active);
    }

    // linux-bonding 9: initial link by carrier; nothing but a frame proves a link afterwards
    [Fact]
    public void A_slave_enslaved_without_carrier_stays_down_until_it_is_heard()
    {
        var a = new ArpScenario(ports: 1);
        SimulatedPort port = a.S.Host.AddPort();
        port.Carrier = false;
        a.S.Host.Enslave(port);
        a.Switch.Attach(a.S.Host, port);
        a.Net.Run(1_000);
        Assert.Equal((SlaveLink.Down, 0u), (a[1].Link, a[1].LinkFailureCount));
        port.Carrier = true;
        a.Net.Run(200);
        Assert.Equal(SlaveLink.Up, a[1].Link);
    }

    // linux-bonding 5.1: only our own probes count as sent
    [Fact]
    public void Regular_traffic_of_the_uplink_is_no_sign_of_sending()
    {
        var a = new ArpScenario();
        a.Net.Run(1_000);
        long probe = a[0].LastProbe;
        a.S.Host.SendFromUplink(new byte[60]);
        a.Net.Run(50);
        Assert.Equal(probe, a[0].LastProbe);
    }
}
