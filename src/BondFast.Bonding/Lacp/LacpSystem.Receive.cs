using BondFast.Wire;

namespace BondFast.Bonding.Lacp;

public sealed partial class LacpSystem
{
    /// <summary>
    /// A frame came in on a port. Frames that are no slow protocol are ignored. What it changes in states and forwarding is changed on
    /// return; answers leave with the next <see cref="Advance"/>, which is due at once when there are any.
    /// </summary>
    /// <param name="arrived">When the worker took it from the device, monotonic ns; may lie in the past.</param>
    public void Receive(LacpPort port, ReadOnlySpan<byte> frame, long arrived)
    {
        if (!SlowProtocol.TrySubtype(frame, out byte subtype)) return;
        long now = Tick(arrived);
        port.Recorder.Record(FrameDirection.Received, frame, arrived);
        switch (subtype)
        {
            case SlowProtocol.LacpSubtype:
                ReceiveLacpdu(port, frame, arrived, now);
                break;
            case SlowProtocol.MarkerSubtype:
                ReceiveMarker(port, frame, arrived);
                break;
            default:
                port.Counters.UnknownReceived++;
                break;
        }
    }

    /// <summary>Sends a marker on a port to learn when the partner has received all frames sent before it. False: one is out already,
    /// five left within the last second, the port is not enabled, or the device refused.</summary>
    public bool SendMarker(LacpPort port, long now)
    {
        now = Tick(now);
        if (!port.Enabled || !port.MarkerGenerator.TrySend(port, now)) return false;
        Schedule(port);
        return true;
    }

    private void ReceiveLacpdu(LacpPort port, ReadOnlySpan<byte> frame, long arrived, long now)
    {
        if (!LacpduView.TryParse(frame, out LacpduView view))
        {
            port.Counters.IllegalReceived++;
            return;
        }
        port.Counters.LacpdusReceived++;
        var pdu = new ReceivedLacpdu(view.Actor, view.Partner);
        if (pdu.Actor.System == System)
        {
            port.Counters.LoopedBack++;
            ReportLoop(port, in pdu, now);
            return;
        }
        var before = new PortMoment(port);
        if (!ReceiveMachine.Run(port, in pdu, arrived, now)) port.Counters.ReceivedWhileDisabled++;
        RunPort(port, in before, now);
        Settle(now);
    }

    private void ReceiveMarker(LacpPort port, ReadOnlySpan<byte> frame, long arrived)
    {
        if (!MarkerView.TryParse(frame, out MarkerView view) || view.Type is not (MarkerType.Information or MarkerType.Response))
        {
            port.Counters.IllegalReceived++;
            return;
        }
        var content = new MarkerQuestion(view.RequesterPort, view.RequesterSystem, view.TransactionId);
        if (view.Type == MarkerType.Information) MarkerAsked(port, in content);
        else MarkerAnswered(port, in content, arrived);
    }

    private void MarkerAsked(LacpPort port, in MarkerQuestion question)
    {
        port.Counters.MarkersReceived++;
        if (!port.Enabled) return;
        if (!port.MarkerResponder.Ask(in question)) port.Counters.MarkersUnanswered++;
        if (port.MarkerAllowed <= _now) AddToSendList(port);
        Schedule(port);
    }

    private void MarkerAnswered(LacpPort port, in MarkerQuestion content, long arrived)
    {
        port.Counters.MarkerResponsesReceived++;
        if (!port.MarkerGenerator.Answered(port, in content, arrived)) port.Counters.StaleMarkerResponses++;
        Schedule(port);
    }

    /// <summary>
    /// port_moved (802.1AX-2014 6.4.8): the partner port that a disabled port remembers has shown up on <paramref name="seen"/>: the
    /// cable was moved, and the disabled port forgets it.
    /// </summary>
    internal void DetectPortMoved(LacpPort seen)
    {
        foreach (LacpPort port in _ports)
            if (port != seen && port.ReceiveState == ReceiveState.PortDisabled) CheckMoved(port, seen);
    }

    /// <summary>The same for a port that was disabled only after its partner had shown up elsewhere.</summary>
    private void DetectMovedAway(LacpPort disabled)
    {
        foreach (LacpPort port in _ports)
            if (port != disabled && port.ReceiveState == ReceiveState.Current) CheckMoved(disabled, port);
    }

    private void CheckMoved(LacpPort disabled, LacpPort seen)
    {
        if (disabled.Partner.System.IsZero || disabled.Partner.System != seen.Partner.System || disabled.Partner.Port != seen.Partner.Port) return;
        disabled.PortMoved = true;
        Touch(disabled);
    }
}
