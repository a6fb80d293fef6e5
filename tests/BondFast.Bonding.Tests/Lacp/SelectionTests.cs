using BondFast.Bonding.Lacp;
using BondFast.Wire;

namespace BondFast.Bonding.Tests.Lacp;

/// <summary>Conformance checks S1 to S9.</summary>
public class SelectionTests
{
    private static readonly MacAddress OtherPartner = new(0x0200_0000_0c0c);

    [Fact]
    public void S1_Ports_with_different_partner_keys_or_own_keys_do_not_share_an_aggregator()
    {
        var lab = new LacpLab(ports: 3);
        lab.Befriend(0);
        lab.Befriend(1, LacpLab.PartnerPort(2, key: 8));
        lab.Befriend(2);
        lab.Link(2, false);
        lab.Link(2, true, speed: 100);
        lab.Run(5);
        Assert.Equal(3, lab.System.Aggregators.Count);
        Assert.Equal(1, lab.Ports.Count(port => port.Distributing));
    }

    [Fact]
    public void S2_A_partner_with_another_system_id_makes_the_port_detach_wait_and_attach_anew()
    {
        LacpLab lab = new LacpLab(ports: 2).Converge();
        LacpPortInfo moved = LacpLab.PartnerPort(1, system: OtherPartner);
        lab.Silence(0);
        lab.Hear(0, moved);
        Assert.False(lab[0].Distributing);
        Assert.Equal(MuxState.Waiting, lab[0].MuxState);
        Assert.NotSame(lab[0].Aggregator, lab[1].Aggregator);
        Assert.True(lab[1].Distributing);
        Assert.Contains(lab.Events, e => e.Kind == "lacp-partner" && e.Text.Contains(OtherPartner.ToString()));
    }

    [Fact]
    public void S3_A_partner_that_says_individual_gets_an_aggregator_of_its_own()
    {
        LacpState individual = LacpLab.Healthy & ~LacpState.Aggregation;
        var lab = new LacpLab(ports: 2);
        lab.Befriend(0, LacpLab.PartnerPort(1, individual));
        lab.Befriend(1, LacpLab.PartnerPort(2, individual));
        lab.Run(5);
        Assert.NotSame(lab[0].Aggregator, lab[1].Aggregator);
        Assert.All(lab.Ports, port => Assert.True(port.Aggregator!.LagId.Individual));
        Assert.Equal(1, lab.Ports.Count(port => port.Distributing));
    }

    /// <summary>Ports 0, 1 at 1 Gb/s to one partner, port 2 at 10 Gb/s to another, which comes one second later.</summary>
    private static LacpLab TwoPartners(AdSelect policy, int thirdPriority = 255)
    {
        var lab = new LacpLab(LacpLab.Fast with { AdSelect = policy }, ports: 2);
        lab.Converge();
        lab.AddPort(speed: 10_000, priority: thirdPriority);
        lab.Befriend(2, LacpLab.PartnerPort(1, system: OtherPartner));
        lab.Run(5);
        Assert.Equal(2, lab.System.Aggregators.Count);
        Assert.Single(lab.System.Aggregators, aggregator => aggregator.Active);
        return lab;
    }

    [Fact]
    public void S4_Policy_bandwidth_takes_the_aggregator_with_more_of_it()
    {
        LacpLab lab = TwoPartners(AdSelect.Bandwidth);
        Assert.Equal([false, false, true], lab.Ports.Select(port => port.Distributing));
        lab.Link(2, false);
        lab.Run(3);
        Assert.Equal([true, true, false], lab.Ports.Select(port => port.Distributing));
    }

    [Fact]
    public void S4_Policy_count_takes_the_aggregator_with_more_ports()
    {
        LacpLab lab = TwoPartners(AdSelect.Count);
        Assert.Equal([true, true, false], lab.Ports.Select(port => port.Distributing));
        lab.Link(0, false);
        lab.Run(3);
        Assert.Equal([false, false, true], lab.Ports.Select(port => port.Distributing));
    }

    [Fact]
    public void S4_Policy_stable_stays_with_the_aggregator_in_use_until_it_has_no_link_left()
    {
        LacpLab lab = TwoPartners(AdSelect.Stable);
        Assert.Equal([true, true, false], lab.Ports.Select(port => port.Distributing));
        lab.Link(0, false);
        lab.Run(3);
        Assert.Equal([false, true, false], lab.Ports.Select(port => port.Distributing));
        lab.Link(1, false);
        lab.Run(3);
        Assert.Equal([false, false, true], lab.Ports.Select(port => port.Distributing));
        lab.Link(0, true);
        lab.Link(1, true);
        lab.Run(5);
        Assert.Equal([false, false, true], lab.Ports.Select(port => port.Distributing));
    }

