using BondFast.Bonding;
using BondFast.Simulation.Tests.Network;
using BondFast.Wire;

namespace BondFast.Simulation.Tests.Failover;

/// <summary>Option fail_over_mac: HOWTO 2 and 15 question 8, linux-bonding 6.1 and 11, the addresses the real driver showed.</summary>
public class FailOverMacTests
{
    private static Scenario With(FailOverMac policy, int ports = 3) =>
        new(new BondOptions { Mode = BondMode.ActiveBackup, Miimon = 100, FailOverMac = policy }, ports);

    private static ulong[] Macs(Scenario s) => [s.Bond.Mac.Value & 0xff, .. s.Ports.Select(port => port.Mac.Value & 0xff)];

    // linux-bonding 6.1 none, recorded row by row
    [Fact]
    public void With_none_every_slave_has_the_bonds_address_and_failover_changes_nothing()
    {
        Scenario s = With(FailOverMac.None);
        Assert.Equal([0, 0, 0, 0], Macs(s));
        s.Carrier(0, false);
        Assert.Equal([0, 0, 0, 0], Macs(s));
        s.Carrier(0, true);
        s.Host.Release(s.Ports[1]);
        Assert.Equal([0, 0, 1, 0], Macs(s));
        s.Host.Release(s.Ports[0]);
        Assert.Equal([0, 0, 1, 0], Macs(s));
        Assert.Equal(2, s.Active);
        s.Host.Enslave(s.Ports[0]);
        Assert.Null(s.Bond.SetMac(new MacAddress(0x0211_2233_4455), s.Net.Now));
        Assert.Equal([0x55, 0x55, 1, 0x55], Macs(s));
        s.Host.Release(s.Ports[0]);
        s.Host.Release(s.Ports[2]);
        Assert.Equal([0, 1, 2], s.Ports.Select(port => port.Mac.Value & 0xff));
        Assert.True(s.Bond.Mac.IsZero);
    }

    // linux-bonding 6.1 active, recorded
    [Fact]
    public void With_active_the_bond_has_the_active_slaves_address_and_slaves_keep_their_own()
    {
        Scenario s = With(FailOverMac.Active);
        Assert.Equal([0, 0, 1, 2], Macs(s));
        s.Carrier(0, false);
        Assert.Equal([1, 0, 1, 2], Macs(s));
        s.Carrier(0, true);
        s.Carrier(1, false);
        Assert.Equal([0, 0, 1, 2], Macs(s));
        s.Host.Release(s.Ports[0]);
        Assert.Equal([2, 0, 1, 2], Macs(s));
        Assert.Equal(new MacAddress(s.Ports[2].FactoryMac.Value), s.Host.Effects.BondMac);
        Assert.DoesNotContain(s.Host.Effects.Journal, line => line.StartsWith("mac ", StringComparison.Ordinal));
    }

    // linux-bonding 6.1 follow, recorded
    [Fact]
    public void With_follow_the_bonds_address_moves_to_the_new_active_slave_and_the_old_one_gets_that_slaves()
    {
        Scenario s = With(FailOverMac.Follow);
        Assert.Equal([0, 0, 1, 2], Macs(s));
        s.Carrier(0, false);
        Assert.Equal([0, 1, 0, 2], Macs(s));
        s.Carrier(0, true);
        s.Carrier(1, false);
        Assert.Equal([0, 0, 1, 2], Macs(s));
        s.Carrier(1, true);
        s.Host.Release(s.Ports[1]);
        s.Host.Release(s.Ports[0]);
        Assert.Equal([0, 0, 1, 0], Macs(s));
        s.Host.Release(s.Ports[2]);
        Assert.Equal([0, 1, 2], s.Ports.Select(port => port.Mac.Value & 0xff));
    }

    // linux-bonding 6.1 follow: no old active slave: swap with whoever carries the bond's address
    [Fact]
    public void With_follow_and_no_active_slave_before_the_address_is_taken_from_the_slave_that_carries_it()
    {
        Scenario s = With(FailOverMac.Follow);
        foreach (SimulatedPort port in s.Ports) port.Carrier = false;
        s.Net.Run(200);
        Assert.Equal([0, 0, 1, 2], Macs(s));
        s.Carrier(2, true);
        Assert.Equal([0, 2, 1, 0], Macs(s));
    }

