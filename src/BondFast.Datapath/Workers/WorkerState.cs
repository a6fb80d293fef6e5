using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using BondFast.Bonding;
using BondFast.Datapath.Hashing.Vectors;
using BondFast.Dpdk;

namespace BondFast.Datapath.Workers;

[InlineArray(ForwardingPlan.MaxSlaves)]
internal struct SlotCounters
{
    private SlaveCounters _first;
}

/// <summary>
/// All that one worker writes for one bond: counters, cursors, scratch space. Unmanaged and alone on its cache lines; only
/// the worker writes, the control core reads counters and the epoch.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct WorkerState
{
    /// <summary>Most frames handled in one go; longer bursts are cut.</summary>
    public const int MaxBurst = 64;

    /// <summary>Odd while the worker may hold the forwarding table, even while it does not (<see cref="Forwarding.TablePublisher"/>).</summary>
    public ulong Epoch;

    /// <summary>The worker's number, which is also its transmit queue on every port.</summary>
    public ushort Queue;

    /// <summary>How often frames that a slave did not take are offered again.</summary>
    public int Retries;

    /// <summary>Which receive source is asked first next time.</summary>
    public uint ReceiveStart;

    /// <summary>balance-rr: place of the next frame, and how many more of them go there.</summary>
    public uint RoundRobinPlace;
    public uint RoundRobinLeft;

    /// <summary>State of the xorshift generator (packets_per_slave 0); never 0.</summary>
    public ulong Random;

    public UplinkCounters Uplink;
    public SlotCounters Slots;

    /// <summary>tlb, alb: bytes per flow bucket, and of what is not balanced, since the start.</summary>
    public fixed ulong FlowBytes[ForwardingPlan.FlowTableSize];
    public ulong UnbalancedBytes;

    /// <summary>Per slot: monotonic ns of the last burst received, when the plan wants it.</summary>
    public fixed long LastReceived[ForwardingPlan.MaxSlaves];

    // Scratch of one call, not state.
    public fixed byte Places[MaxBurst + 16];
    public fixed ulong Sorted[MaxBurst + 8];
    public fixed uint Counts[ForwardingPlan.MaxSlaves];
    public fixed ulong Burst[MaxBurst];
    public HashScratch Hash;

    public static WorkerState* Create(int worker, int retries)
    {
        WorkerState* state = (WorkerState*)NativeMemory.AlignedAlloc((nuint)Size, 128);
        NativeMemory.Clear(state, (nuint)Size);
        state->Queue = (ushort)worker;
        state->Retries = retries;
        state->Random = 0x9e37_79b9_7f4a_7c15 * (ulong)(worker + 1);
        return state;
    }

    /// <summary>Rounded up, and two lines more, so that no prefetched neighbour is shared.</summary>
    private static int Size => (sizeof(WorkerState) + 127 & ~127) + 128;
}
