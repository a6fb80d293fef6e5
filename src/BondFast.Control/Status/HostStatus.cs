namespace BondFast.Control.Status;

/// <summary>One worker core.</summary>
/// <param name="Number">From 0, as the bonds' ports are numbered.</param>
/// <param name="Cpu">The CPU it is pinned to.</param>
/// <param name="Polls">Turns of its loop; <paramref name="BusyPolls"/> are those that found a frame.</param>
/// <param name="LongestGapMicros">Longest time between two turns, microseconds.</param>
/// <param name="GapP9999Micros">What 99.99 % of the times between two turns do not exceed, microseconds.</param>
/// <param name="AllocatedBytes">Managed memory it allocated since it started: always 0.</param>
public readonly record struct WorkerStatus(
    int Number, int Cpu, bool Running, ulong Polls, ulong BusyPolls, double LongestGapMicros, double GapP9999Micros, long AllocatedBytes);

/// <summary>
/// The whole process at one moment: all bonds and workers. Filled on the control thread, printed on another; reused, so that
/// steady polling allocates nothing.
/// </summary>
public sealed class HostStatus
{
    private readonly List<BondStatus> _bonds = [];
    private readonly List<WorkerStatus> _workers = [];
    private int _count;

    /// <summary>Monotonic ns.</summary>
    public long At { get; private set; }

    /// <summary>Names of drop reasons, in the order of the arrays of counters. Fixed for the process.</summary>
    public IReadOnlyList<string> DropReasons { get; set; } = [];

    public int BondCount => _count;

    /// <summary>Packet buffers of the process, and how many of them are in somebody's hands: receive queues, rings, frames under way.</summary>
    public int Buffers { get; set; }
    public int BuffersInUse { get; set; }

    /// <summary>Garbage collections since the bonds were ready.</summary>
    public int GcCollections { get; set; }

    public IReadOnlyList<WorkerStatus> Workers => _workers;

    /// <summary>Bond 0 .. <see cref="BondCount"/> - 1, in order of creation.</summary>
    public BondStatus this[int index] => index < _count ? _bonds[index] : throw new ArgumentOutOfRangeException(nameof(index));

    /// <summary>Empties it.</summary>
    public void Begin(long now)
    {
        At = now;
        _count = 0;
        _workers.Clear();
    }

    /// <summary>The next bond, to be filled with <see cref="BondStatus.Take"/>.</summary>
    public BondStatus AddBond()
    {
        if (_count == _bonds.Count) _bonds.Add(new BondStatus());
        return _bonds[_count++];
    }

    public void AddWorker(in WorkerStatus worker) => _workers.Add(worker);

    /// <summary>The bond of that name, or null.</summary>
    public BondStatus? Find(string bond)
    {
        for (int i = 0; i < _count; i++)
            if (_bonds[i].Name == bond) return _bonds[i];
        return null;
    }
}
