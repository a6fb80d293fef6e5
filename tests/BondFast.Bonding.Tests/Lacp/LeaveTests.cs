using BondFast.Bonding.Lacp;
using BondFast.Wire;

namespace BondFast.Bonding.Tests.Lacp;

/// <summary>Ports and bonds that go: forwarding ends first, then the partner is told.</summary>
public class LeaveTests
{
    private const LacpState Carrying = LacpState.Synchronization | LacpState.Collecting | LacpState.Distributing;

    [Fact]
    public void A_port_that_leaves_stops_forwarding_then_says_goodbye()
    {
        LacpLab lab = new LacpLab(ports: 2).Converge();
        int changes = lab.ForwardingChanges;
        lab.Sent.Clear();
        lab.System.RemovePort(lab[0], canSend: true, lab.Now);
        SentFrame goodbye = Assert.Single(lab.Sent);
        Assert.Same(lab[0], goodbye.Port);
        Assert.Equal(LacpState.None, goodbye.State & Carrying);
        Assert.True(goodbye.State.HasFlag(LacpState.Aggregation));
        Assert.True(lab.ForwardingChanges > changes);
        Assert.True(lab[1].Distributing);
        Assert.Equal(2, lab.System.Active!.Id);
    }

    [Fact]
    public void A_port_whose_device_is_gone_says_nothing()
    {
        LacpLab lab = new LacpLab(ports: 2).Converge();
        lab.Sent.Clear();
        lab.System.RemovePort(lab[0], canSend: false, lab.Now);
        Assert.Empty(lab.Sent);
    }

    [Fact]
    public void The_goodbye_does_not_wait_for_the_limit()
    {
        LacpLab lab = new LacpLab().Converge();
        lab.Silence(0);
        for (int i = 0; i < 4; i++)
        {
            lab.Hear(0, partner: lab[0].Actor with { Key = 1 });
            lab.Run(0.01);
        }
        Assert.Equal(TransmitState.Limited, lab[0].TransmitState);
        lab.Sent.Clear();
        lab.System.RemovePort(lab[0], canSend: true, lab.Now);
        Assert.Equal(LacpState.None, Assert.Single(lab.Sent).State & Carrying);
    }

    [Fact]
    public void A_passive_port_without_partner_has_nobody_to_say_goodbye_to()
    {
        var lab = new LacpLab(LacpLab.Fast with { LacpActive = false });
        lab.Run(5);
        lab.System.RemovePort(lab[0], canSend: true, lab.Now);
        Assert.Empty(lab.Sent);
    }

    [Fact]
    public void Closing_the_bond_takes_leave_on_every_port_and_opening_begins_anew()
    {
        LacpLab lab = new LacpLab(ports: 3).Converge();
        lab.Sent.Clear();
        lab.System.Close(lab.Now);
        Assert.Equal(3, lab.Sent.Count);
        Assert.All(lab.Sent, sent => Assert.Equal(LacpState.None, sent.State & Carrying));
        Assert.False(lab.System.Carrier);
        Assert.Null(lab.System.Active);
        lab.Run(100);
        Assert.Equal(3, lab.Sent.Count);
        Assert.All(lab.Ports, port => Assert.Equal(ReceiveState.PortDisabled, port.ReceiveState));
        lab.System.Open(lab.Now);
        Assert.All(lab.Ports, port => Assert.Equal(ReceiveState.Expired, port.ReceiveState));
        lab.Run(4);
        Assert.All(lab.Ports, port => Assert.True(port.Distributing));
    }

    [Fact]
    public void The_last_port_takes_the_active_aggregator_with_it()
    {
        LacpLab lab = new LacpLab().Converge();
        lab.System.RemovePort(lab[0], canSend: true, lab.Now);
        Assert.Null(lab.System.Active);
        Assert.Empty(lab.System.Aggregators);
        Assert.False(lab.System.Carrier);
        Assert.Equal(long.MaxValue, lab.System.NextDeadline);
    }
}
