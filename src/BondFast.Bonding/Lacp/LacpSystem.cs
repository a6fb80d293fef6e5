using BondFast.Wire;

namespace BondFast.Bonding.Lacp;

/// <summary>
/// The LACP side of one bond: its system identity, ports and aggregators (802.1AX-2014 clause 6). Frames, link states, options and
/// the time go in; <see cref="ILacpEffects"/> come out. Frames and link states change states and forwarding at once; LACPDUs leave
/// in <see cref="Advance"/> only, so that several changes of one moment make one PDU and a control core that was late does
/// not send a burst. Ports wait in a heap by deadline: a moment costs what is due in it, not what exists.
/// </summary>
public sealed partial class LacpSystem
{
    private readonly List<LacpPort> _ports = [];
    private readonly AggregatorPool _pool = new();
    private readonly DeadlineQueue _deadlines = new();
    private readonly Stack<LacpPort> _touched = [];
    private readonly List<LacpPort> _sendList = [];
    private BondOptions _options;

    /// <summary>As <see cref="Active"/>, but stays when its links are lost.</summary>
    private Aggregator? _chosen;
    private long _now;
    private long _graceEnd = long.MinValue;
    private bool _judgeSilence;
    private bool _choiceDue;
    private bool _forwardingChanged;

    /// <param name="system">Actor_System while option ad_actor_system is zero: the bond's address when it got its first slave.</param>
    /// <param name="running">The bond is administratively up already.</param>
    public LacpSystem(BondOptions options, MacAddress system, ILacpEffects effects, long now, bool running = true)
    {
        _options = options;
        Running = running;
        DefaultSystem = system;
        Effects = effects;
        _now = now;
    }

    public ILacpEffects Effects { get; }

    /// <summary>The system address while ad_actor_system is zero. No slave's departure changes it.</summary>
    public MacAddress DefaultSystem { get; private set; }

    /// <summary>Actor_System.</summary>
    public MacAddress System => _options.AdActorSystem.IsZero ? DefaultSystem : _options.AdActorSystem;

    /// <summary>Actor_System_Priority.</summary>
    public ushort SystemPriority => (ushort)_options.AdActorSysPrio;

    /// <summary>The bond is administratively up; while it is down no port is enabled.</summary>
    public bool Running { get; private set; }

    public IReadOnlyList<LacpPort> Ports => _ports;
    public IReadOnlyList<Aggregator> Aggregators => _pool.Used;

    /// <summary>The aggregator that carries the bond; null while no port of it has a link.</summary>
    public Aggregator? Active => _chosen is { EnabledPorts: > 0 } ? _chosen : null;

    /// <summary>Carrier of the bond: enough links in the active aggregator; with lacp_strict, enough that collect and distribute.</summary>
    public bool Carrier { get; private set; }

    /// <summary>How many times a port's machines were run: the measure of cost that tests use.</summary>
    public long PortRuns { get; private set; }

    /// <summary>
    /// Partner_Admin_*: Linux's numbers. The bits make a link whose partner is silent an individual link in Sync, so that one such link
    /// carries traffic (fallback); with lacp_strict it does not.
    /// </summary>
    internal LacpPortInfo PartnerAdmin => new(0xffff, MacAddress.Zero, 1, 255, 1,
        _options.LacpStrict ? LacpState.None : LacpState.Synchronization | LacpState.Collecting | LacpState.Distributing);

    /// <summary>Monotonic ns at which <see cref="Advance"/> has something to do.</summary>
    public long NextDeadline => _sendList.Count > 0 ? Math.Min(_now, _deadlines.Next) : _deadlines.Next;

    /// <summary>
    /// Runs what is due: timers, then everything that has to be sent. Call it after all received frames were given to
    /// <see cref="Receive"/>: silence is judged here, against the arrivals of those frames.
    /// </summary>
    public void Advance(long now)
    {
        now = Tick(now);
        if (now - LacpTime.StallTime >= _deadlines.Next) _graceEnd = now + LacpTime.StallGraceTime;
        _judgeSilence = true;
        while (_deadlines.Next <= now)
        {
            LacpPort port = _deadlines.First;
            ExcuseAfterStall(port, now);
            Touch(port);
            _deadlines.Move(port, LacpTime.Never);
        }
        Settle(now);
        _judgeSilence = false;
        SendAll(now);
    }

    /// <summary>
    /// After a stall of the control core the frames of a healthy partner may still be in a queue: its silence is judged a little later, once.
    /// </summary>
    private void ExcuseAfterStall(LacpPort port, long now)
    {
        if (port.CurrentWhile > now || now >= _graceEnd || port.GraceUsed) return;
        port.GraceUsed = true;
        port.CurrentWhile = _graceEnd;
    }

    private long Tick(long now) => _now = Math.Max(_now, now);

    internal void Touch(LacpPort port)
    {
        if (port.IsTouched) return;
        port.IsTouched = true;
        _touched.Push(port);
    }

