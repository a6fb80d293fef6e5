using System.Buffers.Binary;
using BondFast.Dpdk;
using BondFast.Wire;

namespace BondFast.Traffic;

/// <summary>
/// Checks received frames of a run: lost, copied, reordered, damaged, late. One thread brings the frames; any thread may read.
/// Allocates nothing after it was made (about 200 bytes per flow).
/// </summary>
public sealed class Meter
{
    /// <summary>Paths (slaves) that are told apart.</summary>
    public const int MaxPaths = 32;

    private readonly FlowSet _flows;
    private readonly FlowState[] _states;
    private readonly ulong[] _windows;
    private readonly ulong[] _paths = new ulong[MaxPaths];
    private readonly double _nanosecondsPerTick;
    private readonly ushort _shortMagic;
    private readonly bool _comparePayload;
    private ulong _received, _bytes, _duplicated, _reordered, _highest, _corrupt, _foreign, _otherRuns, _pathChanges, _largestGap, _largestHole;
    private bool _restartWindow;

    /// <param name="flows">Those of the generator.</param>
    /// <param name="run">That of the generator.</param>
    /// <param name="ticksPerSecond">Of the clock of stamps and arrivals; 0 is the TSC's.</param>
    /// <param name="comparePayload">Compare the payload behind the stamp byte by byte.</param>
    public Meter(FlowSet flows, uint run = 1, ulong ticksPerSecond = 0, bool comparePayload = false)
    {
        _flows = flows;
        _states = new FlowState[flows.Count];
        _windows = new ulong[flows.Count * SequenceWindow.Words];
        _nanosecondsPerTick = 1e9 / (ticksPerSecond != 0 ? ticksPerSecond : Tsc.Hz);
        _shortMagic = Stamp.ShortMagic(run);
        _comparePayload = comparePayload;
        Run = run;
    }

    public uint Run { get; }

    /// <summary>Sending to arrival, in ticks. Frames with full stamps only.</summary>
    public LatencyHistogram Latency { get; } = new();

    /// <summary>Nanoseconds of a number of ticks.</summary>
    public double Nanoseconds(ulong ticks) => ticks * _nanosecondsPerTick;

    /// <summary>Counts the batch's frames as arrived now and returns them to their pools.</summary>
    /// <param name="batch">Empty afterwards.</param>
    /// <param name="path">Over which they came: a slave's number, below <see cref="MaxPaths"/>.</param>
    /// <returns>Frames there were.</returns>
    [HotPath]
    public int Take(FrameBatch batch, int path = 0)
    {
        int count = batch.Count;
        if (count == 0) return 0;
        ulong now = Tsc.Now;
        for (int i = 0; i < count; i++) Take(batch.Bytes(i), batch.Length(i), now, path);
        batch.Free();
        return count;
    }

    /// <summary>Counts one frame.</summary>
    /// <param name="frame">Its first segment.</param>
    /// <param name="length">Over all segments.</param>
    /// <param name="now">Ticks.</param>
    /// <param name="path">Over which it came.</param>
    [HotPath]
    public void Take(ReadOnlySpan<byte> frame, int length, ulong now, int path = 0)
    {
        if (Volatile.Read(ref _restartWindow)) RestartWindow(false);
        if (!StampLocator.TryFind(frame, length, out int start, out int end))
        {
            _foreign++;
            return;
        }
        bool full = end - start >= Stamp.FullLength;
        ReadOnlySpan<byte> bytes = frame.Slice(start, full ? Stamp.FullLength : Stamp.ShortLength);
        bool ours = full ? BinaryPrimitives.ReadUInt32BigEndian(bytes) == Stamp.Magic : BinaryPrimitives.ReadUInt16BigEndian(bytes) == _shortMagic;
        if (!ours)
        {
            _foreign++;
            return;
        }
        Stamp stamp = full ? Stamp.ReadFull(bytes) : Stamp.ReadShort(bytes);
        if (!Stamp.IsIntact(bytes) || stamp.Flow >= (uint)_states.Length || _comparePayload && !PayloadIsIntact(frame, start, bytes.Length, end))
        {
            _corrupt++;
            return;
        }
        if (full && stamp.Run != Run)
        {
            _otherRuns++;
            return;
        }
        Count((int)stamp.Flow, full ? stamp.Sequence : Extend(_states[stamp.Flow].Next, (uint)stamp.Sequence), full ? stamp.Sent : 0, now, path);
        _received++;
        _bytes += (uint)length;
    }

