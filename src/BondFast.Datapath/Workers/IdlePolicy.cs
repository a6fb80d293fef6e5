namespace BondFast.Datapath;

/// <summary>What a worker does when there was nothing to do.</summary>
public enum IdlePolicy
{
    /// <summary>Polls again at once: lowest latency, the core is always busy.</summary>
    Poll,

    /// <summary>A pause instruction first, which leaves more to a sibling hyper-thread.</summary>
    Pause,

    /// <summary>Gives the core away after a while, up to a millisecond at a time: for cores that are shared.</summary>
    Sleep,
}
