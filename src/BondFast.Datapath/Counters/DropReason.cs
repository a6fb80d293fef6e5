namespace BondFast.Datapath;

/// <summary>Why a worker did not pass a frame on. Every frame that it took is passed on or counted here once.</summary>
public enum DropReason
{
    /// <summary>Transmit: the bond has no slave that may take the frame.</summary>
    NoUsableSlave,

    /// <summary>Transmit: the slave's transmit queue was full, after the retries that the configuration allows.</summary>
    SlaveQueueFull,

    /// <summary>Transmit: the frame was shared with another owner and could not be copied to change its source address.</summary>
    NoBuffer,

    /// <summary>Receive: the slave is inactive, the frame a duplicate (HOWTO 13.2).</summary>
    InactiveSlave,

    /// <summary>Receive: the bond has no uplink to deliver to.</summary>
    NoUplink,

    /// <summary>Receive: the uplink's queue was full.</summary>
    UplinkFull,

    /// <summary>A frame for the control core, or a copy of one, found the ring to it full.</summary>
    ControlRingFull,
}

/// <summary>The drop reasons in words.</summary>
public static class DropReasons
{
    public const int Count = 7;

    private static readonly string[] Names =
    [
        "no_usable_slave", "slave_queue_full", "no_buffer", "inactive_slave", "no_uplink", "uplink_full", "control_ring_full",
    ];

    private static readonly string[] Texts =
    [
        "no usable slave", "slave's transmit queue full", "no buffer for a copy", "duplicate on an inactive slave", "no uplink", "uplink's queue full", "ring to the control core full",
    ];

    /// <summary>For metrics and JSON: lower case with underscores.</summary>
    public static string Name(this DropReason reason) => Names[(int)reason];

    /// <summary>For people.</summary>
    public static string Text(this DropReason reason) => Texts[(int)reason];
}
