using BondFast.Wire;

namespace BondFast.Simulation.Tests.Network;

/// <summary>
/// A learning switch with stations behind it that answer ARP for their address, tagged as they were asked. Frames take a
/// microsecond through it. <see cref="Cut"/> makes a port pass nothing while its carrier stays on.
/// </summary>
public sealed class SimulatedSwitch(SimulatedNetwork network)
{
    private const long Latency = 1_000;

    private readonly List<(SimulatedHost Host, SimulatedPort Port)> _members = [];
    private readonly Dictionary<MacAddress, SimulatedPort> _learned = [];
    private readonly HashSet<SimulatedPort> _cut = [];

    public List<Station> Stations { get; } = [];

    /// <summary>Everything that came in from ports.</summary>
    public List<CapturedFrame> Seen { get; } = [];

    public void Attach(SimulatedHost host, params SimulatedPort[] ports)
    {
        foreach (SimulatedPort port in ports)
        {
            _members.Add((host, port));
            port.Wire = frame => FromPort(port, frame);
        }
    }

    public void Cut(SimulatedPort port, bool cut)
    {
        if (cut) _cut.Add(port);
        else _cut.Remove(port);
    }

    /// <summary>A station with an IPv4 or an IPv6 address.</summary>
    public Station AddStation(string ip)
    {
        var mac = new MacAddress(0x0200_0000_0100 + (ulong)Stations.Count);
        Station station = Ipv4Address.TryParse(ip, out Ipv4Address v4) ? new Station(mac, v4)
            : Ipv6Address.TryParse(ip, out Ipv6Address v6) ? new Station(mac, default, v6)
            : throw new FormatException(ip);
        Stations.Add(station);
        return station;
    }

    /// <summary>Port on which a source address was last seen.</summary>
    public SimulatedPort? Learned(MacAddress mac) => _learned.GetValueOrDefault(mac);

    /// <summary>A station sends a frame.</summary>
    public void Inject(byte[] frame) => Forward(null, frame);

    private void FromPort(SimulatedPort port, CapturedFrame frame)
    {
        if (_cut.Contains(port)) return;
        Seen.Add(frame);
        _learned[frame.Ethernet.Source] = port;
        Forward(port, frame.Bytes);
        foreach (Station station in Stations)
            if (station.Answer(frame.Bytes) is { } answer) network.AtTime(network.Now + Latency, () => Forward(null, answer));
    }

    private void Forward(SimulatedPort? from, byte[] frame)
    {
        if (!EthernetView.TryParse(frame, out EthernetView ethernet)) return;
        SimulatedPort? only = ethernet.Destination.IsMulticast ? null : _learned.GetValueOrDefault(ethernet.Destination);
        foreach ((SimulatedHost host, SimulatedPort port) in _members)
            if (port != from && (only is null || only == port) && !_cut.Contains(port)) network.Deliver(host, port, frame, Latency);
    }
}

/// <summary>A host behind a switch that answers ARP requests or neighbour solicitations for its address.</summary>
public sealed class Station(MacAddress mac, Ipv4Address ip, Ipv6Address ip6 = default)
{
    public MacAddress Mac { get; } = mac;
    public Ipv4Address Ip { get; } = ip;
    public Ipv6Address Ip6 { get; } = ip6;

    /// <summary>False: it is there but silent.</summary>
    public bool Answers { get; set; } = true;

    /// <summary>What its ARP cache would hold, from everything it was told.</summary>
    public Dictionary<Ipv4Address, MacAddress> Cache { get; } = [];

    public byte[]? Answer(byte[] frame)
    {
        if (!Ip6.IsAny) return AnswerSolicitation(frame);
        if (!ArpView.TryParseFrame(frame, out EthernetView ethernet, out ArpView arp)) return null;
        if (ethernet.Destination != Mac && !ethernet.Destination.IsMulticast) return null;
        if (!arp.SenderIp.IsAny && (arp.TargetIp == Ip || Cache.ContainsKey(arp.SenderIp))) Cache[arp.SenderIp] = arp.SenderMac;
        if (!Answers || arp.Operation != ArpOperation.Request || arp.TargetIp != Ip || arp.SenderIp.IsAny) return null;
        Span<VlanTag> tags = stackalloc VlanTag[EthernetView.MaxTags];
        int count = ethernet.CopyTags(tags);
        byte[] answer = new byte[ArpWriter.MaxLength + EthernetView.MaxTags * VlanTag.Length];
        int length = ArpWriter.WriteReply(answer, Mac, Ip, arp.SenderMac, arp.SenderIp, tags[..count]);
        return answer[..length];
    }

    private byte[]? AnswerSolicitation(byte[] frame)
    {
        if (!Answers || !NeighbourView.TryParseFrame(frame, out EthernetView ethernet, out NeighbourView asked)) return null;
        if (asked.Message != NeighbourMessage.Solicitation || asked.Target != Ip6 || asked.Source.IsAny) return null;
        Span<VlanTag> tags = stackalloc VlanTag[EthernetView.MaxTags];
        int count = ethernet.CopyTags(tags);
        byte[] answer = new byte[NeighbourWriter.MaxLength];
        int length = NeighbourWriter.WriteAnswer(answer, ethernet.Source, asked.Source, Mac, Ip6, tags[..count]);
        return answer[..length];
    }
}
