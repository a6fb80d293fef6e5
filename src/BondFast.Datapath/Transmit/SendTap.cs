using System.Runtime.CompilerServices;
using BondFast.Bonding;
using BondFast.Datapath.ControlFrames;
using BondFast.Datapath.Hashing;
using BondFast.Datapath.Receive;
using BondFast.Datapath.Workers;
using BondFast.Dpdk;
using BondFast.Wire;

namespace BondFast.Datapath.Transmit;

/// <summary>
/// Frames from the uplink that the control core wants to see: ARP of balance-alb is taken over (it chooses slave and address), membership
/// reports and tagged neighbour traffic are copied. A takeover that finds the ring full leaves as ordinary traffic.
/// </summary>
[HotPath]
internal static unsafe class SendTap
{
    /// <summary>Returns the frames that stay, at the front of <paramref name="frames"/>, in order.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static uint Apply(WorkerState* worker, ControlFrameRing ring, FrameTaps taps, Mbuf** frames, uint count)
    {
        uint kept = 0;
        for (uint i = 0; i < count; i++)
        {
            Mbuf* frame = frames[i];
            if (!MayBeTapped(frame) || !IsTakenOver(worker, ring, taps, frame)) frames[kept++] = frame;
        }
        return kept;
    }

    /// <summary>Multicast (IGMP, MLD, solicitations and broadcast ARP), ARP, or tagged: everything else is no business of the control core.</summary>
    private static bool MayBeTapped(Mbuf* frame)
    {
        if (frame->DataLength < FrameBytes.EthernetLength) return false;
        byte* data = frame->Data;
        ushort type = FrameBytes.Number16(data + 12);
        return (data[0] & 1) != 0 || type == EtherType.Arp || EtherType.IsTag(type);
    }

    private static bool IsTakenOver(WorkerState* worker, ControlFrameRing ring, FrameTaps taps, Mbuf* frame)
    {
        FrameKind kind = FrameClassifier.Classify(frame->FirstSegment);
        if (kind == FrameKind.Arp && (taps & FrameTaps.SentArp) != 0)
        {
            if (!Write(worker, ring, ControlFrameKind.SentArp, frame)) return false;
            Burst.Free(&frame, 1);
            return true;
        }
        bool tagged = EtherType.IsTag(FrameBytes.Number16(frame->Data + 12));
        bool wanted = kind switch
        {
            FrameKind.Multicast => (taps & FrameTaps.SentMembership) != 0,
            FrameKind.Arp or FrameKind.NeighbourDiscovery => tagged && (taps & FrameTaps.SentNeighbour) != 0,
            _ => false,
        };
        if (wanted) Write(worker, ring, ControlFrameKind.SentCopy, frame);
        return false;
    }

    private static bool Write(WorkerState* worker, ControlFrameRing ring, ControlFrameKind kind, Mbuf* frame)
    {
        if (ring.TryWrite(kind, -1, MonotonicClock.Now, frame)) return true;
        worker->Uplink.Drops[(int)DropReason.ControlRingFull]++;
        return false;
    }
}
