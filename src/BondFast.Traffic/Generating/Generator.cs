using BondFast.Dpdk;
using BondFast.Wire;

namespace BondFast.Traffic;

public enum FlowOrder
{
    /// <summary>Flow 0, 1, 2, ... frame by frame.</summary>
    RoundRobin,

    /// <summary>A random flow for each frame, repeatably from the run's number.</summary>
    Random,
}

/// <summary>
/// Makes a flow set's frames: copies of ready-made ones with a fresh stamp. Used by one thread; allocates nothing. Several
/// generators may share a set if each has flows or a run of its own at the meter.
/// </summary>
public sealed class Generator
{
    private readonly FlowSet _flows;
    private readonly Mempool _pool;
    private readonly FlowOrder _order;
    private readonly ulong[] _sequences;
    private int _next;
    private SplitMix _random;

    /// <param name="flows">What to send.</param>
    /// <param name="pool">Whose buffers.</param>
    /// <param name="run">Tells this run's frames from those of others; the meter has the same.</param>
    /// <param name="order">Which flow comes next.</param>
    /// <exception cref="ArgumentException">A frame does not fit the pool's buffers.</exception>
    public Generator(FlowSet flows, Mempool pool, uint run = 1, FlowOrder order = FlowOrder.RoundRobin)
    {
        if (Math.Max(flows.MaxLength, FrameBatch.HeadLength) > pool.Room)
            throw new ArgumentException($"frames of {flows.MaxLength} bytes do not fit the {pool.Room} bytes of a buffer of pool '{pool.Name}'");
        _flows = flows;
        _pool = pool;
        _order = order;
        _sequences = new ulong[flows.Count];
        _random = new SplitMix(run);
        Run = run;
    }

    public uint Run { get; }

    /// <summary>Frames made so far.</summary>
    public ulong Frames { get; private set; }

    /// <summary>Bytes in them, without FCS.</summary>
    public ulong Bytes { get; private set; }

    /// <summary>Times the pool had no buffers left.</summary>
    public ulong PoolEmpty { get; private set; }

    /// <summary>Frames of one flow so far.</summary>
    public ulong FramesOf(int flow) => _sequences[flow];

    /// <summary>
    /// Fills an empty batch to its capacity (or to <paramref name="count"/>). A batch that still holds frames nobody took is left as it is,
    /// so that they are sent before new ones.
    /// </summary>
    /// <returns>Frames in the batch now; 0 when the pool is empty.</returns>
    [HotPath]
    public int Fill(FrameBatch batch, int count = int.MaxValue)
    {
        if (batch.Count != 0) return batch.Count;
        count = Math.Min(count, batch.Capacity);
        if (count <= 0) return 0;
        if (!batch.Allocate(_pool, count))
        {
            PoolEmpty++;
            return 0;
        }
        ulong now = Tsc.Now;
        for (int i = 0; i < count; i++) Write(batch, i, now);
        Frames += (uint)count;
        return count;
    }

    [HotPath]
    private void Write(FrameBatch batch, int index, ulong now)
    {
        int flow = NextFlow();
        ulong sequence = _sequences[flow]++;
        int template = _flows.TemplateOf(flow, sequence);
        ref readonly FrameTemplate shape = ref _flows.Template(template);
        Span<byte> frame = batch.Prepare(index, shape.Length, _flows.Head(template));
        FlowSet.CopyTail(shape, frame);
        Stamp stamp = new(Run, (uint)flow, sequence, now);
        if (shape.HasFullStamp) stamp.WriteFull(frame[shape.PayloadOffset..]);
        else stamp.WriteShort(frame[shape.PayloadOffset..]);
        Bytes += (uint)shape.Length;
    }

    [HotPath]
    private int NextFlow()
    {
        if (_order == FlowOrder.Random) return (int)(((UInt128)_random.Next() * (uint)_flows.Count) >> 64);
        int flow = _next;
        _next = flow + 1 == _flows.Count ? 0 : flow + 1;
        return flow;
    }
}
