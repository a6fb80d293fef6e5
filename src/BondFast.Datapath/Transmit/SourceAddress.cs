using System.Runtime.CompilerServices;
using BondFast.Datapath.Forwarding;
using BondFast.Datapath.Workers;
using BondFast.Dpdk;
using BondFast.Wire;

namespace BondFast.Datapath.Transmit;

/// <summary>Writes a slave's address as Ethernet source, in the frame itself or, when that has other owners, in a copy.</summary>
[HotPath]
internal static unsafe class SourceAddress
{
    /// <summary>False: the frame had to be copied and could not; it is counted and freed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryRewrite(WorkerState* worker, in TransmitTarget target, ref Mbuf* frame)
    {
        if (frame->DataLength < 12) return true;
        if (frame->ReferenceCount != 1 && !TryCopy(worker, target, ref frame)) return false;
        byte* source = frame->Data + 6;
        Unsafe.WriteUnaligned(source, (uint)target.Mac);
        Unsafe.WriteUnaligned(source + 4, (ushort)(target.Mac >> 32));
        return true;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool TryCopy(WorkerState* worker, in TransmitTarget target, ref Mbuf* frame)
    {
        Mbuf* shared = frame;
        Mbuf* copy = Burst.Copy(shared, shared->Pool);
        Burst.Free(&shared, 1);
        frame = copy;
        if (copy != null) return true;
        worker->Slots[target.Slot].Drops[(int)DropReason.NoBuffer]++;
        return false;
    }
}
