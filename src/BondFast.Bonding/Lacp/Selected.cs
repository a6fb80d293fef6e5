namespace BondFast.Bonding.Lacp;

/// <summary>The standard's variable Selected (802.1AX-2014 6.4.8).</summary>
public enum Selected : byte
{
    /// <summary>No aggregator has been chosen, or the choice is no longer right.</summary>
    Unselected,

    /// <summary>The chosen aggregator is not the one that carries the bond's traffic; the port waits, out of Sync.</summary>
    Standby,
    Selected,
}

/// <summary>Why a port lost its aggregator.</summary>
public enum UnselectCause : byte
{
    None,
    PartnerForgotten,
    PartnerChanged,
    KeyChanged,
    SystemChanged,
    PortPriorityChanged,
    Leaving,
}
