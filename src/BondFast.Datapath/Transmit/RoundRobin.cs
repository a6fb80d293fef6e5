using System.Runtime.CompilerServices;
using BondFast.Datapath.Forwarding;
using BondFast.Datapath.Hashing;
using BondFast.Datapath.Workers;
using BondFast.Dpdk;
using BondFast.Wire;

namespace BondFast.Datapath.Transmit;

/// <summary>
/// balance-rr: the usable slaves take turns, packets_per_slave frames each, even over them whatever has failed; each
/// worker has its own cursor. IPv4 IGMP goes to the current active slave, so that a switch sees reports on one port.
/// </summary>
[HotPath]
internal sealed unsafe class RoundRobin : TransmitStrategy
{
    /// <summary>From here on a transmit call per run costs less than sorting.</summary>
    private const uint ShortestRun = 16;

    public override uint Transmit(WorkerState* worker, ForwardingTable* table, Mbuf** frames, uint count)
    {
        uint sent = 0;
        if (table->Active >= 0 && HasMulticast(frames, count))
        {
            sent = SendIgmp(worker, table, frames, ref count);
            if (count == 0) return sent;
        }
        if (table->PacketsPerSlave == 1 && table->UsableCount <= PlaceMasks.MaxPlaces) return sent + SendAlternating(worker, table, frames, count);
        if (table->PacketsPerSlave == 0) return sent + SendAtRandom(worker, table, frames, count);
        return sent + (table->PacketsPerSlave < ShortestRun ? SendInTurn(worker, table, frames, count) : SendRuns(worker, table, frames, count));
    }

    /// <summary>One frame each: every n-th frame, starting where the last burst ended.</summary>
    private static uint SendAlternating(WorkerState* worker, ForwardingTable* table, Mbuf** frames, uint count)
    {
        uint slaves = (uint)table->UsableCount;
        uint first = worker->RoundRobinPlace;
        if (first >= slaves) first = 0;
        PlaceMasks* masks = &worker->Masks;
        masks->Places = slaves;
        ulong all = ulong.MaxValue >> (int)(WorkerState.MaxBurst - count);
        for (uint i = 0; i < slaves; i++)
        {
            masks->Own[first] = table->EveryNth << (int)i & all;
            if (++first == slaves) first = 0;
        }
        uint moved = first + table->Reduction.Reduce32(count);
        worker->RoundRobinPlace = moved >= slaves ? moved - slaves : moved;
        return Scatter.SendByMasks(worker, ref table->Usable, masks, frames, count);
    }

    /// <summary>A few frames in a row.</summary>
    private static uint SendInTurn(WorkerState* worker, ForwardingTable* table, Mbuf** frames, uint count)
    {
        uint slaves = (uint)table->UsableCount;
        byte* places = worker->Places;
        uint place = worker->RoundRobinPlace;
        uint left = worker->RoundRobinLeft;
        if (place >= slaves) place = 0;
        if (left == 0 || left > table->PacketsPerSlave) left = table->PacketsPerSlave;
        for (uint i = 0; i < count; i++)
        {
            places[i] = (byte)place;
            if (--left != 0) continue;
            left = table->PacketsPerSlave;
            if (++place == slaves) place = 0;
        }
        worker->RoundRobinPlace = place;
        worker->RoundRobinLeft = left;
        return Scatter.SendByPlaces(worker, ref table->Usable, slaves, frames, places, count);
    }

    /// <summary>Many frames in a row, straight from the burst.</summary>
    private static uint SendRuns(WorkerState* worker, ForwardingTable* table, Mbuf** frames, uint count)
    {
        uint slaves = (uint)table->UsableCount;
        uint place = worker->RoundRobinPlace;
        uint left = worker->RoundRobinLeft;
        if (place >= slaves) place = 0;
        if (left == 0 || left > table->PacketsPerSlave) left = table->PacketsPerSlave;
        uint sent = 0;
        while (count != 0)
        {
            uint run = Math.Min(left, count);
            sent += Send(worker, table->Usable[(int)place], frames, run);
            frames += run;
            count -= run;
            left -= run;
            if (left != 0) continue;
            left = table->PacketsPerSlave;
            if (++place == slaves) place = 0;
        }
        worker->RoundRobinPlace = place;
        worker->RoundRobinLeft = left;
        return sent;
    }

    private static uint SendAtRandom(WorkerState* worker, ForwardingTable* table, Mbuf** frames, uint count)
    {
        uint slaves = (uint)table->UsableCount;
        byte* places = worker->Places;
        ulong random = worker->Random;
        for (uint i = 0; i < count; i++)
        {
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            places[i] = (byte)((random >> 32) * slaves >> 32);
        }
        worker->Random = random;
        return Scatter.SendByPlaces(worker, ref table->Usable, slaves, frames, places, count);
    }

    /// <summary>A group address somewhere, which all IGMP has (RFC 1112 6.4). One byte of each frame, one branch per burst.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool HasMulticast(Mbuf** frames, uint count)
    {
        uint first = 0;
        for (uint i = 0; i < count; i++) first |= *frames[i]->Data;
        return (first & 1) != 0;
    }

    /// <summary>Takes IGMP out of the burst.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static uint SendIgmp(WorkerState* worker, ForwardingTable* table, Mbuf** frames, ref uint count)
    {
        uint sent = 0;
        uint rest = 0;
        for (uint i = 0; i < count; i++)
        {
            Mbuf* frame = frames[i];
            if (FrameBytes.IsIgmp(frame->Data, frame->DataLength)) sent += Send(worker, table->Slaves[table->Active], &frame, 1);
            else frames[rest++] = frame;
        }
        count = rest;
        return sent;
    }
}
