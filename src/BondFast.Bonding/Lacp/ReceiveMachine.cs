using BondFast.Wire;

namespace BondFast.Bonding.Lacp;

public enum ReceiveState : byte { Initialize, PortDisabled, Expired, LacpDisabled, Defaulted, Current }

/// <summary>Conditions the receive machine listens to, in the order in which they are looked at.</summary>
public enum ReceiveEvent : byte
{
    Begin,

    /// <summary>The unconditional transition out of INITIALIZE.</summary>
    Always,

    /// <summary>Not port_enabled and not port_moved.</summary>
    PortDisabled,
    PortMoved,

    /// <summary>port_enabled and LACP_Enabled.</summary>
    LacpEnabled,

    /// <summary>port_enabled and not LACP_Enabled.</summary>
    LacpDisabled,
    Lacpdu,

    /// <summary>current_while ran out.</summary>
    CurrentWhileExpired,
}

/// <summary>What a state of the receive machine does on entry, in the order of the bits.</summary>
[Flags]
internal enum ReceiveAction : ushort
{
    None = 0,
    Unselect = 1 << 0,
    UpdateSelected = 1 << 1,
    UpdateDefaultSelected = 1 << 2,
    UpdateNtt = 1 << 3,
    RecordDefault = 1 << 4,
    RecordPdu = 1 << 5,
    PartnerSyncOff = 1 << 6,
    PartnerTimeoutShort = 1 << 7,
    PartnerAggregationOff = 1 << 8,
    StopCurrentWhile = 1 << 9,
    StartCurrentWhileShort = 1 << 10,
    StartCurrentWhile = 1 << 11,
    ExpiredOff = 1 << 12,
    ExpiredOn = 1 << 13,
    PortMovedOff = 1 << 14,
    Ntt = 1 << 15,
}

/// <summary>
/// The receive machine, one per port (802.1AX-2014 6.4.12, with NTT in EXPIRED as the corrigendum has it). The receive
/// timeout is the actor's choice: its own Timeout bit picks 3 or 90 seconds, counted from the arrival of the last LACPDU.
/// </summary>
internal static class ReceiveMachine
{
    public static readonly StateTable<ReceiveState, ReceiveEvent> Table = new(
        Enum.GetValues<ReceiveState>(),
        [
            (ReceiveEvent.PortDisabled, ReceiveState.PortDisabled),
        ],
        [
            (ReceiveState.Initialize, ReceiveEvent.Begin, ReceiveState.Initialize),
            (ReceiveState.PortDisabled, ReceiveEvent.Begin, ReceiveState.Initialize),
            (ReceiveState.Expired, ReceiveEvent.Begin, ReceiveState.Initialize),
            (ReceiveState.LacpDisabled, ReceiveEvent.Begin, ReceiveState.Initialize),
            (ReceiveState.Defaulted, ReceiveEvent.Begin, ReceiveState.Initialize),
            (ReceiveState.Current, ReceiveEvent.Begin, ReceiveState.Initialize),

            (ReceiveState.Initialize, ReceiveEvent.Always, ReceiveState.PortDisabled),

            (ReceiveState.PortDisabled, ReceiveEvent.PortMoved, ReceiveState.Initialize),
            (ReceiveState.PortDisabled, ReceiveEvent.LacpEnabled, ReceiveState.Expired),
            (ReceiveState.PortDisabled, ReceiveEvent.LacpDisabled, ReceiveState.LacpDisabled),

            (ReceiveState.LacpDisabled, ReceiveEvent.LacpEnabled, ReceiveState.PortDisabled),

            (ReceiveState.Expired, ReceiveEvent.Lacpdu, ReceiveState.Current),
            (ReceiveState.Expired, ReceiveEvent.CurrentWhileExpired, ReceiveState.Defaulted),

            (ReceiveState.Defaulted, ReceiveEvent.Lacpdu, ReceiveState.Current),

            (ReceiveState.Current, ReceiveEvent.Lacpdu, ReceiveState.Current),
            (ReceiveState.Current, ReceiveEvent.CurrentWhileExpired, ReceiveState.Expired),
        ]);

