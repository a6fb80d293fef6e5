using System.Runtime.CompilerServices;
using BondFast.Bonding;
using BondFast.Dpdk;
using BondFast.Wire;

namespace BondFast.Datapath.Receive;

/// <summary>What an inactive slave receives is a duplicate of what the active one does (HOWTO 13.2); balance-alb keeps unicast.</summary>
[HotPath]
internal static unsafe class Suppression
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static uint Apply(ReceiveRule rule, ref SlaveCounters counters, Mbuf** frames, uint count)
    {
        uint kept = 0;
        if (rule == ReceiveRule.UnicastOnly) kept = UnicastFirst(frames, count);
        counters.Drops[(int)DropReason.InactiveSlave] += count - kept;
        if (kept < count) Burst.Free(frames + kept, count - kept);
        return kept;
    }

    /// <summary>Moves unicast frames to the front in their order, the others behind them.</summary>
    private static uint UnicastFirst(Mbuf** frames, uint count)
    {
        Mbuf** others = stackalloc Mbuf*[Workers.WorkerState.MaxBurst];
        uint kept = 0;
        uint dropped = 0;
        for (uint i = 0; i < count; i++)
        {
            Mbuf* frame = frames[i];
            if (frame->DataLength != 0 && (*frame->Data & 1) == 0) frames[kept++] = frame;
            else others[dropped++] = frame;
        }
        for (uint i = 0; i < dropped; i++) frames[kept + i] = others[i];
        return kept;
    }
}
