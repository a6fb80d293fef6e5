using BondFast.Bonding;
using BondFast.Simulation.Tests.Network;
using BondFast.Wire;

namespace BondFast.Simulation.Tests.Histories;

/// <summary>In steady state the control loop allocates nothing: monitors, probes and reports included.</summary>
public class AllocationTests
{
    /// <summary>Takes frames without keeping them.</summary>
    private sealed class Nowhere : IBondEffects
    {
        public long Frames { get; private set; }
        public bool SendFrame(Slave slave, ReadOnlySpan<byte> frame) { Frames++; return true; }
        public bool SetSlaveMac(Slave slave, MacAddress address) => true;
        public bool SetSlaveMtu(Slave slave, int mtu) => true;
        public bool SetSlaveRunning(Slave slave, bool running) => true;
        public bool SetPromiscuous(Slave slave, bool on) => true;
        public bool SetAllMulticast(Slave slave, bool on) => true;
        public bool SetMulticastList(Slave slave, IReadOnlyList<MacAddress> addresses) => true;
        public void SetBondMac(MacAddress address) { }
        public void SetBondCarrier(bool up) { }
        public void Publish(ForwardingPlan plan) { }
        public void Raise(BondEvent happening) { }
        public ulong NextRandom() => 4;
    }

    [Theory]
    [InlineData(BondMode.BalanceRoundRobin, 100, 0)]
    [InlineData(BondMode.ActiveBackup, 100, 0)]
    [InlineData(BondMode.BalanceXor, 100, 0)]
    [InlineData(BondMode.Broadcast, 100, 0)]
    [InlineData(BondMode.Ieee8023ad, 100, 0)]
    [InlineData(BondMode.BalanceTlb, 100, 0)]
    [InlineData(BondMode.BalanceAlb, 100, 0)]
    [InlineData(BondMode.ActiveBackup, 0, 100)]
    [InlineData(BondMode.BalanceXor, 0, 100)]
    public void A_loop_in_which_nothing_happens_allocates_nothing(BondMode mode, int miimon, int arpInterval)
    {
        var effects = new Nowhere();
        var bond = new Bond("bond0", new BondOptions { Mode = mode, Miimon = miimon, ArpInterval = arpInterval, ArpIpTarget = [new Ipv4Address(0x0a00_0001)] }, effects, 0);
        for (int slot = 0; slot < 4; slot++)
            Assert.Null(bond.Enslave(new SlaveRequest($"eth{slot}", slot, new MacAddress(0x0200_0000_0001 + (ulong)slot), 1500, LinkStatus.Up(1000), new SlaveOptions()), 0, out _));
        bond.SetAddresses([new BondAddress([], new Ipv4Address(0x0a00_0002), null, 24, MacAddress.Zero)], 0);
        bond.Open(0);
        long now = 0;
        Loop(bond, ref now, 30_000);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Loop(bond, ref now, 10_000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    /// <summary>So many turns of a millisecond, as the control loop makes them.</summary>
    private static void Loop(Bond bond, ref long now, int turns)
    {
        LinkStatus status = LinkStatus.Up(1000);
        for (int i = 0; i < turns; i++)
        {
            now += SimulatedNetwork.Millisecond;
            for (int slave = 0; slave < bond.Slaves.Count; slave++)
            {
                bond.ReportLink(bond.Slaves[slave], status, now);
                if (bond.Plan.StampReceive) bond.ReportReceived(bond.Slaves[slave], now);
            }
            if (now >= bond.NextDeadline) bond.Advance(now);
        }
    }
}
