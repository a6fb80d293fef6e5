using BondFast.Bonding.Lacp;
using BondFast.Wire;

namespace BondFast.Control.Status;

/// <summary>A slave's LACP port at one moment.</summary>
/// <param name="AggregatorId">0: the port has none.</param>
/// <param name="InActiveAggregator">Its aggregator carries the bond's traffic.</param>
public readonly record struct LacpPortStatus(
    int AggregatorId, bool InActiveAggregator, LacpPortInfo Actor, LacpPortInfo Partner,
    ReceiveState Receive, MuxState Mux, Selected Selected,
    ChurnState ActorChurn, ChurnState PartnerChurn, uint ActorChurnedCount, uint PartnerChurnedCount, LacpCounters Counters)
{
    public static LacpPortStatus Of(LacpPort port) => new(
        port.Aggregator?.Id ?? 0, port.Aggregator?.Active ?? false, port.Actor, port.Partner,
        port.ReceiveState, port.MuxState, port.Selected,
        port.ActorChurnState, port.PartnerChurnState, port.ActorChurnedCount, port.PartnerChurnedCount, port.Counts);
}

/// <summary>The bond's end of LACP, and the aggregator that carries it.</summary>
/// <param name="ActiveAggregator">0: none is active; the values after it are 0 then.</param>
/// <param name="Ports">Enabled ports of the active aggregator.</param>
public readonly record struct LacpStatus(
    ushort SystemPriority, MacAddress System, int ActiveAggregator, int Ports, ushort ActorKey, ushort PartnerKey, MacAddress Partner)
{
    public static LacpStatus Of(LacpSystem lacp) => lacp.Active is { } active
        ? new(lacp.SystemPriority, lacp.System, active.Id, active.EnabledPorts, active.LagId.Actor.Key, active.LagId.Partner.Key, active.LagId.Partner.System)
        : new(lacp.SystemPriority, lacp.System, 0, 0, 0, 0, default);
}
