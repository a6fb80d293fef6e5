using BondFast.Bonding;
using BondFast.Bonding.Lacp;
using BondFast.Control.Status;
using static BondFast.Control.Tests.Status.Situations;

namespace BondFast.Control.Tests.Status;

/// <summary>The status text agrees with the driver's, line by line, in every situation that was recorded.</summary>
public class ProcStatusTests
{
    [Theory]
    [InlineData("proc-balance-rr-2up.txt", BondMode.BalanceRoundRobin)]
    [InlineData("proc-active-backup-2up.txt", BondMode.ActiveBackup)]
    [InlineData("proc-balance-xor-2up.txt", BondMode.BalanceXor)]
    [InlineData("proc-broadcast-2up.txt", BondMode.Broadcast)]
    [InlineData("proc-balance-tlb-2up.txt", BondMode.BalanceTlb)]
    [InlineData("proc-balance-alb-2up.txt", BondMode.BalanceAlb)]
    public void Two_slaves_up(string file, BondMode mode) => AssertAgrees(file, ProcStatus.Text(TwoUp(Options(mode))));

    [Fact]
    public void A_primary_delays_and_fail_over_mac() => AssertAgrees("proc-ab-primary-fom.txt", ProcStatus.Text(TwoUp(Options(BondMode.ActiveBackup) with
    {
        Primary = "eth1",
        PrimaryReselect = PrimaryReselect.Better,
        FailOverMac = FailOverMac.Active,
        Updelay = 200,
        Downdelay = 300,
        PeerNotifDelay = 500,
    })));

    [Fact]
    public void The_arp_monitor_with_a_failed_slave() => AssertAgrees("proc-ab-arp.txt", Text(ArpMonitor()));

    [Fact]
    public void Lacp_without_partner() => AssertAgrees("proc-802.3ad-2up.txt", Text(Lacp(SlaveLink.Up, 0, 197, 2, 197, 2, 9)));

    [Fact]
    public void Lacp_with_a_slave_down() => AssertAgrees("proc-802.3ad-1down.txt", Text(Lacp(SlaveLink.Down, 1, 77, 0, 69, 0, 0)));

    [Fact]
    public void Lines_that_depend_on_options_and_state()
    {
        BondStatus status = StatusOf(TwoUp(Options(BondMode.BalanceTlb) with { TlbDynamicLb = false, XmitHashPolicy = XmitHashPolicy.Layer34, Primary = "eth7" }));
        status.Slaves[0].SpeedMbps = 0;
        status.Slaves[0].Duplex = Duplex.Unknown;
        status.Slaves[0].Link = SlaveLink.Fail;
        status.Slaves[1].Link = SlaveLink.Back;
        status.Slaves[1].Duplex = Duplex.Half;
        status.Slaves[1].Options = new SlaveOptions { QueueId = 3 };
        status.Active = null;
        status.CarrierUp = false;
        string text = Text(status);
        Assert.Contains("Transmit Hash Policy: layer3+4 (1)\nPrimary Slave: None\nCurrently Active Slave: None\nMII Status: down\n", text, StringComparison.Ordinal);
        Assert.Contains("MII Status: going down\nSpeed: Unknown\nDuplex: Unknown\n", text, StringComparison.Ordinal);
        Assert.Contains("MII Status: going back\nSpeed: 1000 Mbps\nDuplex: half\n", text, StringComparison.Ordinal);
        Assert.Contains("Slave queue ID: 3\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Lacp_without_an_active_aggregator()
    {
        BondStatus status = Lacp(SlaveLink.Up, 0, 1, 1, 1, 1, 9);
        status.Lacp = status.Lacp!.Value with { ActiveAggregator = 0 };
        status.Slaves[0].Lacp = status.Slaves[0].Lacp!.Value with { AggregatorId = 0 };
        status.Slaves[1].Lacp = status.Slaves[1].Lacp!.Value with { ActorChurn = ChurnState.Churn, PartnerChurn = ChurnState.NoChurn, ActorChurnedCount = 4 };
        string text = Text(status);
        Assert.Contains("System MAC address: 52:54:00:09:00:00\nbond bond0 has no active aggregator\n\nSlave Interface: eth0\n", text, StringComparison.Ordinal);
        Assert.Contains("Slave queue ID: 0\nAggregator ID: N/A\n\nSlave Interface: eth1\n", text, StringComparison.Ordinal);
        Assert.Contains("Actor Churn State: churned\nPartner Churn State: none\nActor Churned Count: 4\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_engines_own_lacp_state_is_printed()
    {
        string text = ProcStatus.Text(TwoUp(Options(BondMode.Ieee8023ad) with { LacpRate = LacpRate.Fast }));
        Assert.Contains("LACP rate: fast\n", text, StringComparison.Ordinal);
        Assert.Contains("System priority: 65535\nSystem MAC address: 52:54:00:09:00:00\n", text, StringComparison.Ordinal);
        Assert.Contains("details actor lacp pdu:\n    system priority: 65535\n    system mac address: 52:54:00:09:00:00\n    port key: 9\n    port priority: 255\n    port number: 1\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bond_without_slaves_ends_after_its_own_lines()
    {
        string text = ProcStatus.Text(new Bond("bond9", Options(BondMode.Broadcast), new BlankEffects(), 0));
        Assert.EndsWith("MII Status: down\nMII Polling Interval (ms): 100\nUp Delay (ms): 0\nDown Delay (ms): 0\nPeer Notification Delay (ms): 0\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_status_that_is_taken_and_printed_again_allocates_next_to_nothing()
    {
        Bond bond = TwoUp(Options(BondMode.Ieee8023ad));
        var status = new BondStatus();
        var text = new TextBuffer();
        for (int i = 0; i < 50; i++) TakeAndPrint();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++) TakeAndPrint();
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100 * 64);

        void TakeAndPrint()
        {
            status.Take(bond);
            text.Clear();
            ProcStatus.Write(text, status);
        }
    }

    private static string Text(BondStatus status)
    {
        var text = new TextBuffer();
        ProcStatus.Write(text, status);
        return text.ToString();
    }

    private static void AssertAgrees(string file, string text)
    {
        string[] theirs = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "LinuxStatus", file));
        string[] ours = text.Split('\n');
        Assert.StartsWith("Ethernet Channel Bonding Driver: v", theirs[0], StringComparison.Ordinal);
        Assert.Matches(@"^Ethernet Channel Bonding Driver: v\d+\.\d+\.\d+\S* \(BondFast\)$", ours[0]);
        Assert.Equal(theirs[1..], ours[1..^1]);
        Assert.Equal("", ours[^1]);
    }
}