    // linux-bonding 11, bond_options.sh fail_over_mac 2: the first slave comes back and gets a random address, then its own again
    [Fact]
    public void With_follow_a_slave_whose_own_address_is_the_bonds_gets_a_random_one()
    {
        Scenario s = With(FailOverMac.Follow);
        s.Host.Release(s.Ports[0]);
        Assert.Equal(1, s.Active);
        s.Host.Enslave(s.Ports[0]);
        MacAddress random = s.Ports[0].Mac;
        Assert.DoesNotContain(s.Ports, port => port.FactoryMac == random);
        Assert.False(random.IsMulticast);
        Assert.True((random.Value >> 41 & 1) == 1, "locally administered");
        s.Host.Release(s.Ports[0]);
        Assert.Equal(s.Ports[0].FactoryMac, s.Ports[0].Mac);
    }

    // linux-bonding 6.1: if setting the new slave's address fails, stop
    [Fact]
    public void With_follow_a_slave_that_refuses_the_address_leaves_the_others_alone()
    {
        Scenario s = With(FailOverMac.Follow);
        s.Ports[1].RefusesMac = true;
        s.Carrier(0, false);
        Assert.Equal([0, 0, 1, 2], Macs(s));
        Assert.Single(s.Texts("mac-failed"));
    }

    // HOWTO fail_over_mac: "active" by default when the first slave cannot change its address
    [Theory]
    [InlineData(FailOverMac.None)]
    [InlineData(FailOverMac.Follow)]
    public void A_first_slave_with_a_fixed_address_makes_the_policy_active(FailOverMac policy)
    {
        Scenario s = With(policy, ports: 0);
        s.Host.AddPort().CanSetMac = false;
        s.Host.AddPort().CanSetMac = false;
        s.Host.Enslave(s.Ports[0]);
        s.Host.Enslave(s.Ports[1]);
        Assert.Equal(FailOverMac.Active, s.Bond.Options.FailOverMac);
        Assert.Single(s.Texts("fail-over-mac-forced"));
        Assert.Equal("active 1", s.Bond.Get("fail_over_mac"));
    }

    // linux-bonding 9: a later slave with a fixed address is refused unless the policy is active
    [Theory]
    [InlineData(FailOverMac.None, false)]
    [InlineData(FailOverMac.Follow, false)]
    [InlineData(FailOverMac.Active, true)]
    public void A_later_slave_with_a_fixed_address_needs_the_policy_active(FailOverMac policy, bool accepted)
    {
        Scenario s = With(policy, ports: 1);
        s.Host.AddPort().CanSetMac = false;
        string? refusal = s.Host.TryEnslave(s.Ports[1]);
        Assert.Equal(accepted, refusal is null);
        if (!accepted) Assert.Equal("bond0: eth1 was not enslaved: its address cannot be changed; only fail_over_mac active works with such a port", refusal);
    }

    // linux-bonding 6.1: the user's wish is accepted and does nothing with active and follow
    [Theory]
    [InlineData(FailOverMac.Active)]
    [InlineData(FailOverMac.Follow)]
    public void Setting_the_bonds_address_does_nothing_when_addresses_follow_the_slaves(FailOverMac policy)
    {
        Scenario s = With(policy);
        Assert.Null(s.Bond.SetMac(new MacAddress(0x0211_2233_4455), s.Net.Now));
        Assert.Equal([0, 0, 1, 2], Macs(s));
        Assert.Single(s.Texts("mac-kept"));
    }

    // HOWTO fail_over_mac: every device must be updated via gratuitous ARP: it carries the new address
    [Fact]
    public void With_active_the_gratuitous_arp_carries_the_new_address()
    {
        Scenario s = With(FailOverMac.Active);
        s.Host.SetAddresses("10.0.0.2/24");
        s.Carrier(0, false);
        CapturedFrame arp = Assert.Single(s.Ports[1].Sent);
        Assert.Equal(s.Ports[1].FactoryMac, arp.Arp.SenderMac);
        Assert.Equal(s.Ports[1].FactoryMac, arp.Ethernet.Source);
    }
}