    [Fact]
    public void S4_Policy_stable_starts_with_the_largest_bandwidth_whoever_spoke_first()
    {
        var lab = new LacpLab(ports: 2);
        lab.AddPort(speed: 10_000);
        lab.Befriend(0);
        lab.Befriend(1);
        lab.Run(1.5);
        lab.Befriend(2, LacpLab.PartnerPort(1, system: OtherPartner));
        lab.Run(5);
        Assert.Equal([false, false, true], lab.Ports.Select(port => port.Distributing));
    }

    [Fact]
    public void S4_Policy_actor_port_prio_takes_the_larger_sum()
    {
        LacpLab lab = TwoPartners(AdSelect.ActorPortPriority, thirdPriority: 1000);
        Assert.Equal([false, false, true], lab.Ports.Select(port => port.Distributing));
        lab.System.SetPortPriority(lab[2], 10, lab.Now);
        lab.Run(3);
        Assert.Equal([true, true, false], lab.Ports.Select(port => port.Distributing));
    }

    [Fact]
    public void S4_A_partner_beats_none_and_full_duplex_beats_half()
    {
        var lab = new LacpLab(LacpLab.Fast with { AdSelect = AdSelect.Bandwidth }, ports: 0);
        lab.AddPort(speed: 10_000, fullDuplex: false);
        lab.AddPort(speed: 1000);
        lab.AddPort(speed: 100);
        lab.Run(8);
        Assert.Equal([false, true, false], lab.Ports.Select(port => port.Distributing));
        lab.Befriend(2);
        lab.Run(4);
        Assert.Equal([false, false, true], lab.Ports.Select(port => port.Distributing));
    }

    [Fact]
    public void S5_The_order_in_which_ports_come_up_makes_no_difference()
    {
        foreach (int[] order in Permutations([0, 1, 2, 3]))
        {
            var lab = new LacpLab(ports: 4, up: false);
            foreach (int port in order)
            {
                lab.Link(port, true);
                lab.Befriend(port, LacpLab.PartnerPort(port + 1, key: (ushort)(port < 3 ? 7 : 8)));
                lab.Run(0.3);
            }
            lab.Run(8);
            Assert.Equal([1, 1, 1, 4], lab.Ports.Select(port => port.Aggregator!.Id));
            Assert.Equal([true, true, true, false], lab.Ports.Select(port => port.Distributing));
        }
    }

    [Fact]
    public void S6_A_port_that_hears_ourselves_ignores_it_and_says_so()
    {
        var lab = new LacpLab(ports: 2);
        for (int second = 0; second < 10; second++)
        {
            lab.Hear(0, lab[1].Actor with { State = LacpLab.Healthy }, lab[0].Actor);
            lab.Hear(1, lab[1].Actor with { State = LacpLab.Healthy }, lab[1].Actor);
            lab.Run(1);
        }
        Assert.All(lab.Ports, port => Assert.Equal(ReceiveState.Defaulted, port.ReceiveState));
        Assert.All(lab.Ports, port => Assert.Equal(10UL, port.Counts.LoopedBack));
        Assert.NotSame(lab[0].Aggregator, lab[1].Aggregator);
        Assert.Equal(2, lab.Events.Count(e => e.Kind == "lacp-loop"));
    }

    [Fact]
    public void S7_Carrier_follows_min_links_at_its_edges()
    {
        LacpLab lab = new LacpLab(LacpLab.Fast with { MinLinks = 2 }, ports: 3).Converge();
        Assert.True(lab.System.Carrier);
        lab.Link(0, false);
        Assert.True(lab.System.Carrier);
        lab.Link(1, false);
        Assert.False(lab.System.Carrier);
        lab.Link(1, true);
        Assert.True(lab.System.Carrier);
        lab.Set(options => options with { MinLinks = 3 });
        Assert.False(lab.System.Carrier);
        lab.Set(options => options with { MinLinks = 0 });
        Assert.True(lab.System.Carrier);
        lab.Link(1, false);
        lab.Link(2, false);
        Assert.False(lab.System.Carrier);
    }

