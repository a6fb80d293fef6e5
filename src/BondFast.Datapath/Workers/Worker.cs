using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using BondFast.Datapath.Workers;
using BondFast.Dpdk;
using BondFast.Wire;

namespace BondFast.Datapath;

/// <summary>
/// The program of an lcore: polls its share of every bond until it is told to stop. <see cref="Run"/> is the worker's thread; all else
/// is for one control thread. Dispose when it has stopped.
/// </summary>
public sealed unsafe class Worker : ILcoreProgram, IDisposable
{
    private const uint EmptyPollsBeforeYield = 64;
    private const uint EmptyPollsBeforeSleep = 4096;
    private const ulong AllocationCheckInterval = 1 << 16;

    private readonly IdlePolicy _idle;
    private readonly WorkerMeter* _meter = WorkerMeter.Create();
    private BondPort[] _ports = [];
    private volatile bool _stop;
    private volatile bool _running;
    private ulong _lastPoll;
    private uint _emptyPolls;
    private long _allocatedAtStart;

    public Worker(int number, IdlePolicy idle = IdlePolicy.Pause)
    {
        Number = number;
        _idle = idle;
    }

    /// <summary>Which of every bond's ports it polls.</summary>
    public int Number { get; }

    public bool IsRunning => _running;

    /// <summary>The worker polls its port of the bond from its next turn on.</summary>
    public void Attach(BondDatapath bond) => Volatile.Write(ref _ports, [.. _ports, bond.Ports[Number]]);

    /// <summary>The worker lets go of the bond. False when it did not come round in time: then the bond must not be disposed of.</summary>
    public bool Detach(BondDatapath bond, TimeSpan timeout)
    {
        Volatile.Write(ref _ports, [.. _ports.Where(port => port != bond.Ports[Number])]);
        Interlocked.MemoryBarrierProcessWide();
        ulong polls = Volatile.Read(ref _meter->Polls);
        long start = Environment.TickCount64;
        SpinWait spinner = default;
        while (_running && Volatile.Read(ref _meter->Polls) == polls)
        {
            if (Environment.TickCount64 - start > timeout.TotalMilliseconds) return false;
            spinner.SpinOnce();
        }
        return true;
    }

    /// <summary>The loop. Returns 0 after <see cref="Stop"/>; nothing is left in it then.</summary>
    public int Run()
    {
        _running = true;
        _allocatedAtStart = GC.GetAllocatedBytesForCurrentThread();
        _lastPoll = Tsc.Now;
        while (!_stop) PollOnce();
        CheckAllocation();
        _running = false;
        return 0;
    }

    /// <summary>Ends the loop after the poll it is in.</summary>
    public void Stop() => _stop = true;

    public WorkerReading Read()
    {
        ulong[] gaps = new ulong[WorkerMeter.Buckets];
        for (int bucket = 0; bucket < gaps.Length; bucket++) gaps[bucket] = _meter->Gaps[bucket];
        return new WorkerReading(_meter->Polls, _meter->BusyPolls, _meter->LongestGap, _meter->AllocatedBytes, gaps);
    }

    public void Dispose()
    {
        if (_running) throw new InvalidOperationException($"Worker {Number} still runs: call Stop and wait for its lcore first.");
        NativeMemory.AlignedFree(_meter);
    }

    /// <summary>One turn. A method of its own, so that tiered compilation reaches it while the loop runs.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void PollOnce()
    {
        bool busy = PollPorts();
        ulong now = Tsc.Now;
        _meter->Count(now - _lastPoll, busy);
        _lastPoll = now;
        if (_meter->Polls % AllocationCheckInterval == 0) CheckAllocation();
        if (busy) _emptyPolls = 0;
        else if (_idle != IdlePolicy.Poll) Idle();
    }

    [HotPath]
    private bool PollPorts()
    {
        bool busy = false;
        foreach (BondPort port in Volatile.Read(ref _ports)) busy |= port.Poll();
        return busy;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Idle()
    {
        _emptyPolls++;
        if (_idle == IdlePolicy.Pause || _emptyPolls < EmptyPollsBeforeYield) Pause();
        else if (_emptyPolls < EmptyPollsBeforeSleep) Thread.Yield();
        else Thread.Sleep(1);
    }

    private static void Pause()
    {
        if (X86Base.IsSupported) X86Base.Pause();
        else Thread.SpinWait(1);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void CheckAllocation() => _meter->AllocatedBytes = GC.GetAllocatedBytesForCurrentThread() - _allocatedAtStart;
}
