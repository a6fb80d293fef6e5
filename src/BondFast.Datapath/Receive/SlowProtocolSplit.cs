using System.Runtime.CompilerServices;
using BondFast.Datapath.ControlFrames;
using BondFast.Datapath.Hashing;
using BondFast.Dpdk;
using BondFast.Wire;

namespace BondFast.Datapath.Receive;

/// <summary>802.3ad: LACP and Marker frames leave the burst for the control core; other slow protocols go on.</summary>
[HotPath]
internal static unsafe class SlowProtocolSplit
{
    private const uint ShortestPdu = 15;

    /// <summary>One EtherType compared per frame, one branch per burst.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool MayHold(Mbuf** frames, uint count)
    {
        uint found = 0;
        for (uint i = 0; i < count; i++)
        {
            Mbuf* frame = frames[i];
            if (frame->DataLength < ShortestPdu) continue;
            found |= FrameBytes.Number16(frame->Data + 12) == EtherType.SlowProtocols ? 1u : 0;
        }
        return found != 0;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static uint TakeOut(ControlFrameRing ring, ref SlaveCounters counters, byte slot, Mbuf** frames, uint count)
    {
        long now = MonotonicClock.Now;
        uint kept = 0;
        for (uint i = 0; i < count; i++)
        {
            Mbuf* frame = frames[i];
            if (FrameClassifier.ClassifySlowProtocol(frame->FirstSegment) == FrameKind.Data)
            {
                frames[kept++] = frame;
                continue;
            }
            counters.ControlFrames++;
            if (!ring.TryWrite(ControlFrameKind.SlowProtocol, slot, now, frame)) counters.Drops[(int)DropReason.ControlRingFull]++;
            Burst.Free(&frame, 1);
        }
        return kept;
    }
}
