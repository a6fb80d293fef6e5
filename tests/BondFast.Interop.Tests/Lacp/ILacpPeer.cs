using BondFast.Wire;

namespace BondFast.Interop.Tests.Lacp;

/// <summary>The other end of two cables, running somebody else's LACP. Cables are numbered 0 and 1.</summary>
internal interface ILacpPeer
{
    /// <summary>The system id it announces.</summary>
    string SystemId { get; }

    /// <summary>Its own port state and what it believes of its partner's.</summary>
    (LacpState Actor, LacpState Partner) PortStates(int cable);

    /// <summary>The system id of its partner, as it believes.</summary>
    string PartnerSystem(int cable);

    /// <summary>All it says of itself, for the report of a failure.</summary>
    string Text { get; }

    void Cut(int cable);

    void Mend(int cable);

    /// <summary>It neither speaks nor listens any more; the links stay up.</summary>
    void Freeze();

    void Thaw();

    /// <summary>It ends without a goodbye and starts again with the same configuration.</summary>
    void Restart();

    /// <summary>From now on it is another system.</summary>
    void ChangeSystem();
}

/// <param name="Active">It speaks first; a passive side speaks only when spoken to.</param>
/// <param name="Fast">It asks its partner for a PDU each second, not each 30 s.</param>
internal sealed record LacpSettings(bool Active = true, bool Fast = true)
{
    /// <summary>The state bits that these settings make.</summary>
    public LacpState Bits => LacpState.Aggregation | (Active ? LacpState.Activity : 0) | (Fast ? LacpState.Timeout : 0);
}
