using System.Runtime.CompilerServices;
using BondFast.Bonding;
using BondFast.Datapath.Forwarding;
using BondFast.Datapath.Hashing;
using BondFast.Dpdk;
using BondFast.Wire;

namespace BondFast.Datapath.Receive;

/// <summary>What an inactive slave receives is a duplicate of what the active one does (HOWTO 13.2); balance-alb keeps what is sent to the slave's own address.</summary>
[HotPath]
internal static unsafe class Suppression
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static uint Apply(in ReceiveSource source, ref SlaveCounters counters, Mbuf** frames, uint count)
    {
        uint kept = 0;
        if (source.Rule == ReceiveRule.UnicastOnly) kept = OwnFirst(source.Mac, frames, count);
        counters.Drops[(int)DropReason.InactiveSlave] += count - kept;
        if (kept < count) Burst.Free(frames + kept, count - kept);
        return kept;
    }

    /// <summary>Moves frames to this address to the front in their order, the others behind them.</summary>
    private static uint OwnFirst(ulong mac, Mbuf** frames, uint count)
    {
        Mbuf** others = stackalloc Mbuf*[Workers.WorkerState.MaxBurst];
        uint kept = 0;
        uint dropped = 0;
        for (uint i = 0; i < count; i++)
        {
            Mbuf* frame = frames[i];
            if (frame->DataLength >= FrameBytes.EthernetLength && DestinationAddress.Of(frame->Data) == mac) frames[kept++] = frame;
            else others[dropped++] = frame;
        }
        for (uint i = 0; i < dropped; i++) frames[kept + i] = others[i];
        return kept;
    }
}
