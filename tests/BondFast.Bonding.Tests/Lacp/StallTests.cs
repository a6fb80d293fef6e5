using BondFast.Bonding.Lacp;
using BondFast.Wire;

namespace BondFast.Bonding.Tests.Lacp;

/// <summary>Check Y2: a control core that stands still does not drop a partner that is well.</summary>
public class StallTests
{
    [Theory]
    [InlineData(0.1)]
    [InlineData(1)]
    [InlineData(2.9)]
    [InlineData(3.5)]
    [InlineData(5)]
    [InlineData(60)]
    public void Y2_Frames_that_waited_in_the_queue_count_from_their_arrival(double stall)
    {
        LacpLab lab = new LacpLab(ports: 2).Converge();
        lab.Silence(0);
        lab.Silence(1);
        int changes = lab.ForwardingChanges;
        long begun = lab.Now;
        lab.Stall(stall);
        for (long arrived = begun + 300_000_000; arrived <= lab.Now; arrived += 1_000_000_000)
            for (int port = 0; port < 2; port++) lab.Hear(port, arrived: arrived);
        lab.Advance();
        lab.Run(0.2);
        Assert.All(lab.Ports, port => Assert.Equal(ReceiveState.Current, port.ReceiveState));
        Assert.Equal(changes, lab.ForwardingChanges);
        PeriodicAndTransmitTests.AssertThreeInAnySecond(lab);
    }

    [Fact]
    public void Y2_After_a_stall_a_frame_that_comes_out_of_its_queue_a_little_later_is_in_time()
    {
        LacpLab lab = new LacpLab().Converge();
        lab.Silence(0);
        lab.Stall(10);
        lab.Advance();
        Assert.Equal(ReceiveState.Current, lab[0].ReceiveState);
        lab.Run(0.1);
        lab.Hear(0);
        lab.Run(1);
        Assert.Equal(ReceiveState.Current, lab[0].ReceiveState);
    }

    [Fact]
    public void Y2_A_partner_that_is_really_gone_is_expired_a_quarter_of_a_second_after_the_stall_even_if_stalls_go_on()
    {
        LacpLab lab = new LacpLab().Converge();
        lab.Silence(0);
        lab.Stall(10);
        lab.Advance();
        lab.Run(0.24);
        Assert.Equal(ReceiveState.Current, lab[0].ReceiveState);
        lab.Run(0.02);
        Assert.Equal(ReceiveState.Expired, lab[0].ReceiveState);

        lab = new LacpLab().Converge();
        lab.Silence(0);
        for (int i = 0; i < 3; i++)
        {
            lab.Stall(4);
            lab.Advance();
        }
        Assert.NotEqual(ReceiveState.Current, lab[0].ReceiveState);
    }

    [Fact]
    public void Y2_A_clock_that_seems_to_go_back_does_no_harm()
    {
        LacpLab lab = new LacpLab().Converge();
        int changes = lab.ForwardingChanges;
        lab.System.Advance(lab.Now - 5_000_000_000);
        lab.Hear(0, arrived: lab.Now - 1_000_000_000);
        lab.System.Advance(lab.Now - 500_000_000);
        lab.Run(5);
        Assert.Equal(changes, lab.ForwardingChanges);
    }

    [Fact]
    public void Silence_is_not_judged_when_a_frame_of_another_port_is_handed_in()
    {
        // Port 1's frame has a later stamp than port 0's deadline, and port 0's own frame is still to come.
        LacpLab lab = new LacpLab(ports: 2).Converge();
        lab.Silence(0);
        lab.Silence(1);
        long heard = lab[0].LastReceived;
        lab.Stall(4);
        lab.Hear(1, arrived: heard + 3_500_000_000);
        Assert.Equal(ReceiveState.Current, lab[0].ReceiveState);
        lab.Hear(0, arrived: heard + 2_500_000_000);
        lab.Advance();
        Assert.Equal(ReceiveState.Current, lab[0].ReceiveState);
    }
}
