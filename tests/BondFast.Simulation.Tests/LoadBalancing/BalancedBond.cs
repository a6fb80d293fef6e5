using BondFast.Bonding;
using BondFast.Simulation.Tests.Network;
using BondFast.Wire;

namespace BondFast.Simulation.Tests.LoadBalancing;

/// <summary>
/// A balance-tlb or balance-alb bond of some ports eth0, eth1 ... with the addresses 52:54:00:f1:00:00, :01 ... on a learning switch, as the
/// driver's recordings have it: bond address 10.77.0.2, peers 10.77.0.100 and up with 02:c0:00:00:00:00 and up.
/// </summary>
internal sealed class BalancedBond
{
    public static readonly Ipv4Address ServerIp = Ip("10.77.0.2");
    private static readonly Ipv4Address FirstPeer = Ip("10.77.0.100");

    public BalancedBond(BondMode mode, int ports = 3, BondOptions? options = null, bool open = true, int seed = 1)
    {
        Net = new SimulatedNetwork(seed);
        Host = Net.AddHost((options ?? new BondOptions { Miimon = 100 }) with { Mode = mode });
        Switch = new SimulatedSwitch(Net);
        for (int i = 0; i < ports; i++)
        {
            SimulatedPort port = Host.AddPort();
            Switch.Attach(Host, port);
            Host.Enslave(port);
        }
        if (!open) return;
        Host.Bond.Open(Net.Now);
        Net.Run(0);
    }

    public SimulatedNetwork Net { get; }
    public SimulatedHost Host { get; }
    public SimulatedSwitch Switch { get; }

    public Bond Bond => Host.Bond;

    public SimulatedPort Port(int number) => Host.Ports[number];

    public Slave Slave(int number) => Host[Port(number)];

    /// <summary>52:54:00:f1:00:NN, the factory address of port NN.</summary>
    public static MacAddress Mac(int number) => new(0x5254_00f1_0000 + (ulong)number);

    public static Ipv4Address Peer(int number) => new(FirstPeer.Value + (uint)number);

    public static MacAddress PeerMac(int number) => new(0x02c0_0000_0000 + (ulong)number);

    /// <summary>MAC of every port, as its hardware has it.</summary>
    public MacAddress[] PortMacs => [.. Host.Ports.Select(port => port.Mac)];

    /// <summary>MAC of every slave, as the status shows it.</summary>
    public MacAddress[] SlaveMacs => [.. Host.Bond.Slaves.Select(slave => slave.CurrentMac)];

    public void ClearCaptures()
    {
        foreach (SimulatedPort port in Host.Ports) port.Sent.Clear();
        Switch.Seen.Clear();
    }

    /// <summary>Everything sent since the last <see cref="ClearCaptures"/>, in order.</summary>
    public List<CapturedFrame> SentArp => [.. Switch.Seen.Where(frame => frame.IsArp)];

    public List<CapturedFrame> SentLearning => [.. Switch.Seen.Where(frame => LearningFrame.Is(frame.Bytes))];

    /// <summary>The host answers a peer that asked for it; returns the frame as it left, or null.</summary>
    public CapturedFrame? ReplyTo(int peer, MacAddress? bondMac = null, params VlanTag[] tags)
    {
        byte[] frame = new byte[ArpWriter.MaxLength + 16];
        int length = ArpWriter.WriteReply(frame, bondMac ?? Bond.Mac, ServerIp, PeerMac(peer), Peer(peer), tags);
        return Send(frame[..length]);
    }

    /// <summary>The host asks for a peer; returns the frame as it left, or null.</summary>
    public CapturedFrame? Ask(int peer, params VlanTag[] tags) => Ask(Peer(peer), tags);

    public CapturedFrame? Ask(Ipv4Address peer, params VlanTag[] tags)
    {
        byte[] frame = new byte[ArpWriter.MaxLength + 16];
        int length = ArpWriter.WriteRequest(frame, Bond.Mac, ServerIp, peer, tags);
        return Send(frame[..length]);
    }

    public CapturedFrame? Send(byte[] frame)
    {
        int before = Switch.Seen.Count;
        Host.SendFromUplink(frame);
        // Asking may also make the engine tell a peer that is displaced; the host's own frame comes last.
        return Switch.Seen.Count > before ? Switch.Seen[^1] : null;
    }

    /// <summary>A peer's answer to the host arrives on a port.</summary>
    public void PeerAnswers(int peer, int port = 0, MacAddress? mac = null, params VlanTag[] tags)
    {
        byte[] frame = new byte[ArpWriter.MaxLength + 16];
        int length = ArpWriter.WriteReply(frame, mac ?? PeerMac(peer), Peer(peer), Port(port).Mac, ServerIp, tags);
        Host.Arrive(Port(port), frame[..length]);
        Net.Run(0);
    }

    public static Ipv4Address Ip(string text) => Ipv4Address.TryParse(text, out Ipv4Address address) ? address : throw new FormatException(text);
}
