using BondFast.Bonding;
using BondFast.Datapath;
using BondFast.Dpdk;
using BondFast.Wire;

namespace BondFast.Hosting;

/// <summary>
/// One bond of the running program: the engine, the ports it commands, and the datapath that carries its plan out. The
/// control thread's, all of it.
/// </summary>
internal sealed class HostedBond : IBondEffects
{
    private readonly HostedPort?[] _slots = new HostedPort?[ForwardingPlan.MaxSlaves];
    private readonly Func<HostedPort, DatapathPort> _forWorkers;
    private readonly Mempool _pool;
    private readonly Action<BondEvent> _onEvent;
    private readonly Random _random = new();
    private readonly byte[] _frame = new byte[BondDatapath.MaxControlFrame];
    private readonly ulong[] _buckets = new ulong[ForwardingPlan.FlowTableSize];

    /// <param name="name">As users call it.</param>
    /// <param name="options">As validated.</param>
    /// <param name="datapath">Its workers may run already; it is disposed by whoever made it.</param>
    /// <param name="uplink">Null: frames come and go in this process, or nowhere.</param>
    /// <param name="pool">Buffers for self-made frames.</param>
    /// <param name="forWorkers">A port in the workers' terms.</param>
    /// <param name="onEvent">On the control thread; returns soon.</param>
    /// <param name="now">Monotonic ns.</param>
    public HostedBond(string name, BondOptions options, BondDatapath datapath, Uplink? uplink, Mempool pool,
        Func<HostedPort, DatapathPort> forWorkers, Action<BondEvent> onEvent, long now)
    {
        Datapath = datapath;
        Uplink = uplink;
        _pool = pool;
        _forWorkers = forWorkers;
        _onEvent = onEvent;
        Engine = new Bond(name, options, this, now);
    }

    public Bond Engine { get; }

    public BondDatapath Datapath { get; }

    public Uplink? Uplink { get; }

    public string Name => Engine.Name;

    public HostedPort Port(Slave slave) => _slots[slave.Slot]!;

    /// <summary>Null, or the refusal; on refusal the port is as before.</summary>
    public string? Enslave(HostedPort port, SlaveOptions options, long now)
    {
        int slot = Array.IndexOf(_slots, null);
        if (slot < 0) return $"{Name}: {port.Name} was not enslaved: {Name} has {ForwardingPlan.MaxSlaves} slaves already";
        _slots[slot] = port;
        Datapath.SetSlave(slot, _forWorkers(port));
        // The device is started first: a stopped one has no link that could be told.
        bool running = port.SetRunning(true);
        var request = new SlaveRequest(port.Name, slot, port.Mac, port.Port.Mtu, port.ReadLink(Engine.Options.UseCarrier, MonotonicClock.Now), options);
        string? refusal = running ? Engine.Enslave(request, now, out _) : $"{Name}: {port.Name} was not enslaved: its port does not start ({Dpdk.Port.LastRefusal})";
        if (refusal is not null) Vacate(slot, port);
        else if (port.Warning is { } warning)
            _onEvent(new BondEvent(now, EventLevel.Warning, "stack-not-kept-away", Name, port.Name, $"{Name}: {warning}; expect duplicates of frames to this host on {port.Name}"));
        return refusal;
    }

    /// <summary>Null, or the refusal. Afterwards nobody uses the port.</summary>
    public string? Release(Slave slave, long now)
    {
        HostedPort port = Port(slave);
        string? refusal = Engine.Release(slave, now, vanished: port.CheckGone());
        if (refusal is null) Vacate(slave.Slot, port);
        return refusal;
    }

    /// <summary>One turn: frames from the workers, link states, timers. Allocates nothing when nothing happens.</summary>
    public void Advance(long now)
    {
        TakeFrames();
        for (int i = 0; i < Engine.Slaves.Count; i++)
        {
            Slave slave = Engine.Slaves[i];
            Engine.ReportLink(slave, Port(slave).ReadLink(Engine.Options.UseCarrier, now), now);
            if (Engine.Plan.StampReceive || Engine.Plan.StampIpv6) Engine.ReportReceived(slave, Datapath.LastReceived(slave.Slot));
        }
        if (now >= Engine.NextDeadline)
        {
            if (!Engine.Plan.FlowTable.IsDefaultOrEmpty)
            {
                Datapath.ReadFlowLoad(_buckets, out ulong unbalanced);
                Engine.ReportFlowLoad(_buckets, unbalanced);
            }
            Engine.Advance(now);
        }
        _ = Datapath.IsQuiescent; // frees tables that workers have let go of
    }

    // ---- IBondEffects ----

    bool IBondEffects.SendFrame(Slave slave, ReadOnlySpan<byte> frame) => Datapath.SendControl(slave.Slot, frame, _pool);

    bool IBondEffects.SetSlaveMac(Slave slave, MacAddress address) => Port(slave).Port.SetMac(address.Value);

    bool IBondEffects.SetSlaveMtu(Slave slave, int mtu) => Port(slave).Port.SetMtu(mtu);

    bool IBondEffects.SetSlaveRunning(Slave slave, bool running)
    {
        if (!running) WaitQuiescent();
        return Port(slave).SetRunning(running);
    }

    bool IBondEffects.SetPromiscuous(Slave slave, bool on) => Port(slave).Port.SetPromiscuous(on);

    bool IBondEffects.SetAllMulticast(Slave slave, bool on) => Port(slave).SetAllMulticast(on);

    bool IBondEffects.SetMulticastList(Slave slave, IReadOnlyList<MacAddress> addresses)
    {
        Span<ulong> values = stackalloc ulong[addresses.Count];
        for (int i = 0; i < values.Length; i++) values[i] = addresses[i].Value;
        return Port(slave).SetMulticastList(values);
    }

    void IBondEffects.SetBondMac(MacAddress address) => Uplink?.FollowMac(address);

    void IBondEffects.SetBondCarrier(bool up) => Uplink?.FollowCarrier(up);

    void IBondEffects.Publish(ForwardingPlan plan) => Datapath.Publish(plan);

    void IBondEffects.Raise(BondEvent happening) => _onEvent(happening);

    ulong IBondEffects.NextRandom() => (ulong)_random.NextInt64() << 1 ^ (ulong)_random.NextInt64();

    private void TakeFrames()
    {
        while (Datapath.TryTakeControlFrame(_frame, out ControlFrameInfo info))
        {
            Span<byte> frame = _frame.AsSpan(0, info.Length);
            switch (info.Kind)
            {
                case ControlFrameKind.SlowProtocol or ControlFrameKind.ReceivedNeighbour:
                    if (SlaveAt(info.Slot) is { } slave) Engine.Receive(slave, frame, info.Arrived);
                    break;
                case ControlFrameKind.SentArp:
                    if (Engine.SendArp(frame, info.Arrived) is { } via) Datapath.SendControl(via.Slot, frame, _pool);
                    break;
                default:
                    Engine.ObserveSent(frame, info.Arrived);
                    break;
            }
        }
    }

    private Slave? SlaveAt(int slot)
    {
        for (int i = 0; i < Engine.Slaves.Count; i++)
            if (Engine.Slaves[i].Slot == slot) return Engine.Slaves[i];
        return null;
    }

    /// <summary>A worker that does not come round within a second is stuck for good; stopping a port under it is then the lesser evil.</summary>
    private void WaitQuiescent() => Datapath.WaitQuiescent(TimeSpan.FromSeconds(1));

    private void Vacate(int slot, HostedPort port)
    {
        WaitQuiescent();
        port.SetRunning(false);
        Datapath.ClearSlave(slot);
        _slots[slot] = null;
    }
}
