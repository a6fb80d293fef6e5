using BondFast.Bonding;

namespace BondFast.Datapath.Forwarding;

/// <summary>One receive queue that a worker polls.</summary>
internal struct ReceiveSource
{
    public ushort Port;
    public ushort Queue;

    /// <summary>The slave's slot; without meaning for the uplink.</summary>
    public byte Slot;

    public ReceiveRule Rule;

    /// <summary>balance-alb: frames to <see cref="Mac"/>, or on the active slave to an alias, are re-addressed to the bond.</summary>
    public bool RestoresDestination;

    /// <summary>The slave is the active one.</summary>
    public bool Active;

    /// <summary>The slave's address, first byte on the wire least significant.</summary>
    public ulong Mac;
}

/// <summary>The receive queues of one worker: indexes into the table's sources.</summary>
internal struct SourceRange
{
    public int Slaves;
    public int SlaveCount;
    public int Uplink;
    public int UplinkCount;
}
