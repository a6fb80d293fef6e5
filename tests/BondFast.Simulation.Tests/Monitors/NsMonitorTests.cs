using BondFast.Bonding;
using BondFast.Simulation.Tests.Failover;
using BondFast.Simulation.Tests.Network;

namespace BondFast.Simulation.Tests.Monitors;

/// <summary>The monitor with IPv6 targets (option ns_ip6_target): linux-bonding 5 and 11.</summary>
public class NsMonitorTests
{
    private static readonly string[] Targets = ["2001:db8::1", "2001:db8::9:1"];

    private static ArpScenario With(ArpValidate validate, string[]? targets = null, string[]? addresses = null, int ports = 3) =>
        new(ports: ports, validate: validate, targets: targets ?? Targets, addresses: addresses ?? ["2001:db8::2/64"]);

    // linux-bonding 11, bond_options.sh arp_validate with two NS targets: all slaves UP, also after a failover; backups have joined the groups
    [Theory]
    [InlineData(ArpValidate.None)]
    [InlineData(ArpValidate.Active)]
    [InlineData(ArpValidate.Backup)]
    [InlineData(ArpValidate.All)]
    [InlineData(ArpValidate.Filter)]
    [InlineData(ArpValidate.FilterActive)]
    [InlineData(ArpValidate.FilterBackup)]
    public void Kernel_self_test_arp_validate_with_ns_targets(ArpValidate validate)
    {
        ArpScenario a = With(validate);
        if (validate == ArpValidate.None) foreach (SimulatedPort port in a.S.Ports) port.AllMulticast = true;
        a.Net.Run(5_000);
        AssertAllUp(a, active: 0, joined: validate != ArpValidate.None);
        a.S.Host.Set("active_slave", "eth1");
        a.Net.Run(5_000);
        AssertAllUp(a, active: 1, joined: validate != ArpValidate.None);
    }

    private static void AssertAllUp(ArpScenario a, int active, bool joined)
    {
        Assert.Equal(active, a.Active);
        Assert.All(a.S.Bond.Slaves, slave => Assert.Equal((SlaveLink.Up, 0u), (slave.Link, slave.LinkFailureCount)));
        for (int port = 0; port < 3; port++) Assert.Equal(joined && port != active ? 2 : 0, a.S.Ports[port].Groups.Count);
    }

    // linux-bonding 11, bond-lladdr-target.sh: the target is a link-local address, arp_validate 3
    [Fact]
    public void Kernel_self_test_lladdr_target()
    {
        ArpScenario a = With(ArpValidate.All, ["fe80::1"], ["fe80::2/64", "fe80::2/64@3"], ports: 2);
        a.Net.Run(5_000);
        Assert.True(a.S.Bond.CarrierUp);
        Assert.Equal([0u, 0u], [a[0].LinkFailureCount, a[1].LinkFailureCount]);
        Assert.All(a.S.Ports[0].Sent, frame => Assert.Null(frame.VlanId));
    }

    // linux-bonding 11, vlan_over_bond with an NS target
    [Fact]
    public void Kernel_self_test_vlan_over_bond_with_an_ns_target()
    {
        ArpScenario a = With(ArpValidate.All, ["2001:db8:3::1"], ["2001:db8::2/64", "2001:db8:3::2/64@3"], ports: 2);
        a.Net.Run(5_000);
        Assert.True(a.Probes(0) >= 5);
        Assert.All(a.S.Ports[0].Sent, frame => Assert.Equal(3, frame.VlanId));
        Assert.Equal((0, 0u, 0u), (a.Active, a[0].LinkFailureCount, a[1].LinkFailureCount));
    }

    // linux-bonding 14: the same silence limits
    [Fact]
    public void A_silent_target_fails_the_active_slave_after_two_and_a_half_intervals()
    {
        ArpScenario a = With(ArpValidate.All, ports: 2);
        a.Net.Run(1_010);
        a.Switch.Cut(a.S.Ports[0], true);
        a.Net.Run(289);
        Assert.Equal(0, a.Active);
        a.Net.Run(1);
        Assert.Equal(1, a.Active);
    }

    // linux-bonding 11, bond_options.sh prio with the NS monitor
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Kernel_self_test_prio_with_the_ns_monitor(int reselect)
    {
        var a = new ArpScenario(ports: 3, primary: "eth1", reselect: (PrimaryReselect)reselect, prios: [0, 10, 11],
            targets: Targets, addresses: ["2001:db8::2/64"], validate: ArpValidate.All);
        a.Net.Run(500);
        BestSlaveTests.PrioSequence(a.S, reselect, settle: 1_000);
    }

    // linux-bonding 5.2, arp_all_targets: every NS target counts
    [Fact]
    public void With_all_targets_one_silent_ns_target_fails_the_slave()
    {
        var a = new ArpScenario(targets: Targets, addresses: ["2001:db8::2/64"], validate: ArpValidate.All, allTargets: ArpAllTargets.All);
        a.Net.Run(1_010);
        a.Switch.Stations[1].Answers = false;
        a.Net.Run(600);
        Assert.True(a[0].LinkFailureCount > 0);
    }
}
