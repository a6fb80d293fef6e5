using BondFast.Bonding;
using BondFast.Simulation.Tests.Network;
using BondFast.Wire;

namespace BondFast.Simulation.Tests.Enslavement;

/// <summary>The bond's own address and MTU: linux-bonding 9, HOWTO 15 question 8.</summary>
public class BondAddressTests
{
    private static readonly MacAddress Own = new(0x0211_2233_4455);

    private static Scenario With(BondMode mode = BondMode.BalanceXor) => new(new BondOptions { Mode = mode, Miimon = 100 }, ports: 3);

    [Theory]
    [InlineData(BondMode.BalanceRoundRobin)]
    [InlineData(BondMode.ActiveBackup)]
    [InlineData(BondMode.BalanceXor)]
    [InlineData(BondMode.Broadcast)]
    public void Setting_the_address_sets_every_slaves(BondMode mode)
    {
        Scenario s = With(mode);
        Assert.Null(s.Bond.SetMac(Own, s.Net.Now));
        Assert.Equal(Own, s.Host.Effects.BondMac);
        Assert.All(s.Ports, port => Assert.Equal(Own, port.Mac));
        Assert.Equal(Own, s.Plan.BondMac);
        Assert.All(s.Plan.Slaves, slave => Assert.Equal(Own, slave.Mac));
    }

    // linux-bonding 9: rollback on failure
    [Fact]
    public void A_slave_that_refuses_the_address_keeps_everybody_at_the_old_one()
    {
        Scenario s = With();
        MacAddress before = s.Bond.Mac;
        s.Ports[2].RefusesMac = true;
        Assert.Equal($"bond0: address {Own} not set: slave eth2 does not take the address {Own}", s.Bond.SetMac(Own, s.Net.Now));
        Assert.Equal(before, s.Bond.Mac);
        Assert.All(s.Ports, port => Assert.Equal(before, port.Mac));
    }

    [Theory]
    [InlineData(0UL)]
    [InlineData(0x0100_5e00_0001UL)]
    public void A_zero_or_group_address_is_refused(ulong mac)
    {
        Scenario s = With();
        MacAddress before = s.Bond.Mac;
        Assert.NotNull(s.Bond.SetMac(new MacAddress(mac), s.Net.Now));
        Assert.Equal(before, s.Bond.Mac);
    }

    // linux-bonding 9: setting the bond's MTU sets all slaves', all or nothing
    [Fact]
    public void Setting_the_mtu_sets_every_slaves()
    {
        Scenario s = With();
        Assert.Null(s.Bond.SetMtu(9000, s.Net.Now));
        Assert.All(s.Ports, port => Assert.Equal(9000, port.Mtu));
        s.Host.Enslave(s.Host.AddPort());
        Assert.Equal(9000, s.Ports[3].Mtu);
        s.Host.Release(s.Ports[3]);
        Assert.Equal(1500, s.Ports[3].Mtu);
    }

    [Fact]
    public void A_slave_that_refuses_the_mtu_keeps_everybody_at_the_old_one()
    {
        Scenario s = With();
        s.Ports[1].RefusesMtu = true;
        Assert.Equal("bond0: MTU 9000 not set: slave eth1 does not take it", s.Bond.SetMtu(9000, s.Net.Now));
        Assert.Equal(1500, s.Bond.Mtu);
        Assert.All(s.Ports, port => Assert.Equal(1500, port.Mtu));
    }

    [Theory]
    [InlineData(67)]
    [InlineData(65536)]
    [InlineData(-1)]
    public void An_mtu_out_of_range_is_refused(int mtu)
    {
        Scenario s = With();
        Assert.Equal($"bond0: MTU {mtu} is outside 68 .. 65535", s.Bond.SetMtu(mtu, s.Net.Now));
        Assert.Equal(1500, s.Bond.Mtu);
    }
}