    [Fact]
    public void S8_Without_a_partner_one_link_carries_traffic_until_a_partner_appears()
    {
        var lab = new LacpLab(ports: 3);
        lab.Run(2.9);
        Assert.DoesNotContain(lab.Ports, port => port.Distributing);
        lab.Run(0.2);
        Assert.Equal([true, false, false], lab.Ports.Select(port => port.Distributing));
        lab.Run(60);
        Assert.Equal([true, false, false], lab.Ports.Select(port => port.Distributing));
        lab.Befriend(1);
        lab.Run(0.5);
        Assert.DoesNotContain(lab.Ports, port => port.Distributing);
        lab.Befriend(0);
        lab.Befriend(2);
        lab.Run(4);
        Assert.All(lab.Ports, port => Assert.True(port.Distributing));
        for (int i = 0; i < 3; i++) lab.Silence(i);
        lab.Run(10);
        Assert.Equal([true, false, false], lab.Ports.Select(port => port.Distributing));
    }

    [Fact]
    public void S9_With_lacp_strict_no_link_is_used_without_a_partner_and_carrier_counts_distributing_ports()
    {
        var lab = new LacpLab(LacpLab.Fast with { LacpStrict = true }, ports: 2);
        lab.Run(20);
        Assert.DoesNotContain(lab.Ports, port => port.Distributing);
        Assert.False(lab.System.Carrier);
        lab.Converge();
        Assert.True(lab.System.Carrier);
        lab.Silence(0);
        lab.Silence(1);
        lab.Run(20);
        Assert.False(lab.System.Carrier);
    }

    [Fact]
    public void S9_Carrier_follows_at_once_when_lacp_strict_is_switched()
    {
        var lab = new LacpLab(ports: 2);
        lab.Run(10);
        Assert.True(lab.System.Carrier);
        lab.Set(options => options with { LacpStrict = true });
        Assert.False(lab.System.Carrier);
        Assert.DoesNotContain(lab.Ports, port => port.Distributing);
        lab.Set(options => options with { LacpStrict = false });
        Assert.True(lab.System.Carrier);
        Assert.True(lab[0].Distributing);
    }

    [Fact]
    public void Two_aggregators_never_have_the_same_LAG_and_every_selected_port_is_in_its_own()
    {
        var random = new Random(11);
        var lab = new LacpLab(ports: 6);
        for (int step = 0; step < 4000; step++)
        {
            int port = random.Next(6);
            switch (random.Next(4))
            {
                case 0: lab.Link(port, random.Next(3) > 0, speed: random.Next(2) == 0 ? 1000u : 10_000u, fullDuplex: random.Next(8) > 0); break;
                case 1: lab.Set(options => options with { AdSelect = (AdSelect)random.Next(4), AdUserPortKey = random.Next(20) == 0 ? random.Next(3) : options.AdUserPortKey }); break;
                default:
                    MacAddress? system = random.Next(4) == 0 ? OtherPartner : null;
                    lab.Hear(port, LacpLab.PartnerPort(random.Next(1, 7), (LacpState)random.Next(256) | LacpState.Aggregation, (ushort)random.Next(7, 9), system));
                    break;
            }
            lab.Run(random.NextDouble());
            AssertConsistent(lab);
        }
    }

    internal static void AssertConsistent(LacpLab lab)
    {
        Assert.True(lab.System.Aggregators.Count(aggregator => aggregator.Active) <= 1);
        Assert.Equal(lab.System.Active, lab.System.Aggregators.SingleOrDefault(aggregator => aggregator.Active && aggregator.EnabledPorts > 0));
        LagId[] ids = [.. lab.System.Aggregators.Select(aggregator => aggregator.LagId)];
        Assert.Equal(ids.Length, ids.Distinct().Count());
        foreach (LacpPort port in lab.Ports)
        {
            Assert.NotEqual(Selected.Unselected, port.Selected);
            Assert.Equal(LagId.Of(port), port.Aggregator!.LagId);
            Assert.Equal(port.Aggregator.Active, port.Selected == Selected.Selected);
            Assert.Contains(port, port.Aggregator.Ports);
            if (port.Distributing) Assert.True(port.Enabled && port.Aggregator.Active && port.Partner.State.HasFlag(LacpState.Synchronization));
        }
    }

    private static IEnumerable<int[]> Permutations(int[] items)
    {
        if (items.Length == 1) return [items];
        return items.SelectMany(first => Permutations([.. items.Where(item => item != first)]).Select(rest => (int[])[first, .. rest]));
    }
}
