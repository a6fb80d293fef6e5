using BondFast.Bonding;
using BondFast.Simulation.Tests.Network;

namespace BondFast.Simulation.Tests.Monitors;

/// <summary>The ARP monitor in balance-rr, balance-xor and broadcast: linux-bonding 5.4, HOWTO arp_interval.</summary>
public class LoadBalanceArpTests
{
    public static TheoryData<BondMode> Modes => [BondMode.BalanceRoundRobin, BondMode.BalanceXor, BondMode.Broadcast];

    /// <summary>A switch that spreads answers as the HOWTO asks: each slave's probe is answered on that slave.</summary>
    private static ArpScenario With(BondMode mode, int missedMax = 2, ArpValidate validate = ArpValidate.None, int ports = 2)
    {
        var a = new ArpScenario(mode, ports: 0, missedMax: missedMax, validate: validate);
        for (int i = 0; i < ports; i++)
        {
            SimulatedPort port = a.S.Host.AddPort();
            port.Wire = frame =>
            {
                if (a.Switch.Stations[0].Answer(frame.Bytes) is { } answer) a.Net.Deliver(a.S.Host, port, answer, 1_000);
            };
            a.S.Host.Enslave(port);
        }
        return a;
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void Every_slave_is_probed_every_interval(BondMode mode)
    {
        ArpScenario a = With(mode);
        a.Net.Run(1_000);
        Assert.Equal([10, 10], [a.Probes(0), a.Probes(1)]);
        Assert.Equal([0, 1], a.S.Usable);
    }

    // linux-bonding 14: the first number for all slaves
    [Theory]
    [InlineData(1, 200)]
    [InlineData(2, 300)]
    [InlineData(3, 400)]
    public void A_silent_slave_fails_at_the_first_run_after_the_limit(int missedMax, int milliseconds)
    {
        ArpScenario a = With(BondMode.BalanceXor, missedMax);
        a.Net.Run(1_010);
        uint failures = a[1].LinkFailureCount;
        a.S.Ports[1].Wire = null;
        a.Net.Run(milliseconds - 11);
        Assert.Equal([0, 1], a.S.Usable);
        a.Net.Run(1);
        Assert.Equal([0], a.S.Usable);
        Assert.Equal((SlaveLink.Down, failures + 1, true), (a[1].Link, a[1].LinkFailureCount, a[1].Backup));
    }

    // linux-bonding 5.4: no grace after enslave: with arp_missed_max 1 a slave has to be answered before its first run
    [Theory]
    [InlineData(1, 1u)]
    [InlineData(2, 0u)]
    public void A_slave_enslaved_into_a_running_bond_has_no_grace(int missedMax, uint failures)
    {
        ArpScenario a = With(BondMode.BalanceXor, missedMax);
        a.Net.Run(1_000);
        Assert.Equal((SlaveLink.Up, failures), (a[0].Link, a[0].LinkFailureCount));
    }

    // linux-bonding 5.4: it still is probed, and one answer brings it back
    [Theory]
    [MemberData(nameof(Modes))]
    public void A_failed_slave_is_still_probed_and_comes_back_with_an_answer(BondMode mode)
    {
        ArpScenario a = With(mode);
        Action<CapturedFrame>? wire = a.S.Ports[1].Wire;
        a.Net.Run(1_000);
        a.S.Ports[1].Wire = null;
        a.Net.Run(1_000);
        Assert.Equal([0], a.S.Usable);
        a.ClearFrames();
        a.Net.Run(1_000);
        Assert.Equal(10, a.Probes(1));
        a.S.Ports[1].Wire = wire;
        a.Net.Run(200);
        Assert.Equal([0, 1], a.S.Usable);
        Assert.False(a[1].Backup);
    }

    // design: the bond's carrier follows (the real driver leaves it on here)
    [Theory]
    [MemberData(nameof(Modes))]
    public void When_every_slave_is_silent_the_bond_loses_carrier(BondMode mode)
    {
        ArpScenario a = With(mode);
        a.Net.Run(1_000);
        a.Switch.Stations[0].Answers = false;
        a.Net.Run(1_000);
        Assert.False(a.S.Bond.CarrierUp);
        Assert.Empty(a.S.Usable);
        a.Switch.Stations[0].Answers = true;
        a.Net.Run(300);
        Assert.True(a.S.Bond.CarrierUp);
    }

    // linux-bonding 5.4: probes go out while running and with carrier
    [Fact]
    public void A_slave_without_carrier_is_not_probed()
    {
        ArpScenario a = With(BondMode.BalanceXor);
        a.Net.Run(1_000);
        a.S.Ports[1].Carrier = false;
        a.Net.Run(1_000);
        a.ClearFrames();
        a.Net.Run(1_000);
        Assert.Equal(0, a.Probes(1));
    }

    // linux-bonding 5.4: reselection if it was the current slave (balance-rr keeps one for IGMP)
    [Fact]
    public void Round_robin_moves_igmp_when_its_slave_falls_silent()
    {
        ArpScenario a = With(BondMode.BalanceRoundRobin);
        a.Net.Run(1_000);
        Assert.Equal(0, a.S.Plan.Active);
        a.S.Ports[0].Wire = null;
        a.Net.Run(1_000);
        Assert.Equal(1, a.S.Plan.Active);
    }

    // every slave probes for itself here, so answers to it are validated in whatever role it is
    [Theory]
    [InlineData(ArpValidate.Active)]
    [InlineData(ArpValidate.Backup)]
    [InlineData(ArpValidate.All)]
    [InlineData(ArpValidate.Filter)]
    public void Validation_works_and_lets_a_failed_slave_come_back(ArpValidate validate)
    {
        ArpScenario a = With(BondMode.BalanceXor, validate: validate);
        Action<CapturedFrame>? wire = a.S.Ports[1].Wire;
        a.Net.Run(1_000);
        Assert.Equal([0, 1], a.S.Usable);
        a.S.Ports[1].Wire = null;
        a.Net.Run(1_000);
        Assert.Equal([0], a.S.Usable);
        a.S.Ports[1].Wire = wire;
        a.Net.Run(300);
        Assert.Equal([0, 1], a.S.Usable);
    }

    // HOWTO arp_interval: a switch that sends all answers down one link fails the others
    [Fact]
    public void A_switch_that_answers_on_one_link_only_fails_the_others()
    {
        var a = new ArpScenario(BondMode.BalanceXor, validate: ArpValidate.All, ports: 0);
        SimulatedPort eth0 = a.S.Host.AddPort(), eth1 = a.S.Host.AddPort();
        foreach (SimulatedPort port in new[] { eth0, eth1 })
        {
            a.S.Host.Enslave(port);
            port.Wire = frame =>
            {
                if (a.Switch.Stations[0].Answer(frame.Bytes) is { } answer) a.Net.Deliver(a.S.Host, eth0, answer, 1_000);
            };
        }
        a.Net.Run(2_000);
        Assert.Equal([0], a.S.Usable);
    }
}
