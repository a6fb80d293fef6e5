namespace BondFast.Datapath;

/// <summary>Where a frame for the control core comes from.</summary>
public enum ControlFrameKind : byte
{
    /// <summary>LACP or Marker, taken out of what a slave received.</summary>
    SlowProtocol,

    /// <summary>A copy of an ARP, neighbour solicitation or advertisement frame that a slave received.</summary>
    ReceivedNeighbour,

    /// <summary>An ARP frame from the uplink, taken over: the control core sends it, or drops it.</summary>
    SentArp,

    /// <summary>A copy of an IGMP or MLD report, tagged ARP or neighbour discovery from the uplink.</summary>
    SentCopy,
}

/// <summary>What is known of a frame that a worker passed to the control core, beside its bytes.</summary>
/// <param name="Kind">Where it comes from.</param>
/// <param name="Slot">Slot of the slave that received it; -1 for frames from the uplink.</param>
/// <param name="Arrived">When the worker took it from the queue: monotonic ns, as <see cref="System.Diagnostics.Stopwatch.GetTimestamp"/>.</param>
/// <param name="Length">Bytes given.</param>
/// <param name="FrameLength">Bytes of the whole frame; more than <paramref name="Length"/> when it was cut.</param>
public readonly record struct ControlFrameInfo(ControlFrameKind Kind, int Slot, long Arrived, int Length, int FrameLength);
