using System.Runtime.CompilerServices;
using BondFast.Dpdk;
using BondFast.Wire;

namespace BondFast.Datapath;

/// <summary>Small things done to an array of frames.</summary>
[HotPath]
internal static unsafe class FrameBurst
{
    /// <summary>Sum of the frames' lengths, without FCS.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Bytes(Mbuf** frames, uint count)
    {
        ulong bytes = 0;
        for (uint i = 0; i < count; i++) bytes += frames[i]->PacketLength;
        return bytes;
    }

    /// <summary>Is one of them IPv6, tagged or not?</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static bool HoldsIpv6(Mbuf** frames, uint count)
    {
        for (uint i = 0; i < count; i++)
            if (EthernetView.TryParse(frames[i]->FirstSegment, out EthernetView ethernet) && ethernet.PayloadType == EtherType.Ipv6) return true;
        return false;
    }
}
