using BondFast.Wire;

namespace BondFast.Bonding.Lacp;

public sealed partial class LacpSystem
{
    private const long LoopReportPause = 10 * LacpTime.Second;

    /// <summary>What a port's neighbours and its operators have to hear of when it changes.</summary>
    private readonly struct PortMoment(LacpPort port)
    {
        public readonly ReceiveState Receive = port.ReceiveState;
        public readonly MuxState Mux = port.MuxState;
        public readonly Selected Selected = port.Selected;
        public readonly bool ReadyN = port.ReadyN;
        public readonly Aggregator? Aggregator = port.Aggregator;
        public readonly LacpState Actor = port.ActorState;
        public readonly MacAddress PartnerSystem = port.Partner.System;
        public readonly ushort PartnerPort = port.Partner.Port;
        public readonly ushort PartnerKey = port.Partner.Key;
        public readonly uint ActorChurns = port.ActorChurn.Count;
        public readonly uint PartnerChurns = port.PartnerChurn.Count;
    }

    /// <summary>Events of one port. Nothing here runs, and nothing is allocated, while nothing changes.</summary>
    private void Report(LacpPort port, in PortMoment before, long now)
    {
        if (before.Receive != port.ReceiveState) ReportReceive(port, before.Receive, now);
        if (before.PartnerSystem != port.Partner.System || before.PartnerPort != port.Partner.Port || before.PartnerKey != port.Partner.Key)
            if (port.ReceiveState == ReceiveState.Current)
                Raise(now, EventLevel.Notice, "lacp-partner", port, $"{port}: the partner is port {port.Partner.Port} of system {port.Partner.System}, key {port.Partner.Key}");
        LacpState turned = before.Actor ^ port.ActorState;
        if ((turned & (LacpState.Collecting | LacpState.Distributing)) != 0) ReportForwarding(port, now);
        port.UnselectIsNews = false;
        if (before.ActorChurns != port.ActorChurn.Count)
            Raise(now, EventLevel.Warning, "lacp-churn", port, $"{port}: actor churn, our end was not in Sync for 60 s: {LacpReasons.Mux(port, now)}");
        if (before.PartnerChurns != port.PartnerChurn.Count)
            Raise(now, EventLevel.Warning, "lacp-churn", port, $"{port}: partner churn, the partner was not in Sync for 60 s: {LacpReasons.Receive(port, now)}");
    }

    private void ReportForwarding(LacpPort port, long now)
    {
        string text = port.UnselectIsNews && !port.Collecting ? $"does not carry traffic, {LacpReasons.Unselected(port.UnselectCause)}" : LacpReasons.Mux(port, now);
        Raise(now, EventLevel.Notice, port.Distributing ? "lacp-distributing" : "lacp-not-distributing", port, $"{port}: {text}");
    }

    private void ReportReceive(LacpPort port, ReceiveState before, long now)
    {
        switch (port.ReceiveState)
        {
            case ReceiveState.Expired when before == ReceiveState.Current:
                Raise(now, EventLevel.Warning, "lacp-partner-lost", port, $"{port}: {LacpReasons.Receive(port, now)}");
                break;
            case ReceiveState.Defaulted:
                Raise(now, EventLevel.Warning, "lacp-no-partner", port, $"{port}: {LacpReasons.Receive(port, now)}");
                break;
            case ReceiveState.LacpDisabled:
                Raise(now, EventLevel.Warning, "lacp-disabled", port, $"{port}: {LacpReasons.Receive(port, now)}");
                break;
        }
    }

    private void ReportChosen(long now)
    {
        string text = _chosen is { } active
            ? $"aggregator {active.Id} carries the bond: {active.EnabledPorts} ports, {active.Bandwidth} Mb/s, {(active.HasPartner ? $"partner {active.LagId.Partner.System}" : "no partner")}"
            : "no aggregator carries the bond";
        Raise(now, EventLevel.Notice, "lacp-aggregator", null, text);
    }

    private void ReportLoop(LacpPort port, in ReceivedLacpdu pdu, long now)
    {
        if (port.LastLoopReport != 0 && now - port.LastLoopReport < LoopReportPause) return;
        port.LastLoopReport = now;
        Raise(now, EventLevel.Warning, "lacp-loop", port,
            $"{port}: received a LACPDU of our own system {System} (port {pdu.Actor.Port}); ignored. The cable leads back to this bond, or another system uses the same address (set ad_actor_system)");
    }

    private void Raise(long now, EventLevel level, string kind, LacpPort? port, string text)
    {
        if (port is not null)
        {
            if (!port.EventBudget.Spend(now)) return;
            int leftOut = port.EventBudget.TakeLeftOut();
            if (leftOut > 0) text = $"{text} ({leftOut} events before this one were left out)";
        }
        Effects.Raise(now, level, kind, port, text);
    }
}
