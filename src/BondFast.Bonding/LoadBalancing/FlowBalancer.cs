namespace BondFast.Bonding.LoadBalancing;

/// <summary>
/// Which slave each of the 256 transmit flow buckets of balance-tlb and balance-alb leaves on, chosen by load
/// (HOWTO, mode balance-tlb). Every bucket is assigned as long as one slave can transmit; a bucket moves only at a
/// rebalance or when its slave is lost, so a flow keeps its order in between. Control thread only.
/// </summary>
/// <remarks>
/// A slave's room is what it could still take: <c>speed (Mb/s) * 2^20 - 8 * load (bytes/s)</c>, in 64 bits. A bucket goes to the
/// slave with the most room, the first in order of enslavement on ties, and its history (bytes/s) then counts as
/// that slave's load.
/// </remarks>
internal sealed class FlowBalancer
{
    public const int Buckets = ForwardingPlan.FlowTableSize;

    /// <summary>Seconds between two rebalances: what byte counts are divided by.</summary>
    public const int IntervalSeconds = 10;

    /// <summary>Bytes/s no bucket exceeds (2 Pb/s), so that no sum below overflows.</summary>
    private const ulong MaxHistory = (1UL << 48) - 1;

    private const int BucketBits = 8;

    private readonly Slave?[] _assigned = new Slave?[Buckets];
    private readonly ulong[] _bytes = new ulong[Buckets];
    private readonly ulong[] _history = new ulong[Buckets];
    private readonly ulong[] _order = new ulong[Buckets];
    private readonly ulong[] _load = new ulong[ForwardingPlan.MaxSlaves];
    private ulong _unbalancedBytes;

    public FlowBalancer() => Array.Fill(_history, 1UL);

    /// <summary>Rebalances so far, for the status.</summary>
    public ulong Rebalances { get; private set; }

    /// <summary>Buckets that have changed slave so far, at rebalances and by loss.</summary>
    public ulong Moves { get; private set; }

    public Slave? SlaveOf(int bucket) => _assigned[bucket];

    /// <summary>Bytes/s that the bucket carried before the last rebalance; 1 when it was idle.</summary>
    public ulong History(int bucket) => _history[bucket];

    /// <summary>Bytes/s that are reckoned to leave on the slave.</summary>
    public ulong LoadOf(Slave slave) => _load[slave.Slot];

    public int BucketsOf(Slave slave)
    {
        int count = 0;
        foreach (Slave? assigned in _assigned)
            if (ReferenceEquals(assigned, slave)) count++;
        return count;
    }

    /// <summary>Adds what the workers counted since the last report.</summary>
    public void Report(ReadOnlySpan<ulong> bytesPerBucket, ulong unbalancedBytes)
    {
        int count = Math.Min(bytesPerBucket.Length, Buckets);
        for (int bucket = 0; bucket < count; bucket++) _bytes[bucket] += bytesPerBucket[bucket];
        _unbalancedBytes += unbalancedBytes;
    }

    /// <summary>
    /// Takes the counted bytes as each bucket's history and assigns all buckets anew, heaviest first. The active slave starts with
    /// the load of what is not balanced. True when a bucket changed its slave.
    /// </summary>
    public bool Rebalance(IReadOnlyList<Slave> slaves, Slave? active)
    {
        Rebalances++;
        for (int bucket = 0; bucket < Buckets; bucket++)
        {
            _history[bucket] = Math.Min(1 + _bytes[bucket] / IntervalSeconds, MaxHistory);
            _bytes[bucket] = 0;
        }
        Array.Clear(_load);
        if (active is not null) _load[active.Slot] = Math.Min(_unbalancedBytes / IntervalSeconds, MaxHistory);
        _unbalancedBytes = 0;
        for (int bucket = 0; bucket < Buckets; bucket++) _order[bucket] = HeaviestFirst(bucket);
        return AssignInOrder(slaves, Buckets);
    }

    /// <summary>
    /// Moves the buckets of slaves that cannot transmit any more or have left, heaviest first, and leaves all others alone.
    /// True when a bucket changed its slave.
    /// </summary>
    public bool Evacuate(IReadOnlyList<Slave> slaves)
    {
        int homeless = 0;
        for (int bucket = 0; bucket < Buckets; bucket++)
            if (_assigned[bucket] is not { CanTransmit: true } slave || !Contains(slaves, slave)) _order[homeless++] = HeaviestFirst(bucket);
        if (homeless == 0) return false;
        ForgetLoadOfLost(slaves);
        return AssignInOrder(slaves, homeless);
    }

    private bool AssignInOrder(IReadOnlyList<Slave> slaves, int count)
    {
        _order.AsSpan(0, count).Sort();
        bool changed = false;
        for (int i = 0; i < count; i++)
        {
            int bucket = (int)(_order[i] & (Buckets - 1));
            Slave? slave = WithMostRoom(slaves);
            if (slave is not null) _load[slave.Slot] += _history[bucket];
            if (ReferenceEquals(slave, _assigned[bucket])) continue;
            _assigned[bucket] = slave;
            Moves++;
            changed = true;
        }
        return changed;
    }

    private Slave? WithMostRoom(IReadOnlyList<Slave> slaves)
    {
        Slave? best = null;
        long most = long.MinValue;
        for (int i = 0; i < slaves.Count; i++)
        {
            Slave slave = slaves[i];
            if (!slave.CanTransmit) continue;
            long room = Room(slave.SpeedMbps, _load[slave.Slot]);
            if (best is not null && room <= most) continue;
            best = slave;
            most = room;
        }
        return best;
    }

    /// <summary>Bits/s the slave has left, near enough (a megabit counts as 2^20).</summary>
    internal static long Room(uint speedMbps, ulong loadBytesPerSecond) => ((long)speedMbps << 20) - 8 * (long)loadBytesPerSecond;

    /// <summary>Sort key: falling history, then rising bucket number.</summary>
    private ulong HeaviestFirst(int bucket) => (MaxHistory - _history[bucket]) << BucketBits | (uint)bucket;

    private void ForgetLoadOfLost(IReadOnlyList<Slave> slaves)
    {
        uint kept = 0;
        for (int i = 0; i < slaves.Count; i++)
            if (slaves[i].CanTransmit) kept |= 1u << slaves[i].Slot;
        for (int slot = 0; slot < _load.Length; slot++)
            if ((kept >> slot & 1) == 0) _load[slot] = 0;
    }

    private static bool Contains(IReadOnlyList<Slave> slaves, Slave slave)
    {
        for (int i = 0; i < slaves.Count; i++)
            if (ReferenceEquals(slaves[i], slave)) return true;
        return false;
    }
}
