using BondFast.Datapath;
using BondFast.Dpdk;
using BondFast.Traffic;

namespace BondFast.Demonstration;

/// <summary>
/// The demonstration's worker: generates, sends through one bond, receives from the other and checks, all on one core, so that no
/// queue between them ever overflows. What it does between turns is decided by the flags that the main thread sets.
/// </summary>
internal sealed class DemoTraffic(BondPort sender, BondPort receiver, Generator generator, Meter meter) : ILcoreProgram, IDisposable
{
    private const int Burst = 32;

    /// <summary>Turns without a frame after which the wires are empty for good.</summary>
    private const int QuietTurns = 20_000;

    /// <summary>The same for a moment's pause; the control core's own frames may still be under way.</summary>
    private const int FewQuietTurns = 8;

    private const uint AllocationCheckInterval = 1024;

    private readonly FrameBatch _toSend = new(Burst);
    private readonly FrameBatch _received = new(4 * Burst);
    private volatile bool _sending;
    private volatile bool _stop;
    private VirtualWire? _watched;
    private long _lostSeen;

    /// <summary>TSC when a frame was last sent into the watched cable after it was cut; 0 for never.</summary>
    public ulong LastLoss { get; private set; }

    /// <summary>Frames handed to the sending bond.</summary>
    public long Sent => Volatile.Read(ref _sent);

    private long _sent;

    /// <summary>Managed memory that the worker has allocated since its loop began.</summary>
    public long AllocatedBytes => Volatile.Read(ref _allocated);

    private long _allocated;

    public void Start() => _sending = true;

    /// <summary>Notes from now on when the cut cable still swallows frames.</summary>
    public void Watch(VirtualWire? wire)
    {
        _lostSeen = wire?.LostFromA ?? 0;
        LastLoss = 0;
        Volatile.Write(ref _watched, wire);
    }

    /// <summary>
    /// What the meter has seen when nothing is under way: the worker stops sending for some microseconds, so that a frame which is only
    /// late does not count as lost. Any thread but the worker's.
    /// </summary>
    public MeterTotals ReadQuiet()
    {
        _quietWanted = true;
        while (_quietWanted) Thread.Sleep(1);
        return _quiet;
    }

    private volatile bool _quietWanted;
    private MeterTotals _quiet;

    /// <summary>Sends no more, waits for what is under way, and ends.</summary>
    public void Stop() => _stop = true;

    public int Run()
    {
        Turn();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (uint turn = 1; !_stop; turn++)
        {
            Turn();
            if (_quietWanted) TakeQuiet();
            if (turn % AllocationCheckInterval == 0) Volatile.Write(ref _allocated, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        _sending = false;
        Drain(QuietTurns);
        _quietWanted = false;
        return 0;
    }

    public void Dispose()
    {
        _toSend.Dispose();
        _received.Dispose();
    }

    private void TakeQuiet()
    {
        bool sending = _sending;
        _sending = false;
        Drain(FewQuietTurns);
        _quiet = meter.Read();
        _quietWanted = false;
        _sending = sending;
    }

    private void Drain(int quietTurns)
    {
        for (int quiet = 0; quiet < quietTurns; quiet++)
            if (Turn() != 0) quiet = 0;
    }

    private int Turn()
    {
        if (_sending && generator.Fill(_toSend) > 0)
        {
            int count = _toSend.Count;
            sender.Transmit(_toSend);
            Volatile.Write(ref _sent, _sent + count);
            if (Volatile.Read(ref _watched) is { } wire) NoteLoss(wire);
        }
        // The far bond's self-made frames (LACP, learning packets) come this way; nothing else does.
        sender.Receive(_received);
        _received.Free();
        int received = 0;
        do
        {
            receiver.Receive(_received);
            received += _received.Count;
        }
        while (meter.Take(_received) == _received.Capacity);
        return received;
    }

    private void NoteLoss(VirtualWire wire)
    {
        long lost = wire.LostFromA;
        if (lost == _lostSeen) return;
        _lostSeen = lost;
        LastLoss = Tsc.Now;
    }
}
