namespace BondFast.Bonding.Lacp;

public enum ChurnState : byte { ChurnMonitor, Churn, NoChurn }

/// <summary>Conditions a churn detection machine listens to, in the order in which they are looked at.</summary>
public enum ChurnEvent : byte
{
    PortDisabled,

    /// <summary>The port is enabled and the time of the monitor does not run yet.</summary>
    PortEnabled,
    InSync,
    OutOfSync,
    ChurnTimerExpired,
}

/// <summary>One churn detection machine: its place, its timer and how often it found churn.</summary>
public struct ChurnDetection()
{
    internal MachinePosition<ChurnState, ChurnEvent> Position;
    internal long Timer = LacpTime.Never;

    public readonly ChurnState State => Position.State;
    public uint Count { get; internal set; }
}

/// <summary>
/// Churn detection (802.1AX-2014 6.4.17): a link that did not get into Sync within 60 s. Two per port with the same diagram: the
/// actor's watches our Sync bit, the partner's the partner's.
/// </summary>
internal static class ChurnMachine
{
    public static readonly StateTable<ChurnState, ChurnEvent> Table = new(
        Enum.GetValues<ChurnState>(),
        [
            (ChurnEvent.PortDisabled, ChurnState.ChurnMonitor),
        ],
        [
            (ChurnState.ChurnMonitor, ChurnEvent.PortEnabled, ChurnState.ChurnMonitor),
            (ChurnState.ChurnMonitor, ChurnEvent.InSync, ChurnState.NoChurn),
            (ChurnState.ChurnMonitor, ChurnEvent.ChurnTimerExpired, ChurnState.Churn),

            (ChurnState.Churn, ChurnEvent.InSync, ChurnState.NoChurn),

            (ChurnState.NoChurn, ChurnEvent.OutOfSync, ChurnState.ChurnMonitor),
        ]);

    /// <summary>True when the machine moved.</summary>
    public static bool Run(ref ChurnDetection churn, bool enabled, bool inSync, long now)
    {
        bool moved = false;
        while (Table.TryFire(ref churn.Position, Happening(in churn, enabled, inSync, now), now))
        {
            churn.Timer = churn.State == ChurnState.ChurnMonitor && enabled ? now + LacpTime.ChurnDetectionTime : LacpTime.Never;
            if (churn.State == ChurnState.Churn) churn.Count++;
            moved = true;
        }
        if (!enabled) churn.Timer = LacpTime.Never;
        return moved;
    }

    private static uint Happening(in ChurnDetection churn, bool enabled, bool inSync, long now)
    {
        if (!enabled) return 1u << (int)ChurnEvent.PortDisabled;
        uint happening = 1u << (int)(inSync ? ChurnEvent.InSync : ChurnEvent.OutOfSync);
        if (churn.Timer == LacpTime.Never) happening |= 1u << (int)ChurnEvent.PortEnabled;
        if (churn.Timer <= now) happening |= 1u << (int)ChurnEvent.ChurnTimerExpired;
        return happening;
    }
}