    public static ReceiveAction EntryAction(ReceiveState state) => state switch
    {
        ReceiveState.Initialize => ReceiveAction.Unselect | ReceiveAction.RecordDefault | ReceiveAction.StopCurrentWhile
            | ReceiveAction.ExpiredOff | ReceiveAction.PortMovedOff,
        ReceiveState.PortDisabled => ReceiveAction.PartnerSyncOff | ReceiveAction.StopCurrentWhile,
        ReceiveState.Expired => ReceiveAction.PartnerSyncOff | ReceiveAction.PartnerTimeoutShort
            | ReceiveAction.StartCurrentWhileShort | ReceiveAction.ExpiredOn | ReceiveAction.Ntt,
        ReceiveState.LacpDisabled => ReceiveAction.Unselect | ReceiveAction.RecordDefault | ReceiveAction.PartnerAggregationOff
            | ReceiveAction.StopCurrentWhile | ReceiveAction.ExpiredOff,
        ReceiveState.Defaulted => ReceiveAction.UpdateDefaultSelected | ReceiveAction.RecordDefault
            | ReceiveAction.StopCurrentWhile | ReceiveAction.ExpiredOff,
        ReceiveState.Current => ReceiveAction.UpdateSelected | ReceiveAction.UpdateNtt | ReceiveAction.RecordPdu
            | ReceiveAction.StartCurrentWhile | ReceiveAction.ExpiredOff,
        _ => ReceiveAction.None,
    };

    /// <summary>Runs the machine on everything but a LACPDU. True when it moved.</summary>
    public static bool Run(LacpPort port, long now, bool judgeSilence)
    {
        ReceivedLacpdu none = default;
        bool moved = false;
        while (Table.TryFire(ref port.ReceivePosition, Happening(port, now, judgeSilence), now))
        {
            port.Begin = false;
            Enter(port, in none, now, now);
            moved = true;
        }
        return moved;
    }

    /// <summary>Runs the machine on a valid LACPDU. Its arrival, not the moment it is looked at, starts current_while.</summary>
    public static bool Run(LacpPort port, in ReceivedLacpdu pdu, long arrived, long now)
    {
        if (!Table.TryFire(ref port.ReceivePosition, 1u << (int)ReceiveEvent.Lacpdu, now)) return false;
        Enter(port, in pdu, arrived, now);
        return true;
    }

    private static uint Happening(LacpPort port, long now, bool judgeSilence)
    {
        uint happening = 1u << (int)ReceiveEvent.Always;
        if (port.Begin) happening |= 1u << (int)ReceiveEvent.Begin;
        if (port.PortMoved) happening |= 1u << (int)ReceiveEvent.PortMoved;
        if (!port.Enabled)
        {
            if (!port.PortMoved) happening |= 1u << (int)ReceiveEvent.PortDisabled;
        }
        else happening |= 1u << (int)(port.LacpEnabled ? ReceiveEvent.LacpEnabled : ReceiveEvent.LacpDisabled);
        if (judgeSilence && port.CurrentWhile <= now) happening |= 1u << (int)ReceiveEvent.CurrentWhileExpired;
        return happening;
    }

