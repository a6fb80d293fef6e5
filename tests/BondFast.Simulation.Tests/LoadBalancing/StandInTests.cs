using BondFast.Bonding;
using BondFast.Simulation.Tests.Network;
using BondFast.Wire;

namespace BondFast.Simulation.Tests.LoadBalancing;

/// <summary>The active slave of balance-alb answers ten seconds for an address whose slave is lost (linux-bonding 8.3 and 8.4).</summary>
public class StandInTests
{
    private readonly BalancedBond _bond = new(BondMode.BalanceAlb);

    [Fact]
    public void The_active_slave_is_promiscuous_for_ten_seconds_after_the_loss_of_another()
    {
        Lose(2);
        Assert.Equal([true, false, false], Promiscuous());
        _bond.Net.Run(9_700);
        Assert.Equal([true, false, false], Promiscuous());
        _bond.Net.Run(400);
        Assert.Equal([false, false, false], Promiscuous());
    }

    [Fact]
    public void A_second_loss_prolongs_it()
    {
        Lose(2);
        _bond.Net.Run(9_000);
        Lose(1);
        _bond.Net.Run(9_000);
        Assert.Equal([true, false, false], Promiscuous());
        _bond.Net.Run(1_000);
        Assert.Equal([false, false, false], Promiscuous());
    }

    [Fact]
    public void What_is_sent_to_the_lost_address_reaches_the_uplink_with_the_bonds_address_at_once()
    {
        Lose(2);
        Assert.Same(_bond.Port(0), _bond.Switch.Learned(BalancedBond.Mac(2)));
        _bond.Host.Delivered.Clear();
        _bond.Switch.Inject(DataTo(BalancedBond.Mac(2)));
        _bond.Net.Run(1);
        CapturedFrame delivered = Assert.Single(_bond.Host.Delivered);
        Assert.Equal(("eth0", _bond.Bond.Mac), (delivered.Port, delivered.Ethernet.Destination));
    }

    [Fact]
    public void What_is_sent_to_a_slaves_address_reaches_the_uplink_with_the_bonds_address()
    {
        _bond.Net.Run(1_000);
        _bond.Host.Delivered.Clear();
        _bond.Switch.Inject(DataTo(BalancedBond.Mac(1)));
        _bond.Switch.Inject(DataTo(MacAddress.Broadcast));
        _bond.Net.Run(1);
        Assert.Equal([("eth1", _bond.Bond.Mac), ("eth0", MacAddress.Broadcast)], _bond.Host.Delivered.Select(frame => (frame.Port, frame.Ethernet.Destination)));
    }

    [Fact]
    public void Flooded_frames_reach_the_uplink_once_also_from_ports_that_filter_nothing()
    {
        _bond.Net.Run(1_000);
        foreach (SimulatedPort port in _bond.Host.Ports) port.Unfiltered = true;
        foreach (MacAddress destination in new[] { BalancedBond.Mac(0), BalancedBond.Mac(1), BalancedBond.Mac(2), MacAddress.Broadcast })
        {
            _bond.Host.Delivered.Clear();
            foreach (SimulatedPort port in _bond.Host.Ports) _bond.Host.Arrive(port, DataTo(destination));
            Assert.Single(_bond.Host.Delivered, frame => frame.Ethernet.Destination == (destination.IsBroadcast ? destination : _bond.Bond.Mac));
        }
    }

    [Fact]
    public void A_slave_that_is_back_hears_for_itself_and_is_not_answered_for()
    {
        Lose(2);
        Assert.Equal([BalancedBond.Mac(2)], _bond.Host.Plan.Aliases.ToArray());
        _bond.Port(2).Carrier = true;
        _bond.Net.Run(300);
        Assert.Empty(_bond.Host.Plan.Aliases);
    }

