using BondFast.Wire;

namespace BondFast.Bonding.Lacp;

public enum MarkerGeneratorState : byte { Idle, WaitForResponse }

public enum MarkerGeneratorEvent : byte
{
    /// <summary>Somebody asked for a marker, and it could be sent.</summary>
    Sent,

    /// <summary>The answer to the marker that is out: same port, system and transaction.</summary>
    ResponseReceived,
    ResponseTimeout,
}

/// <summary>
/// The marker generator, one per port (802.1AX-2014 6.5.4, optional there): one marker out at a time. Its answer shows that the partner
/// has received every frame that was sent before it on this link, and how long that took.
/// </summary>
internal struct MarkerGenerator()
{
    public static readonly StateTable<MarkerGeneratorState, MarkerGeneratorEvent> Table = new(
        Enum.GetValues<MarkerGeneratorState>(),
        [],
        [
            (MarkerGeneratorState.Idle, MarkerGeneratorEvent.Sent, MarkerGeneratorState.WaitForResponse),
            (MarkerGeneratorState.WaitForResponse, MarkerGeneratorEvent.ResponseReceived, MarkerGeneratorState.Idle),
            (MarkerGeneratorState.WaitForResponse, MarkerGeneratorEvent.ResponseTimeout, MarkerGeneratorState.Idle),
        ]);

    private MachinePosition<MarkerGeneratorState, MarkerGeneratorEvent> _position;
    private long _sentAt;

    public readonly MarkerGeneratorState State => _position.State;

    /// <summary>Transaction id of the marker sent last.</summary>
    public uint TransactionId { get; private set; }

    /// <summary>Monotonic ns at which the wait ends.</summary>
    public long Timer { get; private set; } = LacpTime.Never;

    /// <summary>Nanoseconds from the last answered marker to its answer; -1 before the first.</summary>
    public long RoundTrip { get; private set; } = -1;

    /// <summary>Sends a marker, unless one is out already, the limit is reached or the device refuses.</summary>
    public bool TrySend(LacpPort port, long now)
    {
        if (State != MarkerGeneratorState.Idle || port.MarkerAllowed > now) return false;
        Span<byte> frame = stackalloc byte[SlowProtocol.FrameLength];
        MarkerWriter.Write(frame, port.Mac, MarkerType.Information, port.Number, port.Actor.System, TransactionId + 1);
        if (!port.Send(frame, now)) return false;
        TransactionId++;
        _sentAt = now;
        port.MarkerLimit.Take(now);
        port.Counters.MarkersTransmitted++;
        Fire(MarkerGeneratorEvent.Sent, now);
        Timer = now + LacpTime.MarkerResponseTime;
        return true;
    }

    /// <summary>An answer came in. False when it belongs to no marker that is out.</summary>
    public bool Answered(LacpPort port, in MarkerQuestion content, long arrived)
    {
        bool mine = content.RequesterPort == port.Number && content.RequesterSystem == port.Actor.System && content.TransactionId == TransactionId;
        if (!mine || !Fire(MarkerGeneratorEvent.ResponseReceived, arrived)) return false;
        Timer = LacpTime.Never;
        RoundTrip = arrived - _sentAt;
        return true;
    }

    /// <summary>True when the wait for an answer just ended without one.</summary>
    public bool TimedOut(long now)
    {
        if (Timer > now) return false;
        Timer = LacpTime.Never;
        return Fire(MarkerGeneratorEvent.ResponseTimeout, now);
    }

    private bool Fire(MarkerGeneratorEvent on, long now) => Table.TryFire(ref _position, 1u << (int)on, now);
}
