using BondFast.Wire;

namespace BondFast.Bonding.Lacp;

public enum PeriodicState : byte { NoPeriodic, FastPeriodic, SlowPeriodic, PeriodicTx }

/// <summary>Conditions the periodic transmission machine listens to, in the order in which they are looked at.</summary>
public enum PeriodicEvent : byte
{
    /// <summary>LACP off, port not enabled, or both ends passive.</summary>
    Stop,

    /// <summary>The opposite of <see cref="Stop"/>.</summary>
    Start,
    PeriodicTimerExpired,
    PartnerShortTimeout,
    PartnerLongTimeout,
}

[Flags]
internal enum PeriodicAction : byte
{
    None = 0,
    StopPeriodicTimer = 1,
    StartFast = 2,
    StartSlow = 4,
    Ntt = 8,
}

/// <summary>
/// The periodic transmission machine, one per port (802.1AX-2014 6.4.13). How often we send is the partner's choice: its
/// Timeout bit picks one second or thirty.
/// </summary>
internal static class PeriodicMachine
{
    public static readonly StateTable<PeriodicState, PeriodicEvent> Table = new(
        Enum.GetValues<PeriodicState>(),
        [
            (PeriodicEvent.Stop, PeriodicState.NoPeriodic),
        ],
        [
            (PeriodicState.NoPeriodic, PeriodicEvent.Start, PeriodicState.FastPeriodic),

            (PeriodicState.FastPeriodic, PeriodicEvent.PeriodicTimerExpired, PeriodicState.PeriodicTx),
            (PeriodicState.FastPeriodic, PeriodicEvent.PartnerLongTimeout, PeriodicState.SlowPeriodic),

            (PeriodicState.SlowPeriodic, PeriodicEvent.PeriodicTimerExpired, PeriodicState.PeriodicTx),
            (PeriodicState.SlowPeriodic, PeriodicEvent.PartnerShortTimeout, PeriodicState.PeriodicTx),

            (PeriodicState.PeriodicTx, PeriodicEvent.PartnerShortTimeout, PeriodicState.FastPeriodic),
            (PeriodicState.PeriodicTx, PeriodicEvent.PartnerLongTimeout, PeriodicState.SlowPeriodic),
        ]);

    public static PeriodicAction EntryAction(PeriodicState state) => state switch
    {
        PeriodicState.NoPeriodic => PeriodicAction.StopPeriodicTimer,
        PeriodicState.FastPeriodic => PeriodicAction.StartFast,
        PeriodicState.SlowPeriodic => PeriodicAction.StartSlow,
        PeriodicState.PeriodicTx => PeriodicAction.Ntt,
        _ => PeriodicAction.None,
    };

    public static bool Run(LacpPort port, long now)
    {
        bool moved = false;
        while (Table.TryFire(ref port.PeriodicPosition, Happening(port, now), now))
        {
            PeriodicAction actions = EntryAction(port.PeriodicPosition.State);
            if ((actions & PeriodicAction.StopPeriodicTimer) != 0) port.PeriodicTimer = LacpTime.Never;
            if ((actions & PeriodicAction.StartFast) != 0) port.PeriodicTimer = now + LacpTime.FastPeriodicTime;
            if ((actions & PeriodicAction.StartSlow) != 0) port.PeriodicTimer = now + LacpTime.SlowPeriodicTime;
            if ((actions & PeriodicAction.Ntt) != 0) port.NeedToTransmit(now);
            moved = true;
        }
        return moved;
    }

    private static uint Happening(LacpPort port, long now)
    {
        bool someoneActive = ((port.ActorState | port.Partner.State) & LacpState.Activity) != 0;
        uint happening = 1u << (int)(port.Enabled && port.LacpEnabled && someoneActive ? PeriodicEvent.Start : PeriodicEvent.Stop);
        if (port.PeriodicTimer <= now) happening |= 1u << (int)PeriodicEvent.PeriodicTimerExpired;
        bool partnerShort = (port.Partner.State & LacpState.Timeout) != 0;
        return happening | 1u << (int)(partnerShort ? PeriodicEvent.PartnerShortTimeout : PeriodicEvent.PartnerLongTimeout);
    }
}
