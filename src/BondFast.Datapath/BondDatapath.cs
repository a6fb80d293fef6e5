using System.Runtime.InteropServices;
using BondFast.Bonding;
using BondFast.Datapath.ControlFrames;
using BondFast.Datapath.Forwarding;
using BondFast.Datapath.Workers;
using BondFast.Dpdk;

namespace BondFast.Datapath;

/// <summary>
/// The datapath of one bond, as the control core sees it: it is told ports and plans, hands control frames over and reads counters.
/// All members are for one control thread; the workers use the <see cref="BondPort"/>s. Dispose when the workers have stopped.
/// </summary>
/// <remarks>
/// Order of things: a slave's port is configured and started, then <see cref="SetSlave"/>, then the engine enslaves it (and publishes).
/// On release the engine publishes a plan without it, then <see cref="WaitQuiescent"/>, then the port may be stopped, then <see cref="ClearSlave"/>.
/// </remarks>
public sealed unsafe partial class BondDatapath : IDisposable
{
    private readonly DatapathOptions _options;
    private readonly nint[] _states;
    private readonly BondPort[] _ports;
    private readonly ControlFrameRing[] _controlFrames;
    private readonly ControlTransmitRing _controlTransmit = new();
    private readonly TablePublisher _publisher;
    private readonly DatapathPort?[] _slaves = new DatapathPort?[ForwardingPlan.MaxSlaves];
    private readonly SlaveCounters[] _baselines = new SlaveCounters[ForwardingPlan.MaxSlaves];
    private readonly ulong[] _reportedFlowBytes = new ulong[ForwardingPlan.FlowTableSize];
    private ulong _reportedUnbalanced;
    private ForwardingPlan _plan = new() { Mode = BondMode.BalanceRoundRobin };
    private DatapathPort? _uplink;
    private int _nextRing;