    [Fact]
    public void The_address_of_a_released_slave_is_answered_for_as_well()
    {
        _bond.Net.Run(200);
        _bond.Host.Release(_bond.Port(2));
        Assert.Equal([true, false, false], Promiscuous());
        Assert.Contains(BalancedBond.Mac(2), _bond.Host.Plan.Aliases);
        _bond.Net.Run(10_000);
        Assert.DoesNotContain(BalancedBond.Mac(2), _bond.Host.Plan.Aliases);
        Assert.Equal([false, false, false], Promiscuous());
    }

    [Fact]
    public void So_is_the_address_the_new_active_slave_had_when_the_active_one_is_released()
    {
        _bond.ReplyTo(1);
        _bond.ReplyTo(2);
        _bond.Net.Run(3_000);
        _bond.ClearCaptures();
        _bond.Host.Release(_bond.Port(0));
        Assert.Same(_bond.Slave(1), _bond.Bond.Active);
        Assert.Equal([false, true, false], Promiscuous());
        Assert.Contains(BalancedBond.Mac(1), _bond.Host.Plan.Aliases);
        Assert.Contains(_bond.SentLearning, frame => frame.Port == "eth1" && frame.Ethernet.Source == BalancedBond.Mac(1));
        // And the peers that had it are told the bond's address.
        _bond.Net.Run(200);
        Assert.Contains(_bond.SentArp, update => update.Port == "eth1" && update.Arp.SenderMac == BalancedBond.Mac(0));
    }

    [Fact]
    public void It_moves_with_the_active_slave()
    {
        Lose(2);
        Lose(0);
        Assert.Same(_bond.Slave(1), _bond.Bond.Active);
        Assert.Equal([false, true, false], Promiscuous());
    }

    [Fact]
    public void The_uplinks_own_wish_for_promiscuous_mode_outlasts_it()
    {
        _bond.Bond.SetFilters(promiscuous: true, allMulticast: false, [], _bond.Net.Now);
        Lose(2);
        _bond.Net.Run(11_000);
        Assert.Equal([true, false, false], Promiscuous());
        _bond.Bond.SetFilters(promiscuous: false, allMulticast: false, [], _bond.Net.Now);
        Assert.Equal([false, false, false], Promiscuous());
    }

    [Fact]
    public void Closing_the_bond_ends_it()
    {
        Lose(2);
        _bond.Bond.Close(_bond.Net.Now);
        Assert.Equal([false, false, false], Promiscuous());
    }

    [Fact]
    public void A_loss_of_all_slaves_leaves_no_port_promiscuous()
    {
        Lose(2);
        foreach (SimulatedPort port in _bond.Host.Ports) port.Carrier = false;
        _bond.Net.Run(500);
        Assert.Equal([false, false, false], Promiscuous());
    }

    [Fact]
    public void Every_peer_is_talking_again_within_a_second_of_the_loss_of_any_slave()
    {
        for (int lost = 0; lost < 3; lost++)
        {
            var bond = new BalancedBond(BondMode.BalanceAlb);
            bond.Net.Run(200);
            Station[] stations = [.. Enumerable.Range(0, 9).Select(i => bond.Switch.AddStation($"10.77.0.{100 + i}"))];
            for (int i = 0; i < 9; i++) bond.Ask(i);
            bond.Net.Run(5_000);
            bond.Ask(8); // holds updates back for two seconds
            bond.Port(lost).Carrier = false;
            bond.Net.Run(900);
            foreach (Station station in stations)
            {
                bond.Host.Delivered.Clear();
                bond.Switch.Inject(DataTo(station.Cache[BalancedBond.ServerIp]));
                bond.Net.Run(1);
                Assert.Equal(bond.Bond.Mac, Assert.Single(bond.Host.Delivered).Ethernet.Destination);
            }
        }
    }

    private void Lose(int port)
    {
        _bond.Port(port).Carrier = false;
        _bond.Net.Run(200);
    }

    private bool[] Promiscuous() => [.. _bond.Host.Ports.Select(port => port.Promiscuous)];

    private static byte[] DataTo(MacAddress destination)
    {
        byte[] frame = new byte[60];
        EthernetWriter.Write(frame, destination, BalancedBond.PeerMac(9), [], EtherType.Ipv4);
        return frame;
    }
}
