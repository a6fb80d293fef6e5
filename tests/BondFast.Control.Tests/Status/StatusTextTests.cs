using BondFast.Bonding;
using BondFast.Control.Status;
using static BondFast.Control.Tests.Status.Situations;

namespace BondFast.Control.Tests.Status;

public class StatusTextTests
{
    [Fact]
    public void Active_backup_for_people()
    {
        HostStatus host = Host(TwoUp(Options(BondMode.ActiveBackup)), 1_000_000_000);
        host[0].Slaves[0].Counters = new TrafficCounters { RxPackets = 100, TxPackets = 300 };
        host[0].Slaves[1].Counters = new TrafficCounters { RxPackets = 7, TxPackets = 100, Dropped = 7 };
        Assert.Equal("""
            bond0  active-backup  up  2/2 slaves up  1000 Mb/s  active eth0  mac 52:54:00:09:00:00  mtu 1500
              slave  link  Mb/s  state    share  rx packets  tx packets  drops  failures
              eth0   up    1000  active  75.0 %         100         300      0         0
              eth1   up    1000  backup  25.0 %           7         100      7         0

            """, Text(host));
    }

    [Fact]
    public void Lacp_for_people_shows_states_as_letters()
    {
        BondStatus bond = Lacp(SlaveLink.Down, 1, 77, 0, 69, 0, 0);
        HostStatus host = Host(TwoUp(Options(BondMode.Ieee8023ad)), 1);
        host[0].Lacp = bond.Lacp;
        for (int i = 0; i < 2; i++)
        {
            host[0].Slaves[i].Lacp = bond.Slaves[i].Lacp;
            host[0].Slaves[i].CanTransmit = i == 0;
        }
        host[0].Slaves[1].Link = SlaveLink.Down;
        host[0].CarrierUp = true;
        host[0].Uplink = "tap0";
        Assert.Equal("""
            bond0  802.3ad  up  1/2 slaves up  1000 Mb/s  layer2  lacp slow, aggregator 1 without partner  mac 52:54:00:09:00:00  mtu 1500  uplink tap0
              slave  link  Mb/s  state    share  rx packets  tx packets  drops  failures  agg  actor     partner
              eth0   up    1000  waiting      -           0           0      0         0  1    A-GS--F-  --------
              eth1   down  1000  down         -           0           0      0         0  2    A-G---F-  --------

            """, Text(host));
    }

    [Fact]
    public void With_an_earlier_status_rates_are_shown()
    {
        HostStatus before = Host(TwoUp(Options(BondMode.BalanceXor)), 1_000_000_000);
        HostStatus now = Host(TwoUp(Options(BondMode.BalanceXor)), 3_000_000_000);
        before[0].Slaves[0].Counters = new TrafficCounters { RxPackets = 100, TxPackets = 100 };
        now[0].Slaves[0].Counters = new TrafficCounters { RxPackets = 300, RxBytes = 250_000, TxPackets = 2100, TxBytes = 250_000_000 };
        now[0].Slaves[1].Counters = new TrafficCounters { TxPackets = 2000 };
        Assert.Equal("""
            bond0  balance-xor  up  2/2 slaves up  2000 Mb/s  layer2  mac 52:54:00:09:00:00  mtu 1500
              slave  link  Mb/s  state    share  rx packets/s  tx packets/s  rx Mb/s  tx Mb/s  drops  failures
              eth0   up    1000  active  50.0 %           100          1000      1.0     1000      0         0
              eth1   up    1000  active  50.0 %             0          1000      0.0      0.0      0         0

            """, Text(now, before));
        Assert.DoesNotContain("packets/s", Text(now, now), StringComparison.Ordinal);
    }

    [Fact]
    public void Bonds_that_are_not_there_are_said()
    {
        var host = new HostStatus();
        host.Begin(1);
        Assert.Equal("no bonds\n", Text(host));
        var text = new TextBuffer();
        new StatusText().Write(text, host, "bond7");
        Assert.Equal("no bond bond7\n", text.ToString());
    }

    [Fact]
    public void Workers_for_people()
    {
        var host = new HostStatus { Buffers = 100, BuffersInUse = 3 };
        host.Begin(1);
        host.AddWorker(new WorkerStatus(0, 2, true, 1000, 250, 80.5, 12, 0));
        host.AddWorker(new WorkerStatus(1, 3, false, 0, 0, 0, 0, 0));
        var text = new TextBuffer();
        new StatusText().WriteWorkers(text, host);
        Assert.Equal("""
            worker  cpu  state      busy  polls  gap p99.99 us  gap max us  allocated
            0         2  running  25.0 %   1000             12          80          0
            1         3  stopped       -      0              0           0          0
            buffers in use 3 of 100, garbage collections 0

            """, text.ToString());
    }

    private static HostStatus Host(Bond bond, long at)
    {
        var host = new HostStatus();
        host.Begin(at);
        host.AddBond().Take(bond);
        return host;
    }

    private static string Text(HostStatus host, HostStatus? before = null)
    {
        var text = new TextBuffer();
        new StatusText().Write(text, host, null, before);
        return text.ToString();
    }
}
