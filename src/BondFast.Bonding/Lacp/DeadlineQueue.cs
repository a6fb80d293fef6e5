namespace BondFast.Bonding.Lacp;

/// <summary>
/// Ports ordered by their next deadline: a binary heap in which each port knows its place, so that moving one costs
/// O(log n) whatever the number of ports. Allocates only when ports are added.
/// </summary>
internal sealed class DeadlineQueue
{
    private LacpPort[] _heap = new LacpPort[8];

    public int Count { get; private set; }

    /// <summary>Earliest deadline of all, or <see cref="LacpTime.Never"/>.</summary>
    public long Next => Count == 0 ? LacpTime.Never : _heap[0].Deadline;

    public LacpPort First => _heap[0];

    public void Add(LacpPort port)
    {
        if (Count == _heap.Length) Array.Resize(ref _heap, 2 * Count);
        port.Deadline = LacpTime.Never;
        Place(port, Count++);
    }

    public void Remove(LacpPort port)
    {
        int index = port.QueueIndex;
        LacpPort last = _heap[--Count];
        _heap[Count] = null!;
        if (last == port) return;
        Place(last, index);
        Restore(last);
    }

    public void Move(LacpPort port, long deadline)
    {
        if (port.Deadline == deadline) return;
        port.Deadline = deadline;
        Restore(port);
    }

    private void Restore(LacpPort port)
    {
        int index = port.QueueIndex;
        while (index > 0 && _heap[(index - 1) / 2].Deadline > port.Deadline)
        {
            Place(_heap[(index - 1) / 2], index);
            index = (index - 1) / 2;
        }
        while (2 * index + 1 < Count)
        {
            int child = 2 * index + 1;
            if (child + 1 < Count && _heap[child + 1].Deadline < _heap[child].Deadline) child++;
            if (_heap[child].Deadline >= port.Deadline) break;
            Place(_heap[child], index);
            index = child;
        }
        Place(port, index);
    }

    private void Place(LacpPort port, int index)
    {
        _heap[index] = port;
        port.QueueIndex = index;
    }
}
