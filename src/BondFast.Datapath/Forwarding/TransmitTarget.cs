using System.Runtime.CompilerServices;
using BondFast.Bonding;

namespace BondFast.Datapath.Forwarding;

/// <summary>A slave as the transmit side sees it.</summary>
internal struct TransmitTarget
{
    /// <summary>DPDK port number.</summary>
    public ushort Port;

    /// <summary>The slave's slot: where its counters are.</summary>
    public byte Slot;

    /// <summary>Frames get <see cref="Mac"/> as Ethernet source.</summary>
    public bool RewriteSource;

    /// <summary>Uplink frames of this queue leave here when the link is up; 0 is none.</summary>
    public ushort QueueId;

    /// <summary>The slave's address, first byte on the wire least significant.</summary>
    public ulong Mac;
}

[InlineArray(ForwardingPlan.MaxSlaves)]
internal struct TransmitTargets
{
    private TransmitTarget _first;
}
