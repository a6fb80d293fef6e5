using System.Runtime.CompilerServices;
using BondFast.Dpdk;
using BondFast.Wire;

namespace BondFast.Datapath.Hashing.Vectors;

/// <summary>Sixteen bytes of each of several frames, as four words of 32 bits:
/// <code>
/// frame 0   a0 a1 a2 a3         word 0   a0 b0 c0 d0 ...
/// frame 1   b0 b1 b2 b3         word 1   a1 b1 c1 d1 ...
/// ...                           ...
/// </code></summary>
[HotPath]
[method: MethodImpl(MethodImplOptions.AggressiveInlining)]
internal readonly struct Words<T>(T word0, T word1, T word2, T word3)
    where T : struct
{
    public readonly T Word0 = word0, Word1 = word1, Word2 = word2, Word3 = word3;
}

/// <summary>
/// 4, 8 or 16 frames side by side, 32 bits of each. The kernels are written once against this and closed over the widest
/// implementation that the machine has.
/// </summary>
[HotPath]
internal unsafe interface ILanes<T>
    where T : struct, ILanes<T>
{
    /// <summary>Number of lanes.</summary>
    static abstract int Count { get; }

    static abstract T All(uint value);

    static abstract T operator ^(T left, T right);

    static abstract T operator &(T left, T right);

    static abstract T operator |(T left, T right);

    static abstract T operator +(T left, T right);

    static abstract T operator -(T left, T right);

    /// <summary>Low 32 bits of the product.</summary>
    static abstract T operator *(T left, T right);

    static abstract T operator <<(T value, int count);

    /// <summary>Logical.</summary>
    static abstract T operator >>>(T value, int count);

    /// <summary>All ones where equal, else 0.</summary>
    static abstract T Equal(T left, T right);

    /// <summary>Sixteen bytes to look up in, little-endian.</summary>
    static abstract T Table(ulong low, ulong high);

    /// <summary>For each byte below 128 the table's entry at its low four bits; 0 for the others.</summary>
    static abstract T LookUp(T table, T bytes);

    static abstract bool IsZero(T lanes);

    /// <summary>Σ byte · weight over the four bytes of a lane; weights are below 128.</summary>
    static abstract T WeightedSum(T bytes, T weights);

    /// <summary>Writes the low byte of each lane.</summary>
    static abstract void WriteLowBytes(T lanes, byte* to);

    /// <summary>Bit i set where lanes i are equal.</summary>
    static abstract uint EqualBits(T left, T right);

    /// <summary>Bit i set where lane i has its top bit set.</summary>
    static abstract uint TopBits(T lanes);

    /// <summary>Reads 16 bytes at the same offset behind each address.</summary>
    static abstract Words<T> Read(byte** starts, int offset);

    /// <summary>The same of frames; false, and nothing is read, when one is shorter than <paramref name="shortest"/>.</summary>
    static abstract bool TryRead(Mbuf** frames, uint shortest, int offset, out Words<T> words);

    /// <summary>Two times 16 bytes.</summary>
    static abstract bool TryRead(Mbuf** frames, uint shortest, int offset, int offset2, out Words<T> words, out Words<T> words2);

    /// <summary>32 bytes in a row: half the loads.</summary>
    static abstract bool TryReadLine(Mbuf** frames, uint shortest, int offset, out Words<T> words, out Words<T> words2);
}
