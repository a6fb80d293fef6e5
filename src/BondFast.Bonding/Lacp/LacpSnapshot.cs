using System.Collections.Immutable;
using BondFast.Wire;

namespace BondFast.Bonding.Lacp;

/// <summary>LACP of one bond at one moment, for status printers. Times are monotonic ns. <paramref name="Active"/> is null while no port has a link.</summary>
public sealed record LacpSnapshot(
    long At,
    MacAddress System,
    ushort SystemPriority,
    ActiveAggregatorInfo? Active,
    ImmutableArray<LacpPortSnapshot> Ports)
{
    /// <summary>The port of this number, or null.</summary>
    public LacpPortSnapshot? Find(string slave)
    {
        foreach (LacpPortSnapshot port in Ports)
            if (port.Name == slave) return port;
        return null;
    }
}

/// <summary>The aggregator that carries the bond.</summary>
/// <param name="Ports">Ports with a link.</param>
/// <param name="DistributingPorts">Ports that collect and distribute.</param>
public sealed record ActiveAggregatorInfo(int Id, int Ports, int DistributingPorts, ushort ActorKey, ushort PartnerKey, MacAddress PartnerSystem, ulong BandwidthMbps, string LagId);

/// <summary>A machine's state in the standard's spelling, why it is there, and since when (monotonic ns).</summary>
public sealed record MachineSnapshot(string State, string Why, long Since);

/// <summary>One port.</summary>
/// <param name="AggregatorId">0 when the port has none.</param>
/// <param name="Actor">What we say of ourselves; <paramref name="Partner"/> is what we know of the partner.</param>
/// <param name="LastChange">When the receive or the mux machine last changed its state.</param>
/// <param name="LastReceived">Arrival of the last LACPDU, 0 before the first.</param>
/// <param name="WorstTransmitDelay">ns.</param>
/// <param name="MarkerRoundTrip">ns, -1 before the first answered marker.</param>
public sealed record LacpPortSnapshot(
    string Name,
    int Slot,
    bool Enabled,
    int AggregatorId,
    bool InActiveAggregator,
    bool Individual,
    string Selected,
    LacpPortInfo Actor,
    LacpPortInfo Partner,
    MachineSnapshot Receive,
    MachineSnapshot Periodic,
    MachineSnapshot Mux,
    MachineSnapshot Transmit,
    MachineSnapshot ActorChurn,
    MachineSnapshot PartnerChurn,
    ChurnState ActorChurnState,
    ChurnState PartnerChurnState,
    uint ActorChurnedCount,
    uint PartnerChurnedCount,
    LacpCounters Counters,
    long LastChange,
    long LastReceived,
    long LastTransmitted,
    long WorstTransmitDelay,
    long MarkerRoundTrip)
{
    internal static LacpPortSnapshot Of(LacpPort port, long now) => new(
        port.Name,
        port.Slot,
        port.Enabled,
        port.Aggregator?.Id ?? 0,
        port.Aggregator?.Active ?? false,
        port.Aggregator?.LagId.Individual ?? true,
        port.Selected.StandardName(),
        port.Actor,
        port.Partner,
        Machine(in port.ReceivePosition, LacpReasons.Receive(port, now)),
        Machine(in port.PeriodicPosition, LacpReasons.Periodic(port)),
        Machine(in port.MuxPosition, LacpReasons.Mux(port, now)),
        Machine(in port.TransmitPosition, LacpReasons.Transmit(port)),
        Machine(in port.ActorChurn.Position, LacpReasons.Churn(in port.ActorChurn, actor: true, now)),
        Machine(in port.PartnerChurn.Position, LacpReasons.Churn(in port.PartnerChurn, actor: false, now)),
        port.ActorChurn.State,
        port.PartnerChurn.State,
        port.ActorChurn.Count,
        port.PartnerChurn.Count,
        port.Counters,
        Math.Max(port.ReceivePosition.Since, port.MuxPosition.Since),
        port.LastReceived,
        port.LastTransmitted,
        port.WorstTransmitDelay,
        port.MarkerGenerator.RoundTrip);

    private static MachineSnapshot Machine<TState, TEvent>(in MachinePosition<TState, TEvent> position, string why)
        where TState : unmanaged, Enum where TEvent : unmanaged, Enum => new(position.State.StandardName(), why, position.Since);
}

public sealed partial class LacpSystem
{
    /// <summary>Everything a status wants to know. Allocates; not for the steady state.</summary>
    public LacpSnapshot Snapshot(long now)
    {
        var ports = ImmutableArray.CreateBuilder<LacpPortSnapshot>(_ports.Count);
        foreach (LacpPort port in _ports) ports.Add(LacpPortSnapshot.Of(port, now));
        ActiveAggregatorInfo? active = Active is { } a
            ? new ActiveAggregatorInfo(a.Id, a.EnabledPorts, a.DistributingPorts, a.LagId.Actor.Key, a.LagId.Partner.Key, a.LagId.Partner.System, a.Bandwidth, a.LagId.ToString())
            : null;
        return new LacpSnapshot(now, System, SystemPriority, active, ports.MoveToImmutable());
    }
}
