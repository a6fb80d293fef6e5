using BondFast.Bonding;
using BondFast.Bonding.LoadBalancing;
using BondFast.Simulation.Tests.Network;
using BondFast.Wire;
using FsCheck;
using FsCheck.Fluent;

namespace BondFast.Simulation.Tests.LoadBalancing;

/// <summary>What must hold in balance-tlb and balance-alb whatever happens.</summary>
public class LoadBalancingPropertyTests
{
    private const int Ports = 4;

    [Theory]
    [InlineData(BondMode.BalanceTlb, 0)]
    [InlineData(BondMode.BalanceAlb, 0)]
    [InlineData(BondMode.BalanceTlb, 300)]
    [InlineData(BondMode.BalanceAlb, 300)]
    public void Any_sequence_of_events_keeps_the_bond_in_order_and_every_address_comes_home(BondMode mode, int delay) =>
        Check.One(Config.QuickThrowOnFailure.WithReplay(77, 5).WithMaxTest(100).WithEndSize(200),
            Prop.ForAll(ArbMap.Default.ArbFor<uint[]>(), steps => Run(mode, delay, steps)));

    private static void Run(BondMode mode, int delay, uint[] steps)
    {
        var bond = new BalancedBond(mode, Ports, new BondOptions { Miimon = 100, Updelay = delay, Downdelay = delay, Primary = delay > 0 ? "eth1" : null });
        var bytes = new ulong[ForwardingPlan.FlowTableSize];
        int number = 0;
        foreach (uint step in steps)
        {
            uint random = unchecked((step + (uint)number++) * 2654435761u);
            Do(bond, random, bytes);
            AssertPlan(bond);
            if (mode == BondMode.BalanceAlb) AssertClients(bond);
            AssertAddresses(bond, mode);
        }
        foreach (SimulatedPort port in bond.Host.Ports)
            if (bond.Host.Holds(port)) bond.Host.Release(port);
        Assert.All(bond.Host.Ports, port => Assert.Equal((port.FactoryMac, false, false), (port.Mac, port.Promiscuous, port.Running)));
    }

    private static void Do(BalancedBond bond, uint random, ulong[] bytes)
    {
        SimulatedPort port = bond.Port((int)(random >> 4) % Ports);
        int peer = (int)(random >> 8) % 300;
        switch (random >> 28)
        {
            case 0 or 1 or 2: port.Carrier = !port.Carrier; break;
            case 3: if (!bond.Host.Holds(port)) bond.Host.TryEnslave(port); break;
            case 4: if (bond.Host.Holds(port)) bond.Host.Release(port); break;
            case 5: Vanish(bond, port); break;
            case 6: bond.Bond.Set("active_slave", port.Name, bond.Net.Now); break;
            case 7: bond.Bond.SetMac((random >> 12 & 1) == 0 ? port.FactoryMac : new MacAddress(0x0200_0000_1000ul + (random & 3)), bond.Net.Now); break;
            case 8: port.SpeedMbps = port.SpeedMbps == 1000 ? 10_000u : 1000u; break;
            case 9: bond.ReplyTo(peer); break;
            case 10: bond.Ask(peer); break;
            case 11: bond.PeerAnswers(peer, port.Slot); break;
            case 12:
                bytes[random & 255] = random;
                bond.Bond.ReportFlowLoad(bytes, random);
                break;
            case 13:
                bond.Bond.Close(bond.Net.Now);
                if ((random >> 12 & 3) != 0) bond.Bond.Open(bond.Net.Now);
                break;
            case 14: bond.Bond.Open(bond.Net.Now); break;
            default: bond.Net.Run(5_000); break;
        }
        bond.Net.Run(random % 400);
    }

    private static void Vanish(BalancedBond bond, SimulatedPort port)
    {
        if (!bond.Host.Holds(port)) return;
        bond.Host.Release(port, vanished: true);
        // The device that comes back is a new one.
        (port.Mac, port.Promiscuous, port.Running) = (port.FactoryMac, false, false);
    }

    /// <summary>Workers never see a slave that cannot transmit, and have an answer for every bucket.</summary>
    private static void AssertPlan(BalancedBond bond)
    {
        ForwardingPlan plan = bond.Host.Plan;
        Assert.Equal(bond.Bond.Slaves.Select(slave => slave.Slot), plan.Slaves.Select(slave => slave.Slot));
        bool[] usable = [.. bond.Bond.Slaves.Select(slave => bond.Bond.IsOpen && slave.CanTransmit)];
        Assert.Equal(usable.Count(can => can), plan.Usable.Length);
        Assert.All(plan.Usable, index => Assert.True(usable[index]));
        Assert.Equal(plan.Usable.IsEmpty ? 0 : ForwardingPlan.FlowTableSize, plan.FlowTable.Length);
        Assert.All(plan.FlowTable, index => Assert.True(usable[index]));
        if (plan.Active >= 0)
        {
            Assert.Same(bond.Bond.Active, bond.Bond.Slaves[plan.Active]);
            Assert.True(usable[plan.Active]);
            Assert.Equal(plan.BondMac, plan.Slaves[plan.Active].Mac);
            Assert.False(plan.Slaves[plan.Active].RewriteSource);
        }
        Assert.Equal(bond.Bond.IsOpen && bond.Bond.Active is not null ? 1 : 0, plan.Slaves.Count(slave => slave.Receive == ReceiveRule.All));
    }

