using System.Runtime.CompilerServices;
using BondFast.Wire;

namespace BondFast.Datapath.Hashing;

/// <summary>
/// How a hash becomes a small number, without division: the remainder by the number of usable slaves (1 to 32), or its low byte (a
/// flow bucket). Immutable; part of the forwarding table.
/// </summary>
/// <remarks>
/// The vector kernels take the hash as bytes: h ≡ Σ byteᵢ · (256ⁱ mod n), a sum below 6 · 255 · 31, whose quotient by n is then
/// (sum · (2²¹ / n + 1)) &gt;&gt; 21. That is exact: the error of the reciprocal, at most n, times the largest sum is below 2²¹.
/// A bucket has weight 1 for the low byte, 0 for all others, and a reciprocal of 0.
/// </remarks>
[HotPath]
internal struct HashReduction
{
    public const int Shift = 21;

    private readonly SlaveModulo _modulo;
    private readonly bool _isBucket;

    /// <summary>Weights of a 32-bit hash, low byte first (Linux's formulas).</summary>
    public readonly uint WordWeights;

    /// <summary>Weights of the first four of the six bytes of a 48-bit number in wire order (the HOWTO's formulas).</summary>
    public readonly uint UpperWeights;

    /// <summary>Weights of its last two bytes; also of a 16-bit number in wire order.</summary>
    public readonly uint LowerWeights;

    /// <summary>2²¹ / n + 1.</summary>
    public readonly uint Reciprocal;

    /// <summary>n.</summary>
    public readonly uint Divisor;

    private HashReduction(uint divisor, bool isBucket)
    {
        _modulo = new SlaveModulo(divisor);
        _isBucket = isBucket;
        Divisor = divisor;
        uint one = isBucket ? 1 : 1 % divisor;
        Reciprocal = isBucket ? 0 : (1u << Shift) / divisor + 1;
        WordWeights = one | Weight(1) << 8 | Weight(2) << 16 | Weight(3) << 24;
        UpperWeights = Weight(5) | Weight(4) << 8 | Weight(3) << 16 | Weight(2) << 24;
        LowerWeights = Weight(1) | one << 8;
    }

    public static HashReduction Modulo(int slaves) => new((uint)slaves, false);

    public static HashReduction Bucket() => new(1, true);

    /// <summary>The same for one hash of at most 48 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly byte Reduce(ulong hash) => _isBucket ? (byte)hash : (byte)_modulo.Reduce(hash);

    private readonly uint Weight(int position) => _isBucket ? 0 : (uint)((1UL << (8 * position)) % Divisor);
}
