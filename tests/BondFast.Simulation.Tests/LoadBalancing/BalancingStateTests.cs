using BondFast.Bonding;
using BondFast.Bonding.LoadBalancing;
using BondFast.Wire;

namespace BondFast.Simulation.Tests.LoadBalancing;

/// <summary>What the status can show, and what a bond at work costs.</summary>
public class BalancingStateTests
{
    [Theory]
    [InlineData(BondMode.BalanceTlb)]
    [InlineData(BondMode.BalanceAlb)]
    public void Two_slaves_up_are_in_the_state_of_the_drivers_status_file(BondMode mode)
    {
        // Recorded /proc/net/bonding/bond0, balance-tlb and balance-alb, two slaves up.
        var bond = new BalancedBond(mode, ports: 2);
        bond.Net.Run(1_000);
        Assert.Same(bond.Slave(0), bond.Bond.Active);
        Assert.Null(bond.Bond.PrimarySlave);
        Assert.True(bond.Bond.CarrierUp);
        Assert.Equal((100, 0, 0, 0), (bond.Bond.Options.Miimon, bond.Bond.Options.Updelay, bond.Bond.Options.Downdelay, bond.Bond.Options.PeerNotifDelay));
        for (int i = 0; i < 2; i++)
        {
            Slave slave = bond.Slave(i);
            Assert.Equal((SlaveLink.Up, 1000u, Duplex.Full, 0u, BalancedBond.Mac(i)),
                (slave.Link, slave.SpeedMbps, slave.Duplex, slave.LinkFailureCount, slave.PermanentMac));
            Assert.Equal(0, slave.Options.QueueId);
            Assert.False(slave.Backup);
        }
    }

    [Theory]
    [InlineData(BondMode.BalanceTlb)]
    [InlineData(BondMode.BalanceAlb)]
    public void After_a_failover_the_permanent_addresses_are_still_shown(BondMode mode)
    {
        // Recorded status after "active slave eth0 loses carrier".
        var bond = new BalancedBond(mode);
        bond.Port(0).Carrier = false;
        bond.Net.Run(200);
        Assert.Same(bond.Slave(1), bond.Bond.Active);
        Assert.Equal([1u, 0u, 0u], bond.Bond.Slaves.Select(slave => slave.LinkFailureCount));
        Assert.Equal([BalancedBond.Mac(0), BalancedBond.Mac(1), BalancedBond.Mac(2)], bond.Bond.Slaves.Select(slave => slave.PermanentMac));
    }

    [Fact]
    public void The_state_tells_how_flows_and_peers_are_spread()
    {
        var bond = new BalancedBond(BondMode.BalanceAlb);
        bond.Net.Run(200);
        for (int peer = 0; peer < 4; peer++) bond.ReplyTo(peer);
        bond.Net.Run(200);
        BalancingState state = bond.Bond.Balancing!.Value;
        Assert.True(state.Dynamic);
        Assert.Equal((1ul, 4, 4ul), (state.Rebalances, state.Peers, state.UpdatesSent));
        Assert.Equal([new SlaveShare(86, 86, 2), new SlaveShare(85, 85, 1), new SlaveShare(85, 85, 1)], bond.Bond.Slaves.Select(slave => bond.Bond.ShareOf(slave)!.Value));
        ulong moves = state.BucketMoves;
        bond.Port(2).Carrier = false;
        bond.Net.Run(200);
        Assert.Equal(moves + 85, bond.Bond.Balancing!.Value.BucketMoves);
        Assert.Equal(0, bond.Bond.ShareOf(bond.Slave(2))!.Value.Buckets);
    }

    [Fact]
    public void Without_tlb_dynamic_lb_no_shares_are_claimed()
    {
        var bond = new BalancedBond(BondMode.BalanceTlb, options: new BondOptions { Miimon = 100, TlbDynamicLb = false });
        BalancingState state = bond.Bond.Balancing!.Value;
        Assert.False(state.Dynamic);
        Assert.All(bond.Bond.Slaves, slave => Assert.Equal(new SlaveShare(0, 0, 0), bond.Bond.ShareOf(slave)));
    }

    [Fact]
    public void Other_modes_have_no_such_state()
    {
        var bond = new BalancedBond(BondMode.BalanceXor);
        Assert.Null(bond.Bond.Balancing);
        Assert.Null(bond.Bond.ShareOf(bond.Slave(0)));
    }

    [Theory]
    [InlineData(BondMode.BalanceTlb)]
    [InlineData(BondMode.BalanceAlb)]
    public void A_minute_of_work_allocates_nothing(BondMode mode)
    {
        var effects = new IdleEffects();
        var bond = new Bond("bond0", new BondOptions { Mode = mode, Miimon = 100 }, effects, 0);
        var slaves = new Slave[4];
        for (int i = 0; i < slaves.Length; i++)
            Assert.Null(bond.Enslave(new SlaveRequest($"eth{i}", i, BalancedBond.Mac(i), 1500, LinkStatus.Up(10_000), new SlaveOptions()), 0, out slaves[i]!));
        bond.Open(0);
        var bytes = new ulong[ForwardingPlan.FlowTableSize];
        Array.Fill(bytes, 1_000ul);
        byte[] request = new byte[ArpWriter.MaxLength], answer = new byte[ArpWriter.MaxLength], reply = new byte[ArpWriter.MaxLength];
        long now = 0;
        Work(20);
        int published = effects.Published;
        long before = GC.GetAllocatedBytesForCurrentThread();
        Work(60);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.Equal(published, effects.Published);
        Assert.True(effects.Sent > 300);

        void Work(int seconds)
        {
            for (int tick = 0; tick < seconds * 100; tick++)
            {
                now += 10_000_000;
                foreach (Slave slave in slaves) bond.ReportLink(slave, LinkStatus.Up(10_000), now);
                int peer = tick % 64;
                ArpWriter.WriteRequest(request, bond.Mac, BalancedBond.ServerIp, BalancedBond.Peer(peer));
                ArpWriter.WriteReply(reply, bond.Mac, BalancedBond.ServerIp, BalancedBond.PeerMac(peer), BalancedBond.Peer(peer));
                ArpWriter.WriteReply(answer, BalancedBond.PeerMac(peer), BalancedBond.Peer(peer), bond.Mac, BalancedBond.ServerIp);
                bond.SendArp(request, now);
                bond.SendArp(reply, now);
                bond.Receive(slaves[peer % 4], answer, now);
                if (tick % 10 == 0) bond.ReportFlowLoad(bytes, 0);
                if (now >= bond.NextDeadline) bond.Advance(now);
            }
        }
    }

    /// <summary>A world that does nothing and allocates nothing.</summary>
    private sealed class IdleEffects : IBondEffects
    {
        public int Sent { get; private set; }
        public int Published { get; private set; }

        public bool SendFrame(Slave slave, ReadOnlySpan<byte> frame)
        {
            Sent++;
            return true;
        }

        public bool SetSlaveMac(Slave slave, MacAddress address) => true;
        public bool SetSlaveMtu(Slave slave, int mtu) => true;
        public bool SetSlaveRunning(Slave slave, bool running) => true;
        public bool SetPromiscuous(Slave slave, bool on) => true;
        public bool SetAllMulticast(Slave slave, bool on) => true;
        public bool SetMulticastList(Slave slave, IReadOnlyList<MacAddress> addresses) => true;
        public void SetBondMac(MacAddress address) { }
        public void SetBondCarrier(bool up) { }
        public void Publish(ForwardingPlan plan) => Published++;
        public void Raise(BondEvent happening) { }
        public ulong NextRandom() => 4;
    }
}
