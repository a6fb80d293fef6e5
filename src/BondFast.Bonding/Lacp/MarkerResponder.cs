using BondFast.Wire;

namespace BondFast.Bonding.Lacp;

/// <summary>What a Marker PDU asks for, as an answer has to give it back.</summary>
internal readonly record struct MarkerQuestion(ushort RequesterPort, MacAddress RequesterSystem, uint TransactionId);

public enum MarkerResponderState : byte { WaitForMarker, RespondToMarker }

public enum MarkerResponderEvent : byte
{
    /// <summary>A Marker Information PDU waits and the slow protocols' limit leaves room.</summary>
    MarkerReceived,
    Always,
}

/// <summary>
/// The marker responder, one per port (802.1AX-2014 6.5.4): answers out of the port that the marker came in on, with its content, at
/// most five a second. Up to five markers wait for their turn; of more the oldest are dropped and counted.
/// </summary>
internal struct MarkerResponder()
{
    public static readonly StateTable<MarkerResponderState, MarkerResponderEvent> Table = new(
        Enum.GetValues<MarkerResponderState>(),
        [],
        [
            (MarkerResponderState.WaitForMarker, MarkerResponderEvent.MarkerReceived, MarkerResponderState.RespondToMarker),
            (MarkerResponderState.RespondToMarker, MarkerResponderEvent.Always, MarkerResponderState.WaitForMarker),
        ]);

    private readonly MarkerQuestion[] _waiting = new MarkerQuestion[LacpTime.MarkerLimit];
    private int _first;
    private MachinePosition<MarkerResponderState, MarkerResponderEvent> _position;

    public int Waiting { get; private set; }

    /// <summary>Takes a marker in; false when an older one had to give way.</summary>
    public bool Ask(in MarkerQuestion question)
    {
        bool room = Waiting < _waiting.Length;
        if (!room) Forget();
        _waiting[(_first + Waiting++) % _waiting.Length] = question;
        return room;
    }

    public void Clear() => Waiting = 0;

    public void Run(LacpPort port, long now)
    {
        while (Table.TryFire(ref _position, Happening(port, now), now))
            if (_position.State == MarkerResponderState.RespondToMarker) Respond(port, now);
    }

    private readonly uint Happening(LacpPort port, long now)
    {
        uint happening = 1u << (int)MarkerResponderEvent.Always;
        if (Waiting > 0 && port.MarkerAllowed <= now) happening |= 1u << (int)MarkerResponderEvent.MarkerReceived;
        return happening;
    }

    private void Respond(LacpPort port, long now)
    {
        MarkerQuestion question = _waiting[_first];
        Span<byte> frame = stackalloc byte[SlowProtocol.FrameLength];
        MarkerWriter.Write(frame, port.Mac, MarkerType.Response, question.RequesterPort, question.RequesterSystem, question.TransactionId);
        if (port.Send(frame, now))
        {
            Forget();
            port.MarkerLimit.Take(now);
            port.Counters.MarkerResponsesTransmitted++;
        }
        else port.RetryAt = now + LacpTime.RefusedRetryTime;
    }

    private void Forget()
    {
        _first = (_first + 1) % _waiting.Length;
        Waiting--;
    }
}
