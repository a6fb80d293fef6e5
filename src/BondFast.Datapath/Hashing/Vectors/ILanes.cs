using BondFast.Wire;

namespace BondFast.Datapath.Hashing.Vectors;

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

    /// <summary>Σ byte · weight over the four bytes of a lane; weights are below 128.</summary>
    static abstract T WeightedSum(T bytes, T weights);

    /// <summary>Reads 16 bytes at the same offset of each frame.
    /// <code>
    /// frame 0   a0 a1 a2 a3         word 0   a0 b0 c0 d0 ...
    /// frame 1   b0 b1 b2 b3   to    word 1   a1 b1 c1 d1 ...
    /// ...                           ...
    /// </code></summary>
    static abstract void Read(byte** frames, int offset, out T word0, out T word1, out T word2, out T word3);

    /// <summary>Writes the low byte of each lane.</summary>
    static abstract void WriteLowBytes(T lanes, byte* to);

    /// <summary>Bit i set where lane i has its top bit set.</summary>
    static abstract uint TopBits(T lanes);
}
