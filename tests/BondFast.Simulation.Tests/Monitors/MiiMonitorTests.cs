using BondFast.Bonding;
using BondFast.Simulation.Tests.Network;

namespace BondFast.Simulation.Tests.Monitors;

/// <summary>The MII monitor's table and rules, linux-bonding 4 and 14, HOWTO 7.3 and 13.1.</summary>
public class MiiMonitorTests
{
    private readonly SimulatedNetwork _net = new();

    private SimulatedHost Host(BondMode mode = BondMode.ActiveBackup, int updelay = 0, int downdelay = 0) =>
        _net.AddHost(new BondOptions { Mode = mode, Miimon = 100, Updelay = updelay, Downdelay = downdelay });

    private static (SimulatedPort, SimulatedPort) TwoPorts(SimulatedHost host)
    {
        SimulatedPort eth0 = host.AddPort(), eth1 = host.AddPort();
        host.Enslave(eth0);
        host.Enslave(eth1);
        return (eth0, eth1);
    }

    [Fact]
    public void Lost_carrier_passes_through_fail_to_down_and_back_to_up_in_whole_ticks()
    {
        // linux-bonding 14: updelay 3 ticks, downdelay 2 ticks, lost just before tick 5, back just before tick 20
        SimulatedHost host = Host(updelay: 300, downdelay: 200);
        (SimulatedPort eth0, SimulatedPort eth1) = TwoPorts(host);
        host.Bond.Open(_net.Now);
        _net.Run(0);
        _net.At(499.9, () => eth1.Carrier = false);
        _net.At(1999.9, () => eth1.Carrier = true);
        var seen = new Dictionary<int, SlaveLink>();
        for (int tick = 0; tick <= 25; tick++)
        {
            _net.RunUntil(_net.Start + tick * 100 * SimulatedNetwork.Millisecond);
            seen[tick] = host[eth1].Link;
        }
        Assert.Equal(SlaveLink.Up, seen[4]);
        Assert.Equal([SlaveLink.Fail, SlaveLink.Fail, SlaveLink.Down], [seen[5], seen[6], seen[7]]);
        Assert.Equal([SlaveLink.Down, SlaveLink.Back, SlaveLink.Back, SlaveLink.Back, SlaveLink.Up], [seen[19], seen[20], seen[21], seen[22], seen[23]]);
        Assert.Equal(1u, host[eth1].LinkFailureCount);
        Assert.Same(host[eth0], host.Bond.Active);
    }
}
