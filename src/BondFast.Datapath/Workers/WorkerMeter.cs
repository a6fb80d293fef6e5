using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using BondFast.Wire;

namespace BondFast.Datapath.Workers;

/// <summary>
/// What a worker counts about itself. The time between two polls goes into a histogram with four buckets per power of two:
/// <code>
/// ticks 1 e e x x x x x ...      bucket = position of the leading 1 (0..63) · 4 + the two bits behind it (e e)
/// </code>
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct WorkerMeter
{
    public const int Buckets = 256;

    public ulong Polls;
    public ulong BusyPolls;
    public ulong LongestGap;
    public long AllocatedBytes;
    public fixed ulong Gaps[Buckets];

    public static WorkerMeter* Create()
    {
        nuint size = (nuint)((sizeof(WorkerMeter) + 127 & ~127) + 128);
        WorkerMeter* meter = (WorkerMeter*)NativeMemory.AlignedAlloc(size, 128);
        NativeMemory.Clear(meter, size);
        return meter;
    }

    [HotPath]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Count(ulong gap, bool busy)
    {
        Polls++;
        if (busy) BusyPolls++;
        Gaps[Bucket(gap)]++;
        if (gap > LongestGap) LongestGap = gap;
    }

    [HotPath]
    public static int Bucket(ulong ticks)
    {
        int exponent = BitOperations.Log2(ticks | 4);
        return exponent * 4 + (int)(ticks >> (exponent - 2) & 3);
    }

    /// <summary>Most ticks that go into the bucket.</summary>
    public static ulong UpperEnd(int bucket)
    {
        int exponent = Math.Max(bucket / 4, 2);
        return ((4UL | (uint)bucket & 3) + 1 << (exponent - 2)) - 1;
    }
}