    /// <summary>At rest no two slaves have one address, and the active one has the bond's.</summary>
    private static void AssertAddresses(BalancedBond bond, BondMode mode)
    {
        Assert.Distinct(bond.SlaveMacs);
        if (bond.Bond.Active is { } active) Assert.Equal(bond.Bond.Mac, active.CurrentMac);
        foreach (SimulatedPort port in bond.Host.Ports)
        {
            if (!bond.Host.Holds(port)) continue;
            Assert.Equal(mode == BondMode.BalanceAlb ? bond.Host[port].CurrentMac : bond.Bond.Mac, port.Mac);
        }
    }

    /// <summary>The table is its own index, and every peer is on a slave of the bond or on none.</summary>
    private static void AssertClients(BalancedBond bond)
    {
        ClientTable clients = ((AlbMode)bond.Bond.Mode).Receiving.Clients;
        var seen = new HashSet<Client>();
        for (int i = 0; i < clients.Count; i++)
        {
            Client client = clients.Newest(i);
            Assert.True(client.Used);
            Assert.Same(client, clients.At(client.ClientIp));
            Assert.True(seen.Add(client));
            if (client.Slave is { } slave) Assert.Contains(slave, bond.Bond.Slaves);
            Assert.False(client.ClientMac.IsMulticast);
        }
    }

    [Fact]
    public void A_storm_of_good_bad_cut_and_forged_arp_frames_breaks_nothing_and_no_update_goes_astray()
    {
        var bond = new BalancedBond(BondMode.BalanceAlb, Ports, seed: 9);
        var random = new Random(9);
        bond.Net.Run(200);
        for (int i = 0; i < 30_000; i++)
        {
            byte[] frame = RandomArp(bond, random);
            SimulatedPort port = bond.Port(random.Next(Ports));
            if (random.Next(2) == 0)
            {
                int length = frame.Length;
                Slave? slave = bond.Bond.SendArp(frame, bond.Net.Now);
                Assert.Equal(length, frame.Length);
                if (slave is not null) Assert.True(slave.CanTransmit);
            }
            else bond.Bond.Receive(bond.Host[port], frame, bond.Net.Now);
            if (random.Next(200) == 0) port.Carrier = !port.Carrier;
            if (random.Next(20) == 0) bond.Net.Run(random.Next(300));
            if (i % 100 == 0) AssertClients(bond);
        }
        Assert.NotEmpty(bond.SentArp);
        Assert.All(bond.SentArp, update =>
        {
            Assert.Equal(ArpOperation.Reply, update.Arp.Operation);
            Assert.False(update.Ethernet.Destination.IsMulticast || update.Ethernet.Destination.IsZero);
            Assert.Equal(update.Ethernet.Destination, update.Arp.TargetMac);
            Assert.Equal(update.Ethernet.Source, update.Arp.SenderMac);
        });
        // A round is at most two frames for each of 256 peers, and rounds are two seconds apart.
        double rounds = 2 + (bond.Net.Milliseconds / 2000);
        Assert.InRange(bond.SentArp.Count - TwoFramesForEachDisplacedPeer(bond), 0, rounds * 512);
    }

    /// <summary>Updates to peers that lost their entry go out at once, on the active slave; they are bounded by what the host sends.</summary>
    private static int TwoFramesForEachDisplacedPeer(BalancedBond bond) => bond.SentArp.Count(update => update.Arp.SenderMac == bond.Bond.Mac);

    private static byte[] RandomArp(BalancedBond bond, Random random)
    {
        byte[] buffer = new byte[ArpWriter.MaxLength + 16];
        MacAddress[] senders = [bond.Bond.Mac, BalancedBond.Mac(random.Next(Ports)), BalancedBond.PeerMac(random.Next(9)), MacAddress.Broadcast, default];
        Ipv4Address[] ips = [BalancedBond.ServerIp, BalancedBond.Ip("10.77.0.3"), BalancedBond.Peer(random.Next(2000)), default];
        VlanTag[] tags = [.. Enumerable.Range(0, random.Next(4) == 0 ? random.Next(1, 5) : 0).Select(_ => VlanTag.Customer(random.Next(3)))];
        int length = ArpWriter.Write(buffer, senders[random.Next(5)], senders[random.Next(5)], (ArpOperation)random.Next(4),
            senders[random.Next(5)], ips[random.Next(4)], senders[random.Next(5)], ips[random.Next(4)], tags);
        byte[] frame = buffer[..length];
        if (random.Next(5) == 0) frame = frame[..random.Next(length)];
        if (random.Next(5) == 0 && frame.Length > 0) frame[random.Next(frame.Length)] = (byte)random.Next(256);
        return frame;
    }
}
