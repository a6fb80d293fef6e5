using BondFast.Bonding.Lacp;
using BondFast.Wire;

namespace BondFast.Bonding.Tests.Lacp;

/// <summary>Options that change while LACP runs: what is told to the partner, what is negotiated anew, what stays as it is.</summary>
public class OptionTests
{
    [Fact]
    public void The_rate_is_told_to_the_partner_and_nothing_is_renegotiated()
    {
        LacpLab lab = new LacpLab(LacpLab.Slow, ports: 2).Converge();
        int changes = lab.ForwardingChanges;
        lab.Run(0.5);
        lab.Sent.Clear();
        lab.Set(options => options with { LacpRate = LacpRate.Fast });
        lab.Advance();
        Assert.Equal(2, lab.Sent.Count);
        Assert.All(lab.Sent, sent => Assert.True(sent.State.HasFlag(LacpState.Timeout)));
        lab.Run(10);
        Assert.Equal(changes, lab.ForwardingChanges);
        lab.Silence(0);
        lab.Run(3);
        Assert.Equal(ReceiveState.Expired, lab[0].ReceiveState);
    }

    [Fact]
    public void Turning_passive_is_told_to_the_partner_and_nothing_is_renegotiated()
    {
        LacpLab lab = new LacpLab().Converge();
        int changes = lab.ForwardingChanges;
        lab.Run(0.5);
        lab.Sent.Clear();
        lab.Set(options => options with { LacpActive = false });
        lab.Run(10);
        Assert.All(lab.Sent, sent => Assert.False(sent.State.HasFlag(LacpState.Activity)));
        Assert.Equal(changes, lab.ForwardingChanges);
        Assert.True(lab[0].Distributing);
    }

    [Fact]
    public void Another_system_id_or_key_is_another_group_and_negotiated_anew()
    {
        LacpLab lab = new LacpLab(ports: 2).Converge();
        foreach (Func<BondOptions, BondOptions> change in new Func<BondOptions, BondOptions>[]
        {
            options => options with { AdActorSystem = new MacAddress(0x0200_0000_0777) },
            options => options with { AdActorSysPrio = 1 },
            options => options with { AdUserPortKey = 9 },
        })
        {
            lab.Sent.Clear();
            lab.Set(change);
            Assert.All(lab.Ports, port => Assert.False(port.Distributing));
            lab.Advance();
            Assert.Equal(lab[0].Actor, lab.LacpdusOf(0).First().Lacpdu.Actor);
            lab.Run(4);
            Assert.All(lab.Ports, port => Assert.True(port.Distributing));
        }
        Assert.Equal(new MacAddress(0x0200_0000_0777), lab.System.System);
        Assert.Equal(9 << 6 | 9, lab[0].Key);
        Assert.Single(lab.System.Aggregators);
    }

    [Fact]
    public void A_port_priority_is_told_to_the_partner_and_only_an_individual_port_is_selected_anew()
    {
        LacpLab lab = new LacpLab(ports: 2).Converge();
        int changes = lab.ForwardingChanges;
        lab.Run(0.5);
        lab.Sent.Clear();
        lab.System.SetPortPriority(lab[1], 7, lab.Now);
        lab.Advance();
        Assert.Equal(7, Assert.Single(lab.Sent).Lacpdu.Actor.PortPriority);
        lab.Run(5);
        Assert.Equal(changes, lab.ForwardingChanges);

        var alone = new LacpLab(ports: 1);
        alone.Run(5);
        alone.System.SetPortPriority(alone[0], 7, alone.Now);
        Assert.False(alone[0].Distributing);
        alone.Run(3);
        Assert.True(alone[0].Distributing);
    }

    [Fact]
    public void Min_links_ad_select_and_the_control_change_nothing_on_the_wire()
    {
        LacpLab lab = new LacpLab(ports: 2).Converge();
        lab.Run(0.5);
        lab.Sent.Clear();
        foreach (AdSelect policy in Enum.GetValues<AdSelect>()) lab.Set(options => options with { AdSelect = policy });
        lab.Set(options => options with { MinLinks = 2 });
        lab.Set(options => options with { BroadcastNeighbor = true });
        lab.Advance();
        Assert.Empty(lab.Sent);
        Assert.All(lab.Ports, port => Assert.True(port.Distributing));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(10, 2)]
    [InlineData(100, 3)]
    [InlineData(1_000, 4)]
    [InlineData(2_500, 5)]
    [InlineData(5_000, 6)]
    [InlineData(10_000, 7)]
    [InlineData(14_000, 8)]
    [InlineData(20_000, 9)]
    [InlineData(25_000, 10)]
    [InlineData(40_000, 11)]
    [InlineData(50_000, 12)]
    [InlineData(56_000, 13)]
    [InlineData(80_000, 14)]
    [InlineData(100_000, 15)]
    [InlineData(200_000, 16)]
    [InlineData(400_000, 17)]
    [InlineData(800_000, 18)]
    [InlineData(1_600_000, 19)]
    [InlineData(1_234, 0)]
    [InlineData(0, 0)]
    public void The_key_holds_user_part_speed_code_and_duplex(uint speed, int code)
    {
        Assert.Equal(code << 1 | 1, LacpKey.Compose(0, speed, fullDuplex: true));
        Assert.Equal(1023 << 6 | code << 1, LacpKey.Compose(1023, speed, fullDuplex: false));
        Assert.Equal(3 << 6 | code << 1 | 1, LacpKey.WithUserPart(LacpKey.Compose(5, speed, true), 3));
    }

    [Fact]
    public void Port_numbers_start_at_one_and_go_on_from_the_last_port()
    {
        var lab = new LacpLab(ports: 3);
        Assert.Equal([1, 2, 3], lab.System.Ports.Select(port => (int)port.Number));
        lab.System.RemovePort(lab[1], canSend: true, lab.Now);
        Assert.Equal(4, lab.AddPort().Number);
        lab.System.RemovePort(lab[3], canSend: true, lab.Now);
        Assert.Equal(4, lab.AddPort().Number);
        for (int i = 4; i >= 0; i--)
            if (i is not (1 or 3)) lab.System.RemovePort(lab[i], canSend: true, lab.Now);
        Assert.Equal(1, lab.AddPort().Number);
    }

    [Fact]
    public void The_system_id_stays_when_any_port_leaves()
    {
        LacpLab lab = new LacpLab(ports: 3).Converge();
        foreach (LacpPort port in lab.Ports.ToArray())
        {
            lab.System.RemovePort(port, canSend: true, lab.Now);
            lab.Silence(port.Slot);
            Assert.Equal(LacpLab.OurSystem, lab.System.System);
        }
    }
}
