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
}
