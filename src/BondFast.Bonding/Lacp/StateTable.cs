using System.Numerics;
using System.Runtime.CompilerServices;

namespace BondFast.Bonding.Lacp;

/// <summary>Where a machine stands, what brought it there and since when (monotonic ns). A state that re-enters itself keeps both.</summary>
public struct MachinePosition<TState, TEvent>(TState state) where TState : unmanaged, Enum where TEvent : unmanaged, Enum
{
    public TState State { get; internal set; } = state;
    public TEvent Cause { get; internal set; }
    public long Since { get; internal set; }
}

/// <summary>
/// A state machine as data: state x event -> next state. Events are conditions that hold right now, one bit each in the order
/// of the enum; of those a state listens to, the first one fires. What a state does is its entry action, as in the
/// standard's diagrams. Both enums are bytes with consecutive values from 0; at most 32 events.
/// </summary>
internal sealed class StateTable<TState, TEvent> where TState : unmanaged, Enum where TEvent : unmanaged, Enum
{
    private const byte None = byte.MaxValue;

    private static readonly int States = Enum.GetValues<TState>().Length;
    private static readonly int Events = Enum.GetValues<TEvent>().Length;

    private readonly byte[] _next = new byte[States * Events];
    private readonly uint[] _heard = new uint[States];

    /// <param name="states">The states this table has; other values of the enum belong to another table.</param>
    /// <param name="fromAnywhere">Transitions that every other state of the table has (the standard's open arrows).</param>
    /// <param name="rows">All further transitions.</param>
    public StateTable(TState[] states, (TEvent On, TState To)[] fromAnywhere, (TState From, TEvent On, TState To)[] rows)
    {
        Members = states;
        Array.Fill(_next, None);
        foreach ((TEvent on, TState to) in fromAnywhere)
            foreach (TState from in states)
                if (Index(from) != Index(to)) Add(from, on, to);
        foreach ((TState from, TEvent on, TState to) in rows) Add(from, on, to);
    }

    public IReadOnlyList<TState> Members { get; }

    /// <summary>The cell of the table; false when the state does not listen to the event.</summary>
    public bool TryNext(TState state, TEvent on, out TState next)
    {
        byte cell = _next[Index(state) * Events + Index(on)];
        next = cell == None ? state : Unsafe.BitCast<byte, TState>(cell);
        return cell != None;
    }

    /// <summary>Takes the first transition that the present conditions allow. False: the machine stays.</summary>
    public bool TryFire(ref MachinePosition<TState, TEvent> position, uint happening, long now)
    {
        int state = Index(position.State);
        uint heard = happening & _heard[state];
        if (heard == 0) return false;
        int on = BitOperations.TrailingZeroCount(heard);
        byte next = _next[state * Events + on];
        if (next == state) return true;
        position.State = Unsafe.BitCast<byte, TState>(next);
        position.Cause = Unsafe.BitCast<byte, TEvent>((byte)on);
        position.Since = now;
        return true;
    }

    private void Add(TState from, TEvent on, TState to)
    {
        _next[Index(from) * Events + Index(on)] = (byte)Index(to);
        _heard[Index(from)] |= 1u << Index(on);
    }

    private static int Index(TState state) => Unsafe.BitCast<TState, byte>(state);

    private static int Index(TEvent on) => Unsafe.BitCast<TEvent, byte>(on);
}