    /// <summary>Runs machines until nothing moves any more, then tells what changed outside.</summary>
    private void Settle(long now)
    {
        do
        {
            while (_touched.TryPop(out LacpPort? port)) RunPort(port, now);
        }
        while (_choiceDue && Choose(now));
        bool carrier = ComputeCarrier();
        if (!_forwardingChanged && carrier == Carrier) return;
        Carrier = carrier;
        _forwardingChanged = false;
        Effects.ForwardingChanged(now);
    }

    private void RunPort(LacpPort port, long now) => RunPort(port, new PortMoment(port), now);

    /// <param name="before">How the port was before what led to this run.</param>
    private void RunPort(LacpPort port, in PortMoment before, long now)
    {
        PortRuns++;
        port.IsTouched = false;
        bool moved;
        do
        {
            moved = ReceiveMachine.Run(port, now, _judgeSilence);
            if (SelectionLogic.Run(port, _pool)) moved = _choiceDue = true;
            if (MuxMachine.Run(port, now, _options.CoupledControl)) moved = true;
            PeriodicMachine.Run(port, now);
        }
        while (moved);
        TransmitMachine.Run(port, now, sending: false);
        ChurnMachine.Run(ref port.ActorChurn, port.Enabled, (port.ActorState & LacpState.Synchronization) != 0, now);
        ChurnMachine.Run(ref port.PartnerChurn, port.Enabled, (port.Partner.State & LacpState.Synchronization) != 0, now);
        if (port.MarkerGenerator.TimedOut(now)) port.Counters.MarkerTimeouts++;
        AfterRun(port, in before, now);
    }

    private void AfterRun(LacpPort port, in PortMoment before, long now)
    {
        const LacpState Forwarding = LacpState.Collecting | LacpState.Distributing;
        if (((port.ActorState ^ port.Published) & Forwarding) != 0)
        {
            port.Published = port.ActorState & Forwarding;
            _forwardingChanged = true;
        }
        if (before.Mux != port.MuxState || before.Selected != port.Selected || before.ReadyN != port.ReadyN || before.Aggregator != port.Aggregator)
        {
            TouchWaiting(before.Aggregator);
            TouchWaiting(port.Aggregator);
        }
        if (port.HasSomethingToSend) AddToSendList(port);
        Schedule(port);
        Report(port, in before, now);
    }

    /// <summary>An aggregator may have become Ready: then its waiting ports look again.</summary>
    private void TouchWaiting(Aggregator? aggregator)
    {
        if (aggregator is not { Ready: true }) return;
        foreach (LacpPort port in aggregator.Ports)
            if (port.MuxState == MuxState.Waiting && port.Selected == Selected.Selected) Touch(port);
    }

    private void Schedule(LacpPort port)
    {
        long deadline = Math.Min(Math.Min(port.CurrentWhile, port.PeriodicTimer), port.WaitWhile);
        deadline = Math.Min(Math.Min(deadline, port.ActorChurn.Timer), Math.Min(port.PartnerChurn.Timer, port.MarkerGenerator.Timer));
        if (!port.IsInSendList)
        {
            if (port.Ntt) deadline = Math.Min(deadline, port.TransmitAllowed);
            if (port.MarkerResponder.Waiting > 0) deadline = Math.Min(deadline, port.MarkerAllowed);
        }
        _deadlines.Move(port, deadline);
    }

    private void AddToSendList(LacpPort port)
    {
        if (port.IsInSendList) return;
        port.IsInSendList = true;
        _sendList.Add(port);
    }

    private void SendAll(long now)
    {
        foreach (LacpPort port in _sendList)
        {
            port.IsInSendList = false;
            TransmitMachine.Run(port, now, sending: true);
            port.MarkerResponder.Run(port, now);
            Schedule(port);
        }
        _sendList.Clear();
    }

    /// <summary>ad_select. True when ports have to look again because the active aggregator changed.</summary>
    private bool Choose(long now)
    {
        _choiceDue = false;
        Aggregator? current = _chosen is { Active: true } ? _chosen : null;
        Aggregator? best = AggregatorChoice.Best(_pool.Used, current, _options.AdSelect);
        if (best == _chosen && best == current) return false;
        if (_chosen is { } old && old != best) MakeActive(old, false, Selected.Selected, Selected.Standby);
        _chosen = best;
        if (best is not null) MakeActive(best, true, Selected.Standby, Selected.Selected);
        _forwardingChanged = true;
        ReportChosen(now);
        return true;
    }

    private void MakeActive(Aggregator aggregator, bool active, Selected from, Selected to)
    {
        aggregator.Active = active;
        foreach (LacpPort port in aggregator.Ports)
        {
            if (port.Selected != from) continue;
            port.Selected = to;
            Touch(port);
        }
    }

    private bool ComputeCarrier()
    {
        if (_chosen is null) return false;
        int links = _options.LacpStrict ? _chosen.DistributingPorts : _chosen.EnabledPorts;
        return links >= Math.Max(1, _options.MinLinks);
    }
}
