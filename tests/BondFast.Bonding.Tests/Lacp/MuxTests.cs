using BondFast.Bonding.Lacp;
using BondFast.Wire;

namespace BondFast.Bonding.Tests.Lacp;

/// <summary>Conformance checks M1 to M7.</summary>
public class MuxTests
{
    private const LacpState S = LacpState.Synchronization, C = LacpState.Collecting, D = LacpState.Distributing;

    [Fact]
    public void M1_Each_step_of_the_climb_is_told_with_its_bits()
    {
        var lab = new LacpLab(LacpLab.Fast with { CoupledControl = false });
        lab.Hear(0, LacpLab.PartnerPort(1, LacpLab.OutOfSync));
        lab.Run(0.1);
        Assert.Equal(MuxState.Waiting, lab[0].MuxState);
        Assert.Equal(LacpState.None, Said(lab));
        lab.Hear(0, LacpLab.PartnerPort(1, LacpLab.OutOfSync));
        lab.RunUntil(2);
        Assert.Equal(MuxState.Attached, lab[0].MuxState);
        Assert.Equal(S, Said(lab));
        lab.Hear(0, LacpLab.PartnerPort(1, LacpLab.OutOfSync | S));
        lab.RunUntil(3.2);
        Assert.Equal(MuxState.Collecting, lab[0].MuxState);
        Assert.Equal(S | C, Said(lab));
        lab.Hear(0, LacpLab.PartnerPort(1, LacpLab.OutOfSync | S | C));
        Assert.Equal(MuxState.Distributing, lab[0].MuxState);
        lab.RunUntil(5);
        Assert.Equal(S | C | D, Said(lab));
    }

    [Fact]
    public void M1_With_coupled_control_collecting_and_distributing_come_together()
    {
        var lab = new LacpLab();
        lab.Hear(0, LacpLab.PartnerPort(1, LacpLab.OutOfSync | S));
        lab.RunUntil(1.999);
        Assert.Equal(LacpState.None, Said(lab));
        lab.RunUntil(2);
        Assert.Equal(MuxState.CollectingDistributing, lab[0].MuxState);
        Assert.Equal(S | C | D, Said(lab));
    }

    [Fact]
    public void M2_A_late_port_holds_up_those_that_still_wait_and_all_attach_together()
    {
        var lab = new LacpLab(ports: 3);
        lab.Befriend(0);
        lab.Befriend(1);
        lab.RunUntil(1.5);
        lab.Befriend(2);
        lab.RunUntil(2.5);
        Assert.All(lab.Ports, port => Assert.Equal(MuxState.Waiting, port.MuxState));
        double heard = 1.5;
        lab.RunUntil(heard + 2 - 0.001);
        Assert.All(lab.Ports, port => Assert.Equal(MuxState.Waiting, port.MuxState));
        lab.RunUntil(heard + 2);
        Assert.All(lab.Ports, port => Assert.True(port.Distributing));
        Assert.Single(lab.System.Aggregators);
    }

    [Fact]
    public void M2_A_port_that_joins_a_running_group_does_not_disturb_it()
    {
        LacpLab lab = new LacpLab(ports: 2).Converge();
        int changes = lab.ForwardingChanges;
        LacpPort late = lab.AddPort();
        lab.Befriend(2);
        lab.Run(1.9);
        Assert.Equal(changes, lab.ForwardingChanges);
        lab.Run(2);
        Assert.True(late.Distributing);
        Assert.Equal(changes + 1, lab.ForwardingChanges);
        Assert.All(lab.Ports, port => Assert.Same(lab[0].Aggregator, port.Aggregator));
    }

    [Fact]
    public void M3_Coupled_control_does_not_ask_whether_the_partner_collects()
    {
        var lab = new LacpLab();
        lab.Befriend(0, LacpLab.PartnerPort(1, LacpLab.OutOfSync | S));
        lab.Run(10);
        Assert.Equal(MuxState.CollectingDistributing, lab[0].MuxState);
    }