    /// <summary>All flows together.</summary>
    public MeterTotals Read()
    {
        ulong unique = Volatile.Read(ref _received) - Volatile.Read(ref _duplicated), highest = Volatile.Read(ref _highest);
        return new MeterTotals
        {
            Received = _received,
            Bytes = _bytes,
            Duplicated = _duplicated,
            Reordered = _reordered,
            Lost = highest > unique ? highest - unique : 0,
            Corrupt = _corrupt,
            Foreign = _foreign,
            OtherRuns = _otherRuns,
            PathChanges = _pathChanges,
            LargestGap = Nanoseconds(_largestGap),
            LargestHole = Nanoseconds(_largestHole),
        };
    }

    public FlowTotals ReadFlow(int flow)
    {
        FlowState s = _states[flow];
        return new FlowTotals(s.Received, s.Duplicated, s.Reordered, s.Next - Math.Min(s.Next, s.Received - s.Duplicated), s.PathChanges, s.Path);
    }

    /// <summary>Good frames that came over a path.</summary>
    public ulong ReceivedOver(int path) => Volatile.Read(ref _paths[path]);

    /// <summary>Forgets the largest gap and hole, before a cable is pulled: the next ones are the failover's. May be called from any thread; takes effect with the next frame.</summary>
    public void RestartWindow() => RestartWindow(true);

    [HotPath]
    private void RestartWindow(bool wanted)
    {
        if (!wanted)
        {
            _largestGap = 0;
            _largestHole = 0;
        }
        Volatile.Write(ref _restartWindow, wanted);
    }

    [HotPath]
    private void Count(int flow, ulong sequence, ulong sent, ulong now, int path)
    {
        ref FlowState state = ref _states[flow];
        Span<ulong> window = _windows.AsSpan(flow * SequenceWindow.Words, SequenceWindow.Words);
        if (state.Received != 0 && now - state.LastArrival > _largestGap) _largestGap = now - state.LastArrival;
        state.LastArrival = now;
        if (sequence >= state.Next)
        {
            if (sequence > state.Next && state.LastSent != 0 && sent > state.LastSent && sent - state.LastSent > _largestHole) _largestHole = sent - state.LastSent;
            SequenceWindow.Advance(window, state.Next, sequence);
            _highest += sequence + 1 - state.Next;
            state.Next = sequence + 1;
            state.LastSent = sent;
        }
        else if (state.Next - sequence <= SequenceWindow.Size && SequenceWindow.Contains(window, sequence))
        {
            state.Duplicated++;
            _duplicated++;
        }
        else
        {
            if (state.Next - sequence <= SequenceWindow.Size) SequenceWindow.Add(window, sequence);
            state.Reordered++;
            _reordered++;
        }
        if (state.Received != 0 && state.Path != path)
        {
            state.PathChanges++;
            _pathChanges++;
        }
        state.Path = (byte)path;
        state.Received++;
        _paths[path]++;
        if (sent != 0 && now >= sent) Latency.Add(now - sent);
    }

    /// <summary>The number nearest to the expected one that has these low 32 bits.</summary>
    [HotPath]
    private static ulong Extend(ulong next, uint low)
    {
        long distance = (int)(low - (uint)next);
        return distance < 0 && (ulong)-distance > next ? low : next + (ulong)distance;
    }

    [HotPath]
    private static bool PayloadIsIntact(ReadOnlySpan<byte> frame, int start, int stamp, int end)
    {
        int here = Math.Min(end, frame.Length) - start - stamp;
        return here <= 0 || frame.Slice(start + stamp, here).SequenceEqual(PayloadPattern.From(stamp, here));
    }

    private struct FlowState
    {
        public ulong Next, Received, Duplicated, Reordered, PathChanges, LastArrival, LastSent;
        public byte Path;
    }
}
