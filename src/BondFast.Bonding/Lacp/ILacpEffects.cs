namespace BondFast.Bonding.Lacp;

/// <summary>What LACP does to the world. Called on the driver's thread, from inside a call into <see cref="LacpSystem"/>.</summary>
public interface ILacpEffects
{
    /// <summary>Sends a frame on a port; the bytes are copied. False when the device did not take it.</summary>
    bool Send(LacpPort port, ReadOnlySpan<byte> frame);

    /// <summary>Which ports collect or distribute, the active aggregator or the carrier changed: publish before anything else.</summary>
    void ForwardingChanged(long now);

    /// <param name="kind">Short stable name: <c>lacp-partner-lost</c> ...</param>
    /// <param name="port">The port it concerns, or null.</param>
    void Raise(long now, EventLevel level, string kind, LacpPort? port, string text);
}
