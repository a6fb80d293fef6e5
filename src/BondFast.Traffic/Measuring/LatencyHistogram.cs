using System.Numerics;
using BondFast.Wire;

namespace BondFast.Traffic;

/// <summary>Times in ticks, kept to within 1/16 of their value: 16 buckets per power of two.</summary>
public sealed class LatencyHistogram
{
    private const int Fine = 16, FineBits = 4;

    private readonly ulong[] _buckets = new ulong[64 * Fine];

    public ulong Count { get; private set; }

    /// <summary>Ticks; 0 when empty.</summary>
    public ulong Min { get; private set; }

    public ulong Max { get; private set; }

    [HotPath]
    internal void Add(ulong ticks)
    {
        if (Count == 0 || ticks < Min) Min = ticks;
        if (ticks > Max) Max = ticks;
        Count++;
        _buckets[Bucket(ticks)]++;
    }

    /// <summary>Ticks that this share of the frames (0 to 1) did not exceed.</summary>
    public ulong Percentile(double share)
    {
        ulong wanted = (ulong)Math.Ceiling(Math.Clamp(share, 0, 1) * Count), seen = 0;
        for (int i = 0; i < _buckets.Length; i++)
        {
            seen += _buckets[i];
            if (seen >= wanted && seen > 0) return Math.Min(Max, UpperEnd(i));
        }
        return 0;
    }

    [HotPath]
    private static int Bucket(ulong ticks)
    {
        if (ticks < Fine) return (int)ticks;
        int power = BitOperations.Log2(ticks);
        return (power - FineBits + 1) * Fine + (int)(ticks >> (power - FineBits)) - Fine;
    }

    private static ulong UpperEnd(int bucket)
    {
        if (bucket < Fine) return (ulong)bucket;
        int power = bucket / Fine + FineBits - 1;
        return ((ulong)(bucket % Fine + Fine + 1) << (power - FineBits)) - 1;
    }
}
