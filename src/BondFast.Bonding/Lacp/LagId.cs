using System.Globalization;
using BondFast.Wire;

namespace BondFast.Bonding.Lacp;

/// <summary>
/// The Link Aggregation Group identifier of a port (802.1AX-2014 6.3.6): both ends' system and key, and for an individual link both
/// ports. Two ports may share an aggregator only when these are equal and the link is not individual.
/// </summary>
public readonly record struct LagId(LacpPortInfo Actor, LacpPortInfo Partner, bool Individual)
{
    internal static LagId Of(LacpPort port)
    {
        LacpPortInfo actor = port.Actor, partner = port.Partner;
        bool individual = (actor.State & partner.State & LacpState.Aggregation) == 0 || partner.System.IsZero;
        return new LagId(Trim(in actor, individual), Trim(in partner, individual), individual);
    }

    /// <summary>The standard's notation, the end with the smaller system identifier first.</summary>
    public override string ToString()
    {
        bool actorFirst = Actor.SystemPriority != Partner.SystemPriority
            ? Actor.SystemPriority < Partner.SystemPriority : Actor.System.Value <= Partner.System.Value;
        return actorFirst ? $"[{Text(Actor)},{Text(Partner)}]" : $"[{Text(Partner)},{Text(Actor)}]";
    }

    private static LacpPortInfo Trim(in LacpPortInfo info, bool individual) => individual
        ? info with { State = LacpState.None }
        : info with { PortPriority = 0, Port = 0, State = LacpState.None };

    private static string Text(in LacpPortInfo end) => string.Create(CultureInfo.InvariantCulture,
        $"({end.SystemPriority:X4},{end.System.ToString().ToUpperInvariant().Replace(':', '-')},{end.Key:X4},{end.PortPriority:X4},{end.Port:X4})");
}
