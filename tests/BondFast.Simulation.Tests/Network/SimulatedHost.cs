using System.Collections.Immutable;
using BondFast.Bonding;
using BondFast.Wire;

namespace BondFast.Simulation.Tests.Network;

/// <summary>
/// One bond with its fake ports and a small stand-in for the workers: it splits control frames off, applies the receive rules
/// of the last published plan, and sends frames of the uplink by it.
/// </summary>
public sealed class SimulatedHost
{
    private readonly SimulatedNetwork _network;
    private readonly int _number;
    private readonly Dictionary<SimulatedPort, Slave> _slaves = [];

    internal SimulatedHost(SimulatedNetwork network, int number, string name, BondOptions options)
    {
        _network = network;
        _number = number;
        Effects = new RecordingEffects(network);
        Bond = new Bond(name, options, Effects, network.Now);
    }

    public Bond Bond { get; }
    public RecordingEffects Effects { get; }
    public List<SimulatedPort> Ports { get; } = [];

    /// <summary>Ordinary frames that reached the uplink.</summary>
    public List<CapturedFrame> Delivered { get; } = [];

    /// <summary>The last published plan.</summary>
    public ForwardingPlan Plan => Bond.Plan;

    /// <summary>While true the control core is stuck: no reports, no <c>Advance</c>, frames wait (with their arrival stamps).</summary>
    public bool Stalled { get; set; }

    private readonly Queue<(SimulatedPort Port, byte[] Frame, long At)> _waiting = new();

    /// <summary>A port with carrier at 1000 Mb/s; its MAC is 52:54:00:f1:HOST:NUMBER.</summary>
    public SimulatedPort AddPort(string? name = null)
    {
        int slot = Ports.Count;
        var port = new SimulatedPort(name ?? $"eth{slot}", slot, new MacAddress(0x5254_00f1_0000 + (ulong)(_number << 8) + (ulong)slot));
        Ports.Add(port);
        Effects.Register(port);
        return port;
    }

    public Slave this[SimulatedPort port] => _slaves[port];

    public bool Holds(SimulatedPort port) => _slaves.ContainsKey(port);

    /// <summary>Enslaves and returns the slave; throws with the refusal.</summary>
    public Slave Enslave(SimulatedPort port, SlaveOptions? options = null) =>
        TryEnslave(port, options) is { } refusal ? throw new InvalidOperationException(refusal) : _slaves[port];

    /// <summary>Null, or the refusal.</summary>
    public string? TryEnslave(SimulatedPort port, SlaveOptions? options = null, string? master = null)
    {
        LinkStatus status = port.Status with { Running = true };
        var request = new SlaveRequest(port.Name, port.Slot, port.Mac, port.Mtu, status, options ?? new SlaveOptions(), port.CanSetMac, master);
        string? refusal = Bond.Enslave(request, _network.Now, out Slave? slave);
        if (slave is not null) _slaves[port] = slave;
        return refusal;
    }

    public void Release(SimulatedPort port, bool vanished = false)
    {
        Slave slave = _slaves[port];
        _slaves.Remove(port);
        if (Bond.Release(slave, _network.Now, vanished) is { } refusal) throw new InvalidOperationException(refusal);
    }

    /// <summary>Sets an option and insists that it is accepted.</summary>
    public void Set(string option, string value)
    {
        OptionOutcome outcome = Bond.Set(option, value, _network.Now);
        if (!outcome.Succeeded) throw new InvalidOperationException(outcome.Message);
    }

    /// <summary>Tells the engine the bond's addresses: untagged ones as <c>10.0.0.2/24</c>, on VLANs as <c>10.0.3.2/24@3</c>.</summary>
    public void SetAddresses(params string[] addresses) => Bond.SetAddresses([.. addresses.Select(Address)], _network.Now);

    private static BondAddress Address(string text)
    {
        string[] at = text.Split('@');
        string[] parts = at[0].Split('/');
        ImmutableArray<VlanTag> tags = at.Length == 1 ? [] : [.. at[1].Split('.').Select(id => VlanTag.Customer(int.Parse(id)))];
        int prefix = int.Parse(parts[1]);
        if (Ipv4Address.TryParse(parts[0], out Ipv4Address v4)) return new BondAddress(tags, v4, null, prefix, MacAddress.Zero);
        if (Ipv6Address.TryParse(parts[0], out Ipv6Address v6)) return new BondAddress(tags, null, v6, prefix, MacAddress.Zero);
        throw new FormatException(text);
    }

