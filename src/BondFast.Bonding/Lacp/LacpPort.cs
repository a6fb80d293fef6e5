using BondFast.Wire;

namespace BondFast.Bonding.Lacp;

/// <summary>
/// One port with the standard's variables (802.1AX-2014 6.4.7 to 6.4.9) and the places of its machines. Changed only by
/// <see cref="LacpSystem"/> and the machines, on the driver's thread.
/// </summary>
public sealed class LacpPort
{
    private readonly LacpSystem _system;

    internal LacpPort(LacpSystem system, string name, int slot, ushort number, MacAddress mac)
    {
        _system = system;
        Name = name;
        Slot = slot;
        Number = number;
        Mac = mac;
    }

    public string Name { get; }

    /// <summary>The caller's name for the port.</summary>
    public int Slot { get; }

    /// <summary>Actor_Port_Number, from 1.</summary>
    public ushort Number { get; }

    /// <summary>The port's own individual address: source of its PDUs.</summary>
    public MacAddress Mac { get; internal set; }

    // Link
    public bool LinkUp { get; internal set; }
    public uint SpeedMbps { get; internal set; }
    public bool FullDuplex { get; internal set; }

    /// <summary>port_enabled.</summary>
    public bool Enabled => LinkUp && _system.Running;

    /// <summary>LACP_Enabled: LACP runs on full duplex links only.</summary>
    public bool LacpEnabled => FullDuplex;

    // Actor
    /// <summary>Actor_Port_Priority.</summary>
    public ushort Priority { get; internal set; }

    /// <summary>Actor_Oper_Port_Key. Stays while the link is down, so that a link that comes back as it was is not reselected.</summary>
    public ushort Key { get; internal set; }

    /// <summary>Actor_Oper_Port_State.</summary>
    public LacpState ActorState { get; internal set; }

    public LacpPortInfo Actor => new(_system.SystemPriority, _system.System, Key, Priority, Number, ActorState);
    public bool Collecting => (ActorState & LacpState.Collecting) != 0;
    public bool Distributing => (ActorState & LacpState.Distributing) != 0;
    public bool Defaulted => (ActorState & LacpState.Defaulted) != 0;

    // Partner
    /// <summary>Partner_Oper_*.</summary>
    public LacpPortInfo Partner { get; internal set; }

    /// <summary>Partner_Admin_*: what is assumed of a partner that says nothing.</summary>
    internal LacpPortInfo PartnerAdmin => _system.PartnerAdmin;

    // Selection
    public Selected Selected { get; internal set; }
    public UnselectCause UnselectCause { get; private set; }
    public Aggregator? Aggregator { get; internal set; }

    /// <summary>Ready_N.</summary>
    internal bool ReadyN { get; set; }
    internal bool Attached { get; set; }

    /// <summary>Being removed: gets no aggregator any more.</summary>
    internal bool Leaving { get; set; }

    // Machines
    internal MachinePosition<ReceiveState, ReceiveEvent> ReceivePosition;
    internal MachinePosition<PeriodicState, PeriodicEvent> PeriodicPosition;
    internal MachinePosition<MuxState, MuxEvent> MuxPosition;
    internal MachinePosition<TransmitState, TransmitEvent> TransmitPosition;
    internal ChurnDetection ActorChurn = new();
    internal ChurnDetection PartnerChurn = new();
    internal MarkerResponder MarkerResponder = new();
    internal MarkerGenerator MarkerGenerator = new();

    public ReceiveState ReceiveState => ReceivePosition.State;
    public PeriodicState PeriodicState => PeriodicPosition.State;
    public MuxState MuxState => MuxPosition.State;
    public TransmitState TransmitState => TransmitPosition.State;
    public ChurnState ActorChurnState => ActorChurn.State;
    public ChurnState PartnerChurnState => PartnerChurn.State;
    public uint ActorChurnedCount => ActorChurn.Count;
    public uint PartnerChurnedCount => PartnerChurn.Count;

    // The standard's signals
    internal bool Begin { get; set; } = true;
    internal bool PortMoved { get; set; }
    internal bool Ntt { get; set; }

