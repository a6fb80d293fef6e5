using System.Runtime.CompilerServices;
using BondFast.Wire;

namespace BondFast.Datapath.Hashing;

/// <summary>
/// Exact remainder by a slave count of 1 to 32, without division.
/// </summary>
/// <remarks>
/// 48 bits are first folded at bit 24: 2^24 mod n is at most 31, so (h &gt;&gt; 24)·(2^24 mod n) + (h &amp; 0xffffff) is below 2^32
/// for every h below 2^51. The 32-bit remainder is the high half of (2^64 / n · h mod 2^64) · n (Lemire, Kaser, Kurz 2019).
/// </remarks>
[HotPath]
internal readonly struct SlaveModulo(uint slaves)
{
    private readonly ulong _inverse = ulong.MaxValue / slaves + 1; // n = 1: wraps to 0, and the remainder is 0
    private readonly uint _slaves = slaves;
    private readonly uint _fold = (1u << 24) % slaves;

    public uint Slaves => _slaves;

    /// <summary>hash mod n; <paramref name="hash"/> has at most 48 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Reduce(ulong hash) => Reduce32((uint)((hash >> 24) * _fold + (hash & 0xff_ffff)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Reduce32(uint hash) => (uint)Math.BigMul(_inverse * hash, _slaves, out _);
}
