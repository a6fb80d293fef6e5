using BondFast.Wire;

namespace BondFast.Conform;

/// <summary>
/// The ports that the conformance checks play on, and the time. Implemented over real ports, and in tests over a device under test in
/// virtual time. Used by one thread.
/// </summary>
public interface IConformWorld
{
    /// <summary>One or two ports, each cabled to a port of the device under test.</summary>
    IReadOnlyList<IConformPort> Ports { get; }

    /// <summary>Monotonic ns.</summary>
    long Now { get; }

    /// <summary>Waits until <paramref name="time"/> or until a frame has arrived on some port, whichever is first.</summary>
    void WaitUntil(long time);
}

/// <summary>One port of ours.</summary>
public interface IConformPort
{
    string Name { get; }

    /// <summary>Its own address: the source of what it sends.</summary>
    MacAddress Mac { get; }

    /// <summary>False when the device did not take the frame.</summary>
    bool Send(ReadOnlySpan<byte> frame);

    /// <summary>Takes the next frame that arrived; 0 when there is none. A frame longer than the buffer is cut.</summary>
    /// <param name="earliest">It was not there yet at this time; monotonic ns. A port that is looked at now and then knows no better.</param>
    /// <param name="arrived">It was there at this time.</param>
    int Receive(Span<byte> buffer, out long earliest, out long arrived);

    /// <summary>Takes the link down or up so that the other end loses or gets its carrier. False when the port cannot.</summary>
    bool TrySetLink(bool up);
}