    // Timers: monotonic ns, LacpTime.Never while stopped
    internal long CurrentWhile { get; set; } = LacpTime.Never;
    internal long PeriodicTimer { get; set; } = LacpTime.Never;
    internal long WaitWhile { get; set; } = LacpTime.Never;

    /// <summary>By our own Timeout bit.</summary>
    internal long ReceiveTimeout => (ActorState & LacpState.Timeout) != 0 ? LacpTime.ShortTimeoutTime : LacpTime.LongTimeoutTime;

    // Transmit
    internal RateLimit LacpduLimit = new(LacpTime.TransmitLimit);
    internal RateLimit MarkerLimit = new(LacpTime.MarkerLimit);
    internal long NttSince { get; private set; }
    internal long RetryAt { get; set; } = long.MinValue;
    internal long TransmitAllowed => Math.Max(LacpduLimit.AllowedAt, RetryAt);
    internal long MarkerAllowed => Math.Max(MarkerLimit.AllowedAt, RetryAt);
    internal bool HasSomethingToSend => Ntt || MarkerResponder.Waiting > 0;

    // Observation
    internal LacpCounters Counters;
    public LacpCounters Counts => Counters;

    /// <summary>Control frames sent and received last.</summary>
    public FlightRecorder Recorder { get; } = new();

    /// <summary>Arrival of the last LACPDU, and the moment of the last one sent; monotonic ns, 0 before the first.</summary>
    public long LastReceived { get; internal set; }
    public long LastTransmitted { get; internal set; }

    /// <summary>Worst time between the moment a LACPDU should have left and the moment it left, ns.</summary>
    public long WorstTransmitDelay { get; internal set; }

    // Bookkeeping of LacpSystem
    internal long Deadline { get; set; }
    internal int QueueIndex { get; set; }
    internal bool IsTouched { get; set; }
    internal bool IsInSendList { get; set; }
    internal bool GraceUsed { get; set; }
    internal LacpState Published { get; set; }
    internal EventBudget EventBudget;
    internal long LastLoopReport { get; set; }
    internal bool UnselectIsNews { get; set; }

    internal void NeedToTransmit(long now)
    {
        if (!Ntt) NttSince = now;
        Ntt = true;
    }

    internal void Unselect(UnselectCause cause)
    {
        Selected = Selected.Unselected;
        UnselectCause = cause;
        UnselectIsNews = true;
    }

    internal void SetActorState(LacpState bit, bool on)
    {
        LacpState before = ActorState;
        ActorState = on ? before | bit : before & ~bit;
        if (((before ^ ActorState) & LacpState.Synchronization) != 0) Counters.ActorSyncChanges++;
    }

    internal void SetPartnerState(LacpState bit, bool on) =>
        SetPartner(Partner with { State = on ? Partner.State | bit : Partner.State & ~bit });

    /// <summary>recordDefault.</summary>
    internal void RecordDefault()
    {
        SetPartner(PartnerAdmin);
        SetActorState(LacpState.Defaulted, true);
    }

    /// <summary>The storing part of recordPDU; <paramref name="partner"/> has the Sync bit that was concluded, not the one on the wire.</summary>
    internal void RecordPartner(in LacpPortInfo partner, long arrived)
    {
        LastReceived = arrived;
        GraceUsed = false;
        bool another = partner.System != Partner.System || partner.Port != Partner.Port;
        SetPartner(in partner);
        SetActorState(LacpState.Defaulted, false);
        if (!another) return;
        Counters.PartnerChanges++;
        _system.DetectPortMoved(this);
    }

    internal bool Send(ReadOnlySpan<byte> frame, long now)
    {
        if (!_system.Effects.Send(this, frame))
        {
            Counters.SendRefused++;
            return false;
        }
        Recorder.Record(FrameDirection.Sent, frame, now);
        return true;
    }

    public override string ToString() => Name;

    private void SetPartner(in LacpPortInfo partner)
    {
        if (((partner.State ^ Partner.State) & LacpState.Synchronization) != 0) Counters.PartnerSyncChanges++;
        Partner = partner;
    }
}
