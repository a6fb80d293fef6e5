using System.Runtime.CompilerServices;
using BondFast.Bonding;
using BondFast.Datapath.ControlFrames;
using BondFast.Dpdk;
using BondFast.Wire;

namespace BondFast.Datapath.Receive;

/// <summary>Copies of received ARP and neighbour discovery for a monitor or balance-alb; the frames themselves go on.</summary>
[HotPath]
internal static unsafe class ReceiveTap
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Copy(ControlFrameRing ring, ref SlaveCounters counters, FrameTaps taps, byte slot, Mbuf** frames, uint count)
    {
        for (uint i = 0; i < count; i++)
        {
            FrameTaps tap = FrameClassifier.Classify(frames[i]->FirstSegment) switch
            {
                FrameKind.Arp => FrameTaps.ReceivedArp,
                FrameKind.NeighbourDiscovery => FrameTaps.ReceivedNeighbourDiscovery,
                _ => FrameTaps.None,
            };
            if ((tap & taps) == FrameTaps.None) continue;
            counters.ControlFrames++;
            if (!ring.TryWrite(ControlFrameKind.ReceivedNeighbour, slot, MonotonicClock.Now, frames[i])) counters.Drops[(int)DropReason.ControlRingFull]++;
        }
    }
}
