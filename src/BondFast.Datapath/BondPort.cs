using System.Runtime.CompilerServices;
using BondFast.Bonding;
using BondFast.Datapath.ControlFrames;
using BondFast.Datapath.Forwarding;
using BondFast.Datapath.Receive;
using BondFast.Datapath.Transmit;
using BondFast.Datapath.Workers;
using BondFast.Dpdk;
using BondFast.Wire;

namespace BondFast.Datapath;

/// <summary>
/// One worker's end of a bond: what it sends through and receives from. Used by one thread at a time; different workers use
/// different ones and share nothing that is written. Made by <see cref="BondDatapath"/>.
/// </summary>
[HotPath]
public sealed unsafe partial class BondPort
{
    private readonly WorkerState* _worker;
    private readonly nint* _tableCell;
    private readonly TransmitStrategy[] _strategies = TransmitStrategies.All;
    private readonly ControlFrameRing _controlFrames;
    private readonly ControlTransmitRing? _controlTransmit;
    private readonly uint _burst;

    internal BondPort(int worker, WorkerState* state, nint* tableCell, ControlFrameRing controlFrames, ControlTransmitRing? controlTransmit, int burst)
    {
        Worker = worker;
        _worker = state;
        _tableCell = tableCell;
        _controlFrames = controlFrames;
        _controlTransmit = controlTransmit;
        _burst = (uint)burst;
    }

    /// <summary>The worker's number, 0-based; also its transmit queue on every port.</summary>
    public int Worker { get; }

    /// <summary>Sends frames through the bond as its mode says. Takes over all of them: what no slave takes is counted and freed.</summary>
    /// <param name="frames">Owned by the caller so far; the array's contents are meaningless afterwards.</param>
    /// <param name="count">Any number.</param>
    /// <param name="queue">Queue of the uplink that they came from, for slaves with a queue_id.</param>
    /// <returns>Frames that a slave took; in broadcast the copies of them.</returns>
    public uint Transmit(Mbuf** frames, uint count, ushort queue = 0)
    {
        ForwardingTable* table = Enter();
        uint sent = Transmit(table, frames, count, queue);
        Leave();
        return sent;
    }

    /// <summary>Receives what the slaves brought for the uplink; control frames are handed on, duplicates dropped.</summary>
    /// <param name="frames">Room for <paramref name="max"/>; the caller owns what is returned.</param>
    /// <param name="max">Any number; slaves take turns in being asked first.</param>
    public uint Receive(Mbuf** frames, uint max)
    {
        ForwardingTable* table = Enter();
        SourceRange* range = table->RangeOf(_worker->Queue);
        uint sources = (uint)range->SlaveCount;
        uint received = 0;
        uint next = FirstSource(sources);
        for (uint i = 0; i < sources && received < max; i++)
        {
            uint room = Math.Min(max - received, WorkerState.MaxBurst);
            received += ReceivePath.Receive(_worker, table, _controlFrames, table->Sources[range->Slaves + (int)next], frames + received, room, out _);
            if (++next == sources) next = 0;
        }
        if (_controlTransmit is { IsEmpty: false }) SendControlFrames(table, _controlTransmit);
        Leave();
        _worker->Uplink.ToUplink += received;
        return received;
    }

    /// <summary>A worker's turn: uplink to slaves, slaves to uplink, control frames out. Without an uplink, received frames are dropped.</summary>
    /// <returns>True when there was anything to do.</returns>
    public bool Poll()
    {
        ForwardingTable* table = Enter();
        SourceRange* range = table->RangeOf(_worker->Queue);
        bool busy = PollUplink(table, range);
        busy |= PollSlaves(table, range);
        if (_controlTransmit is { IsEmpty: false }) SendControlFrames(table, _controlTransmit);
        Leave();
        return busy;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ForwardingTable* Enter()
    {
        WorkerState* worker = _worker;
        Volatile.Write(ref worker->Epoch, worker->Epoch + 1);
        ForwardingTable* table = (ForwardingTable*)Volatile.Read(ref *_tableCell);
#if DEBUG
        if (table->Mark != ForwardingTable.Alive) Environment.FailFast("A worker read a forwarding table that was freed.");
#endif
        return table;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Leave() => Volatile.Write(ref _worker->Epoch, _worker->Epoch + 1);

    private uint Transmit(ForwardingTable* table, Mbuf** frames, uint count, ushort queue)
    {
        WorkerState* worker = _worker;
        worker->Uplink.FromUplink += count;
        uint sent = 0;
        while (count > WorkerState.MaxBurst)
        {
            sent += TransmitBurst(table, frames, WorkerState.MaxBurst, queue);
            frames += WorkerState.MaxBurst;
            count -= WorkerState.MaxBurst;
        }
        return sent + TransmitBurst(table, frames, count, queue);
    }

    private uint TransmitBurst(ForwardingTable* table, Mbuf** frames, uint count, ushort queue)
    {
        if (table->SendTaps != FrameTaps.None) count = SendTap.Apply(_worker, _controlFrames, table->SendTaps, frames, count);
        if (count == 0) return 0;
        if (table->SteersQueues && queue != 0 && QueueSteering.TrySend(_worker, table, frames, count, queue, out uint steered)) return steered;
        return _strategies[table->Strategy].Transmit(_worker, table, frames, count);
    }

    private bool PollUplink(ForwardingTable* table, SourceRange* range)
    {
        bool busy = false;
        Mbuf** frames = (Mbuf**)_worker->Burst;
        for (int i = 0; i < range->UplinkCount; i++)
        {
            ref ReceiveSource source = ref table->Sources[range->Uplink + i];
            uint count = Burst.Receive(source.Port, source.Queue, frames, _burst);
            if (count == 0) continue;
            busy = true;
            Transmit(table, frames, count, source.Queue);
        }
        return busy;
    }

    private bool PollSlaves(ForwardingTable* table, SourceRange* range)
    {
        bool busy = false;
        Mbuf** frames = (Mbuf**)_worker->Burst;
        uint sources = (uint)range->SlaveCount;
        uint next = FirstSource(sources);
        for (uint i = 0; i < sources; i++)
        {
            ref ReceiveSource source = ref table->Sources[range->Slaves + (int)next];
            uint count = ReceivePath.Receive(_worker, table, _controlFrames, source, frames, _burst, out bool any);
            busy |= any;
            if (count != 0) UplinkDelivery.Deliver(_worker, table, source.Slot, frames, count);
            if (++next == sources) next = 0;
        }
        return busy;
    }

    /// <summary>The source to ask first; moves on by one each time, so that no slave starves behind another.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private uint FirstSource(uint sources)
    {
        uint first = _worker->ReceiveStart;
        if (first >= sources) first = 0;
        _worker->ReceiveStart = first + 1;
        return first;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void SendControlFrames(ForwardingTable* table, ControlTransmitRing ring)
    {
        while (ring.TryTake(out int slot, out Mbuf* frame))
        {
            int slave = 0;
            while (slave < table->SlaveCount && table->Slaves[slave].Slot != slot) slave++;
            if (slave < table->SlaveCount) TransmitStrategy.Send(_worker, table->Slaves[slave], &frame, 1);
            else TransmitStrategy.Drop(_worker, &frame, 1);
        }
    }
}
