namespace BondFast.Bonding.Lacp;

/// <summary>Managed counters of one port (802.1AX-2014 7.3.3 and 7.3.4). They only grow.</summary>
public struct LacpCounters
{
    public ulong LacpdusReceived;
    public ulong LacpdusTransmitted;

    /// <summary>Slow-protocol frames that are too short or whose TLVs have wrong lengths, LACPDU or Marker.</summary>
    public ulong IllegalReceived;

    /// <summary>Slow-protocol frames of another subtype, and Marker PDUs of an unknown type.</summary>
    public ulong UnknownReceived;

    public ulong MarkersReceived;
    public ulong MarkersTransmitted;
    public ulong MarkerResponsesReceived;
    public ulong MarkerResponsesTransmitted;

    /// <summary>Markers not answered because too many came within a second.</summary>
    public ulong MarkersUnanswered;

    /// <summary>Marker responses that answer no marker of ours that is out.</summary>
    public ulong StaleMarkerResponses;

    /// <summary>Our own markers that nobody answered in time.</summary>
    public ulong MarkerTimeouts;

    /// <summary>LACPDUs with our own system id: the cable leads back to us.</summary>
    public ulong LoopedBack;

    /// <summary>LACPDUs that came while the port was not enabled or could not speak LACP.</summary>
    public ulong ReceivedWhileDisabled;

    /// <summary>Frames that the device did not take.</summary>
    public ulong SendRefused;

    public ulong PartnerChanges;
    public ulong ActorSyncChanges;
    public ulong PartnerSyncChanges;
}
