using BondFast.Wire;

namespace BondFast.Bonding.Lacp;

public enum TransmitState : byte { NoTx, Idle, TxLacpdu, Limited }

/// <summary>Conditions the transmit machine listens to, in the order in which they are looked at.</summary>
public enum TransmitEvent : byte
{
    /// <summary>The periodic machine is in NO_PERIODIC.</summary>
    Stop,
    Start,

    /// <summary>The unconditional transition out of TX_LACPDU.</summary>
    Always,

    /// <summary>NTT and the limit leaves room.</summary>
    Ntt,

    /// <summary>NTT, but three LACPDUs left within the last second.</summary>
    LimitReached,
}

/// <summary>
/// The transmit machine, one per port (802.1AX-2014 6.4.16, which has prose instead of a diagram): a LACPDU when NTT is set, never
/// more than three in any second, a deferred one with the latest content as soon as the limit allows. While the periodic machine
/// is in NO_PERIODIC nothing leaves and NTT is cleared. A frame that the device refuses does not use up the limit.
/// </summary>
internal static class TransmitMachine
{
    public static readonly StateTable<TransmitState, TransmitEvent> Table = new(
        Enum.GetValues<TransmitState>(),
        [
            (TransmitEvent.Stop, TransmitState.NoTx),
        ],
        [
            (TransmitState.NoTx, TransmitEvent.Start, TransmitState.Idle),
            (TransmitState.Idle, TransmitEvent.Ntt, TransmitState.TxLacpdu),
            (TransmitState.Idle, TransmitEvent.LimitReached, TransmitState.Limited),
            (TransmitState.Limited, TransmitEvent.Ntt, TransmitState.TxLacpdu),
            (TransmitState.TxLacpdu, TransmitEvent.Always, TransmitState.Idle),
        ]);

    /// <summary>Runs the machine. Only while <paramref name="sending"/> are frames sent; before that it only starts and stops.</summary>
    public static void Run(LacpPort port, long now, bool sending)
    {
        while (Table.TryFire(ref port.TransmitPosition, Happening(port, now, sending), now))
            if (port.TransmitPosition.State == TransmitState.TxLacpdu) Send(port, now);
        if (port.TransmitPosition.State == TransmitState.NoTx) port.Ntt = false;
    }

    /// <summary>Sends the goodbye without asking the limit: there is no later for it.</summary>
    public static void SendLast(LacpPort port, long now)
    {
        if (port.TransmitPosition.State != TransmitState.NoTx) Send(port, now);
    }

    private static uint Happening(LacpPort port, long now, bool sending)
    {
        uint happening = 1u << (int)TransmitEvent.Always;
        happening |= 1u << (int)(port.PeriodicPosition.State == PeriodicState.NoPeriodic ? TransmitEvent.Stop : TransmitEvent.Start);
        if (sending && port.Ntt) happening |= 1u << (int)(port.TransmitAllowed <= now ? TransmitEvent.Ntt : TransmitEvent.LimitReached);
        return happening;
    }

    private static void Send(LacpPort port, long now)
    {
        Span<byte> frame = stackalloc byte[SlowProtocol.FrameLength];
        LacpduWriter.Write(frame, port.Mac, port.Actor, port.Partner);
        long due = Math.Max(port.NttSince, port.TransmitAllowed);
        if (port.Send(frame, now))
        {
            port.Ntt = false;
            port.LacpduLimit.Take(now);
            port.Counters.LacpdusTransmitted++;
            port.LastTransmitted = now;
            port.WorstTransmitDelay = Math.Max(port.WorstTransmitDelay, now - due);
        }
        else port.RetryAt = now + LacpTime.RefusedRetryTime;
    }
}
