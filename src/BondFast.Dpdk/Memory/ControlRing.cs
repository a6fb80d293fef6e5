using System.Runtime.CompilerServices;
using BondFast.Dpdk.Native;

namespace BondFast.Dpdk;

/// <summary>
/// Frames (or any pointers) from one core to another. One consumer; one producer unless made for several. Never blocks: what
/// does not fit stays with the caller.
/// </summary>
public sealed unsafe class ControlRing : IDisposable
{
    private void* _ring;

    private ControlRing(string name, void* ring, int slots)
    {
        Name = name;
        _ring = ring;
        Slots = slots;
    }

    public string Name { get; }

    public int Slots { get; }

    /// <summary>The <c>struct rte_ring</c>, for a worker that keeps it in unmanaged memory (<see cref="Enqueue(void*, Mbuf**, uint)"/>).</summary>
    public void* Handle => _ring;

    /// <summary>Pointers waiting; a snapshot.</summary>
    [HotPath]
    public int Count => (int)Shim.bf_ring_count(_ring);

    /// <exception cref="DpdkException">BF2203: no memory, or the name is taken.</exception>
    public static ControlRing Create(string name, int slots, bool multiProducer = false, int socket = -1)
    {
        void* ring;
        int rc = Shim.bf_ring_create(name, (uint)slots, socket, multiProducer ? 1 : 0, &ring);
        if (rc < 0) throw new DpdkException("BF2203", $"Ring '{name}' of {slots} slots was not made", Shim.LastError);
        return new ControlRing(name, ring, slots);
    }

    /// <summary>Pointers taken, from the front.</summary>
    [HotPath]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Enqueue(Mbuf** items, uint count) => Shim.bf_ring_enqueue(_ring, (void**)items, count);

    [HotPath]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Dequeue(Mbuf** items, uint count) => Shim.bf_ring_dequeue(_ring, (void**)items, count);

    [HotPath]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Enqueue(void* ring, Mbuf** items, uint count) => Shim.bf_ring_enqueue(ring, (void**)items, count);

    [HotPath]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Dequeue(void* ring, Mbuf** items, uint count) => Shim.bf_ring_dequeue(ring, (void**)items, count);

    /// <summary>Frees the frames that still wait, then the ring.</summary>
    public void Dispose()
    {
        if (_ring is null) return;
        Mbuf** left = stackalloc Mbuf*[32];
        uint n;
        while ((n = Dequeue(left, 32)) > 0) Burst.Free(left, n);
        Shim.bf_ring_free(_ring);
        _ring = null;
    }
}