    /// <summary>A frame from the uplink: tapped and sent as the plan says (in hashing modes on the first usable slave).</summary>
    public void SendFromUplink(byte[] frame)
    {
        ForwardingPlan plan = Plan;
        if (!EthernetView.TryParse(frame, out EthernetView ethernet)) return;
        if (ethernet.PayloadType == EtherType.Arp && plan.Taps.HasFlag(FrameTaps.SentArp))
        {
            if (Bond.SendArp(frame, _network.Now) is { } slave) Effects.SendFrame(slave, frame);
            return;
        }
        Observe(frame, ethernet, plan.Taps);
        ImmutableArray<int> targets = plan.Mode == BondMode.Broadcast ? plan.Usable
            : plan.Mode == BondMode.ActiveBackup || plan.Usable.IsEmpty ? plan.Active < 0 ? [] : [plan.Active] : [plan.Usable[0]];
        foreach (int index in targets) Effects.SendFrame(Bond.Slaves[index], frame);
    }

    private void Observe(byte[] frame, EthernetView ethernet, FrameTaps taps)
    {
        FrameKind kind = FrameClassifier.Classify(frame);
        bool membership = kind == FrameKind.Multicast;
        bool neighbour = ethernet.TagCount > 0 && kind is FrameKind.Arp or FrameKind.NeighbourDiscovery;
        if (membership && taps.HasFlag(FrameTaps.SentMembership) || neighbour && taps.HasFlag(FrameTaps.SentNeighbour)) Bond.ObserveSent(frame, _network.Now);
    }

    /// <summary>A frame comes in from the wire.</summary>
    internal void Arrive(SimulatedPort port, byte[] frame)
    {
        if (!port.Running || !port.Carrier || !EthernetView.TryParse(frame, out EthernetView ethernet) || !port.Hears(ethernet.Destination)) return;
        port.Received.Add(new CapturedFrame(_network.Now, port.Name, frame));
        if (!_slaves.TryGetValue(port, out Slave? slave)) return;
        ForwardingPlan plan = Plan;
        if (plan.StampReceive || plan.StampIpv6 && ethernet.PayloadType == EtherType.Ipv6) port.LastReceived = _network.Now;
        FrameKind kind = FrameClassifier.Classify(frame);
        if (kind is FrameKind.Lacp or FrameKind.Marker)
        {
            _waiting.Enqueue((port, frame, _network.Now));
            return;
        }
        if (kind == FrameKind.Arp && plan.Taps.HasFlag(FrameTaps.ReceivedArp)
            || kind == FrameKind.NeighbourDiscovery && plan.Taps.HasFlag(FrameTaps.ReceivedNeighbourDiscovery))
            _waiting.Enqueue((port, frame, _network.Now));
        Deliver(plan, slave, port, ethernet.Destination, frame);
    }

    private void Deliver(ForwardingPlan plan, Slave slave, SimulatedPort port, MacAddress destination, byte[] frame)
    {
        foreach (SlavePlan each in plan.Slaves)
        {
            if (each.Slot != slave.Slot) continue;
            bool toSlave = plan.Mode == BondMode.BalanceAlb && destination == each.Mac;
            bool standsIn = plan.Active >= 0 && plan.Slaves[plan.Active].Slot == slave.Slot && plan.Aliases.Contains(destination);
            if (toSlave || standsIn) EthernetWriter.RewriteDestination(frame = [.. frame], plan.BondMac);
            if (each.Receive == ReceiveRule.All || each.Receive == ReceiveRule.UnicastOnly && toSlave)
                Delivered.Add(new CapturedFrame(_network.Now, port.Name, frame));
        }
    }

    internal long NextDeadline => Stalled ? long.MaxValue : _waiting.Count > 0 ? _network.Now : Bond.NextDeadline;

    /// <summary>One pass of the control loop: reports, waiting frames, then <c>Advance</c>.</summary>
    internal void Step(long now)
    {
        if (Stalled) return;
        foreach ((SimulatedPort port, Slave slave) in _slaves)
        {
            Bond.ReportLink(slave, port.Status, now);
            if ((Plan.StampReceive || Plan.StampIpv6) && port.LastReceived != long.MinValue) Bond.ReportReceived(slave, port.LastReceived);
        }
        while (_waiting.TryDequeue(out (SimulatedPort Port, byte[] Frame, long At) waiting))
            if (_slaves.TryGetValue(waiting.Port, out Slave? slave)) Bond.Receive(slave, waiting.Frame, waiting.At);
        if (now >= Bond.NextDeadline) Bond.Advance(now);
    }
}