    public BondDatapath(string name, DatapathOptions? options = null)
    {
        _options = options ?? new DatapathOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.Workers, 1, "Workers");
        ArgumentOutOfRangeException.ThrowIfGreaterThan(_options.Workers, 64, "Workers");
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.Burst, 1, "Burst");
        ArgumentOutOfRangeException.ThrowIfGreaterThan(_options.Burst, WorkerState.MaxBurst, "Burst");
        Name = name;
        _states = new nint[_options.Workers];
        _ports = new BondPort[_options.Workers];
        _controlFrames = new ControlFrameRing[_options.Workers];
        nint[] epochs = new nint[_options.Workers];
        for (int worker = 0; worker < _states.Length; worker++)
        {
            _states[worker] = (nint)WorkerState.Create(worker, _options.TransmitRetries);
            epochs[worker] = (nint)(&State(worker)->Epoch);
            _controlFrames[worker] = new ControlFrameRing(_options.ControlRing);
        }
        _publisher = new TablePublisher(epochs);
        Publish();
        for (int worker = 0; worker < _states.Length; worker++)
            _ports[worker] = new BondPort(worker, State(worker), _publisher.Cell, _controlFrames[worker], worker == 0 ? _controlTransmit : null, _options.Burst);
    }

    public string Name { get; }

    /// <summary>One for each worker.</summary>
    public IReadOnlyList<BondPort> Ports => _ports;

    /// <summary>The port behind a slot, from before the engine enslaves until after it has released. Its counters start at zero.</summary>
    /// <exception cref="ArgumentException">Fewer transmit queues than workers.</exception>
    public void SetSlave(int slot, DatapathPort port)
    {
        RefuseFewQueues(port);
        _slaves[slot] = port;
        _baselines[slot] = default;
        _baselines[slot] = ReadSlave(slot);
    }

    public void ClearSlave(int slot) => _slaves[slot] = null;

    /// <summary>The bond's uplink port, or null when frames go to and from callers of the <see cref="BondPort"/>s, or nowhere.</summary>
    public void SetUplink(DatapathPort? port)
    {
        if (port is not null) RefuseFewQueues(port);
        _uplink = port;
        Publish();
    }

    /// <summary>Workers use the plan from their next burst on.</summary>
    public void Publish(ForwardingPlan plan)
    {
        _plan = plan;
        Publish();
    }

    /// <summary>Frees tables that no worker holds any more. True when none is left: nobody uses a port that the current plan does not name.</summary>
    public bool IsQuiescent => _publisher.Collect();

    /// <summary>Waits until <see cref="IsQuiescent"/>; false when a worker did not come round in time.</summary>
    public bool WaitQuiescent(TimeSpan timeout)
    {
        long start = Environment.TickCount64;
        SpinWait spinner = default;
        while (!IsQuiescent)
        {
            if (Environment.TickCount64 - start > timeout.TotalMilliseconds) return false;
            spinner.SpinOnce();
        }
        return true;
    }

    /// <summary>Takes the next control frame of any worker. False when there is none.</summary>
    /// <param name="buffer">At least <see cref="MaxControlFrame"/> bytes; the frame is at its front.</param>
    /// <param name="info">Where it came from and when.</param>
    public bool TryTakeControlFrame(Span<byte> buffer, out ControlFrameInfo info)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(buffer.Length, MaxControlFrame, nameof(buffer));
        for (int i = 0; i < _controlFrames.Length; i++)
        {
            if (_nextRing >= _controlFrames.Length) _nextRing = 0;
            if (_controlFrames[_nextRing++].TryTake(buffer, out info)) return true;
        }
        info = default;
        return false;
    }

    /// <summary>Most bytes of a control frame that are handed over.</summary>
    public const int MaxControlFrame = ControlFrameRing.MaxBytes;

    /// <summary>Sends a frame on one slave: on the control core's own queue where the port has one, else by worker 0.</summary>
    /// <returns>False when there was no room; the caller still owns the frame then.</returns>
    public bool SendControl(int slot, Mbuf* frame)
    {
        if (_slaves[slot] is not { } port) return false;
        return port.ControlTxQueue >= 0
            ? Burst.Transmit(port.Port, (ushort)port.ControlTxQueue, &frame, 1) == 1
            : _controlTransmit.TryWrite(slot, frame);
    }

    /// <summary>A slave's counters over all workers, since <see cref="SetSlave"/>.</summary>
    public SlaveCounters ReadSlave(int slot)
    {
        SlaveCounters sum = default;
        for (int worker = 0; worker < _states.Length; worker++) sum.Add(State(worker)->Slots[slot]);
        sum.Subtract(_baselines[slot]);
        return sum;
    }

    /// <summary>The uplink side's counters over all workers.</summary>
    public UplinkCounters ReadUplink()
    {
        UplinkCounters sum = default;
        for (int worker = 0; worker < _states.Length; worker++) sum.Add(State(worker)->Uplink);
        return sum;
    }

    /// <summary>Monotonic ns of the last burst received on the slave, 0 for none; kept while the plan wants it.</summary>
    public long LastReceived(int slot)
    {
        long last = 0;
        for (int worker = 0; worker < _states.Length; worker++) last = Math.Max(last, Volatile.Read(ref State(worker)->LastReceived[slot]));
        return last;
    }

    /// <summary>balance-tlb, balance-alb: bytes sent per flow bucket, and not balanced, since the last call.</summary>
    /// <param name="bytesPerBucket">256 entries, overwritten.</param>
    /// <param name="unbalancedBytes">What went to the active slave without a bucket.</param>
    public void ReadFlowLoad(Span<ulong> bytesPerBucket, out ulong unbalancedBytes)
    {
        for (int bucket = 0; bucket < ForwardingPlan.FlowTableSize; bucket++)
        {
            ulong total = 0;
            for (int worker = 0; worker < _states.Length; worker++) total += State(worker)->FlowBytes[bucket];
            bytesPerBucket[bucket] = total - _reportedFlowBytes[bucket];
            _reportedFlowBytes[bucket] = total;
        }
        ulong unbalanced = 0;
        for (int worker = 0; worker < _states.Length; worker++) unbalanced += State(worker)->UnbalancedBytes;
        unbalancedBytes = unbalanced - _reportedUnbalanced;
        _reportedUnbalanced = unbalanced;
    }

    public void Dispose()
    {
        _publisher.Dispose();
        _controlTransmit.Dispose();
        for (int worker = 0; worker < _states.Length; worker++)
        {
            _controlFrames[worker].Dispose();
            NativeMemory.AlignedFree((void*)_states[worker]);
        }
    }

    private void Publish() => _publisher.Publish(ForwardingTableBuilder.Build(_plan, _slaves, _uplink, _options.Workers));

    private WorkerState* State(int worker) => (WorkerState*)_states[worker];

    private void RefuseFewQueues(DatapathPort port)
    {
        if (port.TxQueues < _options.Workers)
            throw new ArgumentException($"Port {port.Port} has {port.TxQueues} transmit queues, but bond {Name} has {_options.Workers} workers, which need one each: give the bond fewer workers or the port more queues.");
    }
}
