using BondFast.Wire;

namespace BondFast.Bonding.Lacp;

public enum MuxState : byte { Detached, Waiting, Attached, Collecting, Distributing, CollectingDistributing }

/// <summary>
/// Conditions the mux machine listens to, in the order in which they are looked at. All below <see cref="Standby"/> hold only
/// while the port is SELECTED.
/// </summary>
public enum MuxEvent : byte
{
    Unselected,
    Standby,
    PartnerOutOfSync,
    PartnerNotCollecting,
    Selected,

    /// <summary>Every SELECTED port of the aggregator that is in WAITING has waited long enough.</summary>
    Ready,
    PartnerInSync,
    PartnerCollecting,
}

/// <summary>What a state of the mux machine does on entry, in the order of the bits. Turning a flag on or off turns the collector or distributor on or off.</summary>
[Flags]
internal enum MuxAction : ushort
{
    None = 0,
    Detach = 1 << 0,
    StartWaitWhile = 1 << 1,
    Attach = 1 << 2,
    SyncOff = 1 << 3,
    SyncOn = 1 << 4,
    DistributingOff = 1 << 5,
    CollectingOff = 1 << 6,
    CollectingOn = 1 << 7,
    DistributingOn = 1 << 8,
    Ntt = 1 << 9,
}

/// <summary>
/// The mux machine, one per port (802.1AX-2014 6.4.15). Option coupled_control chooses the diagram: coupled turns collector and
/// distributor on together, independent turns the distributor on only when the partner collects.
/// </summary>
internal static class MuxMachine
{
    public static readonly StateTable<MuxState, MuxEvent> Coupled = new(
        [MuxState.Detached, MuxState.Waiting, MuxState.Attached, MuxState.CollectingDistributing],
        [],
        [
            (MuxState.Detached, MuxEvent.Selected, MuxState.Waiting),
            (MuxState.Detached, MuxEvent.Standby, MuxState.Waiting),

            (MuxState.Waiting, MuxEvent.Ready, MuxState.Attached),
            (MuxState.Waiting, MuxEvent.Unselected, MuxState.Detached),

            (MuxState.Attached, MuxEvent.PartnerInSync, MuxState.CollectingDistributing),
            (MuxState.Attached, MuxEvent.Unselected, MuxState.Detached),
            (MuxState.Attached, MuxEvent.Standby, MuxState.Detached),

            (MuxState.CollectingDistributing, MuxEvent.Unselected, MuxState.Attached),
            (MuxState.CollectingDistributing, MuxEvent.Standby, MuxState.Attached),
            (MuxState.CollectingDistributing, MuxEvent.PartnerOutOfSync, MuxState.Attached),
        ]);

    public static readonly StateTable<MuxState, MuxEvent> Independent = new(
        [MuxState.Detached, MuxState.Waiting, MuxState.Attached, MuxState.Collecting, MuxState.Distributing],
        [],
        [
            (MuxState.Detached, MuxEvent.Selected, MuxState.Waiting),
            (MuxState.Detached, MuxEvent.Standby, MuxState.Waiting),

            (MuxState.Waiting, MuxEvent.Ready, MuxState.Attached),
            (MuxState.Waiting, MuxEvent.Unselected, MuxState.Detached),

            (MuxState.Attached, MuxEvent.PartnerInSync, MuxState.Collecting),
            (MuxState.Attached, MuxEvent.Unselected, MuxState.Detached),
            (MuxState.Attached, MuxEvent.Standby, MuxState.Detached),

            (MuxState.Collecting, MuxEvent.PartnerCollecting, MuxState.Distributing),
            (MuxState.Collecting, MuxEvent.Unselected, MuxState.Attached),
            (MuxState.Collecting, MuxEvent.Standby, MuxState.Attached),
            (MuxState.Collecting, MuxEvent.PartnerOutOfSync, MuxState.Attached),

            (MuxState.Distributing, MuxEvent.Unselected, MuxState.Collecting),
            (MuxState.Distributing, MuxEvent.Standby, MuxState.Collecting),
            (MuxState.Distributing, MuxEvent.PartnerOutOfSync, MuxState.Collecting),
            (MuxState.Distributing, MuxEvent.PartnerNotCollecting, MuxState.Collecting),
        ]);

