namespace BondFast.Bonding.Lacp;

/// <summary>Times of the protocol in nanoseconds, with the standard's names (802.1AX-2014 6.4.4 and 6.4.16).</summary>
internal static class LacpTime
{
    public const long Millisecond = 1_000_000;
    public const long Second = 1_000 * Millisecond;

    /// <summary>A timer that does not run.</summary>
    public const long Never = long.MaxValue;

    public const long FastPeriodicTime = 1 * Second;
    public const long SlowPeriodicTime = 30 * Second;
    public const long ShortTimeoutTime = 3 * Second;
    public const long LongTimeoutTime = 90 * Second;
    public const long ChurnDetectionTime = 60 * Second;
    public const long AggregateWaitTime = 2 * Second;

    /// <summary>LACPDUs that may leave a port within any <see cref="FastPeriodicTime"/>.</summary>
    public const int TransmitLimit = 3;

    /// <summary>Marker PDUs and answers that may leave a port within a second (802.3 Annex 57A).</summary>
    public const int MarkerLimit = 5;

    /// <summary>How long the marker generator waits for the answer.</summary>
    public const long MarkerResponseTime = 3 * Second;

    /// <summary>After the device refused a frame, the pause before the next try.</summary>
    public const long RefusedRetryTime = 100 * Millisecond;

    /// <summary>A deadline found this late means that the control core stood still, and perhaps the workers with it.</summary>
    public const long StallTime = 500 * Millisecond;

    /// <summary>After a stall: the time that frames get to come out of their queues before a silence is judged.</summary>
    public const long StallGraceTime = 250 * Millisecond;
}
