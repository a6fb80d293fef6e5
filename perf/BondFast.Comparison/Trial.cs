using System.Runtime.CompilerServices;
using BondFast.Dpdk;

namespace BondFast.Comparison;

/// <summary>The measured loops: the same source for the rival, a slave directly, and BondFast.</summary>
internal static unsafe class Trial
{
    private const int MaxBurst = 256;

    /// <summary>Cycles per packet of alloc, set lengths, transmit (and the driver's free). The headers are in the buffers already.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    [SkipLocalsInit]
    public static double Transmit<TPath>(TPath path, void* pool, uint burst, int bursts, ushort length, ref ulong moved)
        where TPath : struct, IPath
    {
        Mbuf** frames = stackalloc Mbuf*[MaxBurst];
        ulong sent = 0;
        ulong start = Tsc.Now;
        for (int i = 0; i < bursts; i++)
        {
            if (!Burst.Allocate(pool, frames, burst)) break;
            for (uint f = 0; f < burst; f++)
            {
                frames[f]->DataLength = length;
                frames[f]->PacketLength = length;
            }
            sent += path.Transmit(frames, burst);
        }
        ulong cycles = Tsc.Now - start;
        moved += sent;
        return (double)cycles / ((ulong)bursts * burst);
    }

    /// <summary>Cycles per packet of receive and free. The driver hands out buffers whose headers were written before.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    [SkipLocalsInit]
    public static double Receive<TPath>(TPath path, uint burst, int bursts, ref ulong moved)
        where TPath : struct, IPath
    {
        Mbuf** frames = stackalloc Mbuf*[MaxBurst];
        ulong received = 0;
        ulong start = Tsc.Now;
        for (int i = 0; i < bursts; i++)
        {
            uint count = path.Receive(frames, burst);
            Burst.Free(frames, count);
            received += count;
        }
        ulong cycles = Tsc.Now - start;
        moved += received;
        return (double)cycles / Math.Max(received, 1);
    }

    /// <summary>Cycles per packet of receiving from the bond and sending back through it.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    [SkipLocalsInit]
    public static double Forward<TPath>(TPath path, uint burst, int bursts, ref ulong moved)
        where TPath : struct, IPath
    {
        Mbuf** frames = stackalloc Mbuf*[MaxBurst];
        ulong sent = 0;
        ulong start = Tsc.Now;
        for (int i = 0; i < bursts; i++)
        {
            uint count = path.Receive(frames, burst);
            sent += path.Transmit(frames, count);
        }
        ulong cycles = Tsc.Now - start;
        moved += sent;
        return (double)cycles / Math.Max(sent, 1);
    }
}