    [Fact]
    public void M4_Independent_control_distributes_only_while_the_partner_collects()
    {
        var lab = new LacpLab(LacpLab.Fast with { CoupledControl = false });
        lab.Befriend(0, LacpLab.PartnerPort(1, LacpLab.OutOfSync | S));
        lab.Run(10);
        Assert.Equal(MuxState.Collecting, lab[0].MuxState);
        Assert.True(lab[0].Collecting);
        Assert.False(lab[0].Distributing);
        lab.Befriend(0, LacpLab.PartnerPort(1, LacpLab.OutOfSync | S | C));
        lab.Run(2);
        Assert.Equal(MuxState.Distributing, lab[0].MuxState);
        lab.Befriend(0, LacpLab.PartnerPort(1, LacpLab.OutOfSync | S));
        lab.Run(2);
        Assert.Equal(MuxState.Collecting, lab[0].MuxState);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void M5_Forwarding_ends_before_the_call_returns_in_which_the_partner_left_Sync(bool coupled)
    {
        LacpLab lab = new LacpLab(LacpLab.Fast with { CoupledControl = coupled }).Converge();
        lab.Silence(0);
        int changes = lab.ForwardingChanges;
        lab.Sent.Clear();
        lab.Hear(0, LacpLab.PartnerPort(1, LacpLab.OutOfSync | C | D));
        Assert.Equal(changes + 1, lab.ForwardingChanges);
        Assert.False(lab[0].Distributing);
        Assert.False(lab[0].Collecting);
        Assert.Empty(lab.Sent);
        lab.Advance();
        Assert.Equal(S, Said(lab));
    }

    [Fact]
    public void M6_From_distributing_the_port_comes_down_through_every_state()
    {
        StateTable<MuxState, MuxEvent> table = MuxMachine.Independent;
        Assert.True(table.TryNext(MuxState.Distributing, MuxEvent.Unselected, out MuxState next) && next == MuxState.Collecting);
        Assert.True(table.TryNext(next, MuxEvent.Unselected, out next) && next == MuxState.Attached);
        Assert.True(table.TryNext(next, MuxEvent.Unselected, out next) && next == MuxState.Detached);
        Assert.False(table.TryNext(MuxState.Distributing, MuxEvent.Ready, out _));

        LacpLab lab = new LacpLab(LacpLab.Fast with { CoupledControl = false }).Converge();
        lab.Hear(0, LacpLab.PartnerPort(1, LacpLab.Healthy & ~C));
        Assert.Equal(MuxState.Collecting, lab[0].MuxState);
        lab.Hear(0, LacpLab.PartnerPort(1, LacpLab.OutOfSync));
        Assert.Equal(MuxState.Attached, lab[0].MuxState);
        lab.Hear(0, LacpLab.PartnerPort(1, LacpLab.OutOfSync, key: 9));
        Assert.Equal(MuxState.Waiting, lab[0].MuxState);
        Assert.Equal(LacpState.None, lab[0].ActorState & (S | C | D));
    }

    [Fact]
    public void M7_A_port_stands_by_while_another_aggregator_carries_the_bond_and_attaches_at_once_when_promoted()
    {
        var lab = new LacpLab(LacpLab.Fast with { AdSelect = AdSelect.Count }, ports: 3);
        lab.Befriend(0);
        lab.Befriend(1);
        lab.Befriend(2, LacpLab.PartnerPort(3, key: 8));
        lab.Run(10);
        Assert.True(lab[0].Distributing && lab[1].Distributing);
        Assert.Equal(Selected.Standby, lab[2].Selected);
        Assert.Equal(MuxState.Waiting, lab[2].MuxState);
        Assert.Equal(LacpState.None, lab[2].ActorState & (S | C | D));
        lab.Link(0, false);
        Assert.False(lab[2].Distributing);
        lab.Link(1, false);
        Assert.Equal(Selected.Selected, lab[2].Selected);
        Assert.True(lab[2].Distributing);
    }

    [Fact]
    public void Changing_coupled_control_while_running_renegotiates_nothing()
    {
        LacpLab lab = new LacpLab().Converge();
        int changes = lab.ForwardingChanges;
        lab.Set(options => options with { CoupledControl = false });
        Assert.Equal(MuxState.Distributing, lab[0].MuxState);
        lab.Run(5);
        lab.Set(options => options with { CoupledControl = true });
        Assert.Equal(MuxState.CollectingDistributing, lab[0].MuxState);
        lab.Run(5);
        Assert.Equal(changes, lab.ForwardingChanges);
    }

    [Fact]
    public void Changing_to_independent_control_ends_distributing_to_a_partner_that_does_not_collect()
    {
        var lab = new LacpLab();
        lab.Befriend(0, LacpLab.PartnerPort(1, LacpLab.OutOfSync | S));
        lab.Run(5);
        Assert.True(lab[0].Distributing);
        lab.Set(options => options with { CoupledControl = false });
        Assert.False(lab[0].Distributing);
        Assert.True(lab[0].Collecting);
    }

    private static LacpState Said(LacpLab lab) => lab.LacpdusOf(0).Last().State & (S | C | D);
}
