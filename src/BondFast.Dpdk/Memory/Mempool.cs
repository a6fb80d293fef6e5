using BondFast.Dpdk.Native;

namespace BondFast.Dpdk;

/// <summary>A pool of packet buffers. Made on any thread; buffers may be taken and returned on any thread, fastest on lcores (they have a cache).</summary>
public sealed unsafe class Mempool : IDisposable
{
    /// <summary>Bytes of frame that hold 1500 + headers and then some; a power of two with DPDK's headroom on top.</summary>
    public const int DefaultRoom = 2048;

    private void* _pool;

    private Mempool(string name, void* pool, int count, int room)
    {
        Name = name;
        _pool = pool;
        Count = count;
        Room = room;
    }

    public string Name { get; }

    /// <summary>Buffers altogether.</summary>
    public int Count { get; }

    /// <summary>Bytes of frame one buffer holds, headroom not counted.</summary>
    public int Room { get; }

    /// <summary>For <see cref="Burst"/>: the <c>struct rte_mempool</c>.</summary>
    [HotPath]
    public void* Handle => _pool;

    /// <summary>Buffers nobody holds; those in the lcores' caches count as available.</summary>
    public int Available => (int)Shim.bf_pool_available(_pool);

    /// <summary>Buffers in somebody's hands: a port's receive descriptors, a ring, a queue.</summary>
    public int InUse => (int)Shim.bf_pool_in_use(_pool);

    /// <summary>Memory of a pool in bytes, roughly: buffers, headroom, their headers.</summary>
    public static long Footprint(int count, int room = DefaultRoom) => (long)count * (room + 128 + 128 + 64 + 64);

    /// <summary>Makes a pool.</summary>
    /// <param name="name">Unique in the process, at most 25 characters.</param>
    /// <param name="count">Buffers; a power of two minus one wastes least.</param>
    /// <param name="cache">Buffers each lcore may keep for itself, at most 512.</param>
    /// <param name="room">Bytes of frame per buffer.</param>
    /// <param name="socket">NUMA node, -1 is any.</param>
    /// <param name="lifo">Hand out first what was freed last: warm in the cache, but slower between cores.</param>
    /// <exception cref="DpdkException">BF2201: not enough memory; BF2202: anything else.</exception>
    public static Mempool Create(string name, int count, int cache = 256, int room = DefaultRoom, int socket = -1, bool lifo = false)
    {
        void* pool;
        int rc = Shim.bf_pool_create(name, (uint)count, (uint)cache, (uint)room, socket, lifo ? 1 : 0, &pool);
        if (rc < 0) throw Faults.Pool(name, count, room, rc);
        return new Mempool(name, pool, count, room);
    }

    /// <summary>All buffers must be back, or somebody holds a pointer into freed memory.</summary>
    public void Dispose()
    {
        if (_pool is null) return;
        Shim.bf_pool_free(_pool);
        _pool = null;
    }
}