    public static MuxAction EntryAction(MuxState state) => state switch
    {
        MuxState.Detached => MuxAction.Detach | MuxAction.SyncOff | MuxAction.DistributingOff | MuxAction.CollectingOff | MuxAction.Ntt,
        MuxState.Waiting => MuxAction.StartWaitWhile,
        MuxState.Attached => MuxAction.Attach | MuxAction.SyncOn | MuxAction.DistributingOff | MuxAction.CollectingOff | MuxAction.Ntt,
        MuxState.Collecting => MuxAction.DistributingOff | MuxAction.CollectingOn | MuxAction.Ntt,
        MuxState.Distributing => MuxAction.DistributingOn,
        MuxState.CollectingDistributing => MuxAction.CollectingOn | MuxAction.DistributingOn | MuxAction.Ntt,
        _ => MuxAction.None,
    };

    public static bool Run(LacpPort port, long now, bool coupled)
    {
        bool moved = EndWaitWhile(port, now);
        StateTable<MuxState, MuxEvent> table = coupled ? Coupled : Independent;
        while (table.TryFire(ref port.MuxPosition, Happening(port), now))
        {
            Enter(port, now);
            moved = true;
        }
        return moved;
    }

    /// <summary>
    /// coupled_control changed: the machine continues at the same place of the other diagram, so that nothing is renegotiated. A
    /// port that may not distribute in the new diagram comes down by its ordinary transitions.
    /// </summary>
    public static void ChangeControl(LacpPort port, bool coupled, long now)
    {
        MuxState state = port.MuxPosition.State;
        MuxState other = coupled switch
        {
            true when state is MuxState.Collecting or MuxState.Distributing => MuxState.CollectingDistributing,
            false when state == MuxState.CollectingDistributing => MuxState.Distributing,
            _ => state,
        };
        if (other == state) return;
        port.MuxPosition.State = other;
        port.MuxPosition.Since = now;
        Enter(port, now);
    }

    /// <summary>wait_while ran out: Ready_N.</summary>
    private static bool EndWaitWhile(LacpPort port, long now)
    {
        if (port.WaitWhile > now) return false;
        port.WaitWhile = LacpTime.Never;
        port.ReadyN = true;
        return true;
    }

    private static uint Happening(LacpPort port)
    {
        switch (port.Selected)
        {
            case Selected.Unselected: return 1u << (int)MuxEvent.Unselected;
            case Selected.Standby: return 1u << (int)MuxEvent.Standby;
        }
        uint happening = 1u << (int)MuxEvent.Selected;
        if (port.MuxPosition.State == MuxState.Waiting && port.Aggregator!.Ready) happening |= 1u << (int)MuxEvent.Ready;
        bool inSync = (port.Partner.State & LacpState.Synchronization) != 0;
        bool collecting = inSync && (port.Partner.State & LacpState.Collecting) != 0;
        happening |= 1u << (int)(inSync ? MuxEvent.PartnerInSync : MuxEvent.PartnerOutOfSync);
        return happening | 1u << (int)(collecting ? MuxEvent.PartnerCollecting : MuxEvent.PartnerNotCollecting);
    }

    private static void Enter(LacpPort port, long now)
    {
        MuxAction actions = EntryAction(port.MuxPosition.State);
        port.WaitWhile = LacpTime.Never;
        if ((actions & MuxAction.Detach) != 0) port.Attached = port.ReadyN = false;
        if ((actions & MuxAction.StartWaitWhile) != 0) port.WaitWhile = now + LacpTime.AggregateWaitTime;
        if ((actions & MuxAction.Attach) != 0) port.Attached = true;
        if ((actions & MuxAction.SyncOff) != 0) port.SetActorState(LacpState.Synchronization, false);
        if ((actions & MuxAction.SyncOn) != 0) port.SetActorState(LacpState.Synchronization, true);
        if ((actions & MuxAction.DistributingOff) != 0) port.SetActorState(LacpState.Distributing, false);
        if ((actions & MuxAction.CollectingOff) != 0) port.SetActorState(LacpState.Collecting, false);
        if ((actions & MuxAction.CollectingOn) != 0) port.SetActorState(LacpState.Collecting, true);
        if ((actions & MuxAction.DistributingOn) != 0) port.SetActorState(LacpState.Distributing, true);
        if ((actions & MuxAction.Ntt) != 0) port.NeedToTransmit(now);
    }
}
