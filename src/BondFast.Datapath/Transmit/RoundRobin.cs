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
    public override uint Transmit(WorkerState* worker, ForwardingTable* table, Mbuf** frames, uint count)
    {
        byte* places = worker->Places;
        if (table->PacketsPerSlave == 0) PlaceAtRandom(worker, (uint)table->UsableCount, places, count);
        else PlaceInTurn(worker, table->PacketsPerSlave, (uint)table->UsableCount, places, count);
        if (MayHoldIgmp(frames, count)) return SendWithIgmp(worker, table, frames, count);
        return Scatter.Send(worker, ref table->Usable, (uint)table->UsableCount, frames, places, count);
    }

    private static void PlaceInTurn(WorkerState* worker, uint perSlave, uint usable, byte* places, uint count)
    {
        uint place = worker->RoundRobinPlace;
        uint left = worker->RoundRobinLeft;
        if (place >= usable) place = 0;
        if (left == 0 || left > perSlave) left = perSlave;
        for (uint i = 0; i < count; i++)
        {
            places[i] = (byte)place;
            if (--left != 0) continue;
            left = perSlave;
            if (++place == usable) place = 0;
        }
        worker->RoundRobinPlace = place;
        worker->RoundRobinLeft = left;
    }

    private static void PlaceAtRandom(WorkerState* worker, uint usable, byte* places, uint count)
    {
        ulong random = worker->Random;
        for (uint i = 0; i < count; i++)
        {
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            places[i] = (byte)((random >> 32) * usable >> 32);
        }
        worker->Random = random;
    }

    /// <summary>A destination in 01:00:5e, which all IGMP has (RFC 1112 6.4). False positives are harmless.</summary>
    private static bool MayHoldIgmp(Mbuf** frames, uint count)
    {
        uint found = 0;
        for (uint i = 0; i < count; i++)
        {
            Mbuf* frame = frames[i];
            if (frame->DataLength < FrameBytes.EthernetLength) continue;
            found |= (FrameBytes.Word(frame->Data) & 0xff_ffff) == 0x5e_0001 ? 1u : 0;
        }
        return found != 0;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static uint SendWithIgmp(WorkerState* worker, ForwardingTable* table, Mbuf** frames, uint count)
    {
        uint sent = 0;
        uint rest = 0;
        byte* places = worker->Places;
        for (uint i = 0; i < count; i++)
        {
            Mbuf* frame = frames[i];
            if (table->Active >= 0 && FrameBytes.IsIgmp(frame->Data, frame->DataLength))
            {
                sent += Send(worker, table->Slaves[table->Active], &frame, 1);
                continue;
            }
            frames[rest] = frame;
            places[rest++] = places[i];
        }
        return sent + Scatter.Send(worker, ref table->Usable, (uint)table->UsableCount, frames, places, rest);
    }
}
