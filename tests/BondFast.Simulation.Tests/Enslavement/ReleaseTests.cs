using BondFast.Bonding;
using BondFast.Simulation.Tests.Network;
using BondFast.Wire;

namespace BondFast.Simulation.Tests.Enslavement;

/// <summary>Slaves go: linux-bonding 9, HOWTO 15 question 8.</summary>
public class ReleaseTests
{
    private static Scenario With(BondMode mode, int ports = 3) => new(new BondOptions { Mode = mode, Miimon = 100 }, ports);

    // linux-bonding 9: table rebuilt without it, device closed, MAC and MTU restored
    [Theory]
    [InlineData(BondMode.BalanceRoundRobin)]
    [InlineData(BondMode.ActiveBackup)]
    [InlineData(BondMode.BalanceXor)]
    [InlineData(BondMode.Broadcast)]
    [InlineData(BondMode.BalanceTlb)]
    [InlineData(BondMode.BalanceAlb)]
    public void A_port_gets_everything_back_and_the_workers_drop_it_first(BondMode mode)
    {
        Scenario s = With(mode, ports: 0);
        for (int i = 0; i < 3; i++) s.Host.AddPort().Mtu = 9000 + i;
        foreach (SimulatedPort port in s.Ports) s.Host.Enslave(port);
        s.Bond.SetFilters(true, true, [new MacAddress(0x0100_5e00_0001)], s.Net.Now);
        s.Host.Effects.Journal.Clear();
        s.Host.Release(s.Ports[0]);
        List<string> journal = s.Host.Effects.Journal;
        Assert.True(journal.IndexOf("publish") < journal.IndexOf("stop eth0"), string.Join("; ", journal));
        Assert.DoesNotContain(s.Plan.Slaves, slave => slave.Slot == 0);
        s.Host.Release(s.Ports[2]);
        s.Host.Release(s.Ports[1]);
        Assert.All(s.Ports, port =>
        {
            Assert.Equal((port.FactoryMac, 9000 + port.Slot, false, false, false), (port.Mac, port.Mtu, port.Running, port.Promiscuous, port.AllMulticast));
            Assert.Empty(port.Groups);
        });
        Assert.Empty(s.Bond.Slaves);
    }

    // linux-bonding 9: reselection if it was active
    [Fact]
    public void Releasing_the_active_slave_fails_over_at_once()
    {
        Scenario s = With(BondMode.ActiveBackup);
        s.Host.Release(s.Ports[0]);
        Assert.Equal(1, s.Active);
        Assert.Equal([1], s.Usable);
    }

    [Fact]
    public void Peers_are_told_before_the_port_is_stopped_which_can_take_long()
    {
        Scenario s = With(BondMode.ActiveBackup);
        s.Host.SetAddresses("10.0.0.2/24");
        s.Host.Effects.Journal.Clear();
        s.Host.Release(s.Ports[0]);
        Assert.Equal(["publish", "send eth1", "stop eth0"], s.Host.Effects.Journal.Where(line => line is "publish" or "send eth1" or "stop eth0"));
    }

    [Fact]
    public void Releasing_a_backup_changes_nothing_else()
    {
        Scenario s = With(BondMode.ActiveBackup);
        s.Ports[0].Calls.Clear();
        s.Host.Release(s.Ports[1]);
        Assert.Equal(0, s.Active);
        Assert.Empty(s.Ports[0].Calls);
    }

    // linux-bonding 9: a slave's own unregister is a release; nothing is done to a device that is gone
    [Theory]
    [InlineData(BondMode.BalanceRoundRobin)]
    [InlineData(BondMode.ActiveBackup)]
    [InlineData(BondMode.BalanceTlb)]
    [InlineData(BondMode.BalanceAlb)]
    public void A_vanished_slave_is_let_go_without_touching_it(BondMode mode)
    {
        Scenario s = With(mode);
        s.Bond.SetFilters(true, true, [], s.Net.Now);
        s.Ports[0].Calls.Clear();
        int sent = s.Ports[0].Sent.Count;
        s.Host.Release(s.Ports[0], vanished: true);
        Assert.Empty(s.Ports[0].Calls);
        Assert.Equal(sent, s.Ports[0].Sent.Count);
        Assert.DoesNotContain(0, s.Usable);
        Assert.True(s.Bond.CarrierUp);
        Assert.Contains("vanished", s.Texts("released")[^1]);
    }

    [Fact]
    public void A_slave_is_released_only_once()
    {
        Scenario s = With(BondMode.BalanceXor);
        Slave slave = s[0];
        Assert.Null(s.Bond.Release(slave, s.Net.Now));
        Assert.Equal("bond0: eth0 is not a slave of it", s.Bond.Release(slave, s.Net.Now));
    }

    [Fact]
    public void What_is_reported_of_a_released_slave_is_ignored()
    {
        Scenario s = With(BondMode.BalanceXor);
        Slave slave = s[0];
        s.Bond.Release(slave, s.Net.Now);
        int plans = s.Host.Effects.Plans.Count;
        s.Bond.ReportLink(slave, LinkStatus.Down, s.Net.Now);
        s.Bond.ReportReceived(slave, s.Net.Now);
        s.Bond.Receive(slave, new byte[60], s.Net.Now);
        Assert.Equal(plans, s.Host.Effects.Plans.Count);
    }

    [Fact]
    public void A_port_that_refuses_its_own_address_back_is_reported()
    {
        Scenario s = With(BondMode.BalanceXor);
        s.Ports[1].RefusesMac = s.Ports[1].RefusesMtu = true;
        s.Host.Release(s.Ports[1]);
        Assert.Single(s.Texts("restore-failed"));
    }

    [Fact]
    public void The_last_slave_takes_carrier_and_address_with_it()
    {
        Scenario s = With(BondMode.BalanceXor, ports: 1);
        s.Host.Release(s.Ports[0]);
        Assert.False(s.Host.Effects.BondCarrier);
        Assert.True(s.Host.Effects.BondMac.IsZero);
        Assert.Empty(s.Plan.Slaves);
    }
}
