using System.Runtime.CompilerServices;
using BondFast.Dpdk.Native;

namespace BondFast.Dpdk;

/// <summary>
/// What a worker calls per burst, never per packet. Plain transitions: a thread inside one of these never delays a garbage
/// collection. The arrays are the caller's, unmanaged or on the stack.
/// </summary>
[HotPath]
public static unsafe class Burst
{
    /// <summary>Frames received, at most <paramref name="count"/>; the caller owns them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Receive(ushort port, ushort queue, Mbuf** mbufs, uint count) => Shim.bf_rx_burst(port, queue, (void**)mbufs, count);

    /// <summary>Frames the driver took over, from the front; the rest stays the caller's.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Transmit(ushort port, ushort queue, Mbuf** mbufs, uint count) => Shim.bf_tx_burst(port, queue, (void**)mbufs, count);

    /// <summary>Gives up one ownership of each frame; the last one returns the buffers to their pools.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Free(Mbuf** mbufs, uint count) => Shim.bf_mbuf_free_bulk((void**)mbufs, count);

    /// <summary>Adds owners to every segment of every frame, before one frame is sent more than once (broadcast).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddOwners(Mbuf** mbufs, uint count, int owners) => Shim.bf_mbuf_ref_bulk((void**)mbufs, count, owners);

    /// <summary>All or nothing, lengths zero. False when the pool has not that many.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Allocate(void* pool, Mbuf** mbufs, uint count) => Shim.bf_mbuf_alloc_bulk(pool, (void**)mbufs, count) == 0;

    /// <summary>A deep copy with one owner, in one segment where it fits; null when the pool is empty.</summary>
    public static Mbuf* Copy(Mbuf* mbuf, void* pool) => (Mbuf*)Shim.bf_mbuf_copy(mbuf, pool);

    /// <summary>Moves a segmented frame into its first buffer; false when it is too long for that.</summary>
    public static bool Linearize(Mbuf* mbuf) => Shim.bf_mbuf_linearize(mbuf) == 0;

    /// <summary>Appends the segments of <paramref name="tail"/>; the head then owns them. False above 65535 segments.</summary>
    public static bool Chain(Mbuf* head, Mbuf* tail) => Shim.bf_mbuf_chain(head, tail) == 0;
}
