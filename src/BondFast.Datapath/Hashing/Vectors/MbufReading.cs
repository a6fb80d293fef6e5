using System.Runtime.CompilerServices;
using BondFast.Dpdk;
using BondFast.Wire;

namespace BondFast.Datapath.Hashing.Vectors;

/// <summary>Where a frame begins, if its first segment is long enough.</summary>
[HotPath]
internal static unsafe class MbufReading
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryStart(ref this Mbuf frame, uint shortest, out byte* start)
    {
        start = (byte*)(frame.DataOffset + (nuint)frame.BufferAddress);
        return frame.DataLength >= shortest;
    }
}