    private static void Enter(LacpPort port, in ReceivedLacpdu pdu, long arrived, long now)
    {
        ReceiveAction actions = EntryAction(port.ReceivePosition.State);
        if ((actions & ReceiveAction.Unselect) != 0) port.Unselect(UnselectCause.PartnerForgotten);
        if ((actions & ReceiveAction.UpdateSelected) != 0) UpdateSelected(port, pdu.Actor, UnselectCause.PartnerChanged);
        if ((actions & ReceiveAction.UpdateDefaultSelected) != 0) UpdateSelected(port, port.PartnerAdmin, UnselectCause.PartnerForgotten);
        if ((actions & ReceiveAction.UpdateNtt) != 0) UpdateNtt(port, pdu.Partner, now);
        if ((actions & ReceiveAction.RecordDefault) != 0) port.RecordDefault();
        if ((actions & ReceiveAction.RecordPdu) != 0) RecordPdu(port, in pdu, arrived);
        if ((actions & ReceiveAction.PartnerSyncOff) != 0) port.SetPartnerState(LacpState.Synchronization, false);
        if ((actions & ReceiveAction.PartnerTimeoutShort) != 0) port.SetPartnerState(LacpState.Timeout, true);
        if ((actions & ReceiveAction.PartnerAggregationOff) != 0) port.SetPartnerState(LacpState.Aggregation, false);
        if ((actions & ReceiveAction.StopCurrentWhile) != 0) port.CurrentWhile = LacpTime.Never;
        if ((actions & ReceiveAction.StartCurrentWhileShort) != 0) port.CurrentWhile = now + LacpTime.ShortTimeoutTime;
        if ((actions & ReceiveAction.StartCurrentWhile) != 0) port.CurrentWhile = arrived + port.ReceiveTimeout;
        if ((actions & ReceiveAction.ExpiredOff) != 0) port.SetActorState(LacpState.Expired, false);
        if ((actions & ReceiveAction.ExpiredOn) != 0) port.SetActorState(LacpState.Expired, true);
        if ((actions & ReceiveAction.PortMovedOff) != 0) port.PortMoved = false;
        if ((actions & ReceiveAction.Ntt) != 0) port.NeedToTransmit(now);
    }

    /// <summary>update_Selected and update_Default_Selected: another partner, key, priority or Aggregation bit than the stored one.</summary>
    private static void UpdateSelected(LacpPort port, in LacpPortInfo heard, UnselectCause cause)
    {
        if (!SameIdentity(in heard, port.Partner)) port.Unselect(cause);
    }

    /// <summary>update_NTT: what the partner believes of us is out of date. Collecting, Distributing, Defaulted and Expired do not count.</summary>
    private static void UpdateNtt(LacpPort port, in LacpPortInfo view, long now)
    {
        const LacpState Compared = LacpState.Activity | LacpState.Timeout | LacpState.Synchronization | LacpState.Aggregation;
        LacpPortInfo actor = port.Actor;
        if (!SameIdentity(in view, in actor) || ((view.State ^ actor.State) & Compared) != 0) port.NeedToTransmit(now);
    }

    private static void RecordPdu(LacpPort port, in ReceivedLacpdu pdu, long arrived)
    {
        bool sync = PartnerIsInSync(port.Actor, in pdu);
        LacpState state = pdu.Actor.State & ~LacpState.Synchronization | (sync ? LacpState.Synchronization : LacpState.None);
        port.RecordPartner(pdu.Actor with { State = state }, arrived);
    }

    /// <summary>
    /// The Sync bit to store for the partner: it says Sync, the link will be maintained by LACP, and it either means this very
    /// link of ours or is an individual link.
    /// </summary>
    internal static bool PartnerIsInSync(in LacpPortInfo actor, in ReceivedLacpdu pdu)
    {
        bool maintained = Has(pdu.Actor.State, LacpState.Activity)
            || Has(actor.State, LacpState.Activity) && Has(pdu.Partner.State, LacpState.Activity);
        bool matched = !Has(pdu.Actor.State, LacpState.Aggregation) || SameIdentity(pdu.Partner, in actor);
        return Has(pdu.Actor.State, LacpState.Synchronization) && maintained && matched;
    }

    private static bool SameIdentity(in LacpPortInfo one, in LacpPortInfo other) =>
        one.Port == other.Port && one.PortPriority == other.PortPriority
        && one.System == other.System && one.SystemPriority == other.SystemPriority && one.Key == other.Key
        && ((one.State ^ other.State) & LacpState.Aggregation) == 0;

    private static bool Has(LacpState state, LacpState bit) => (state & bit) != 0;
}

/// <summary>The content of a LACPDU that the machines use.</summary>
internal readonly record struct ReceivedLacpdu(LacpPortInfo Actor, LacpPortInfo Partner);
