using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using BondFast.Wire;

namespace BondFast.Datapath.Hashing.Vectors;

/// <summary>Eight frames: AVX2.</summary>
[HotPath]
internal readonly unsafe struct Lanes256 : ILanes<Lanes256>
{
    private readonly Vector256<uint> _value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Lanes256(Vector256<uint> value) => _value = value;

    public static bool IsSupported => Avx2.IsSupported;

    public static int Count => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 All(uint value) => new(Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 operator ^(Lanes256 left, Lanes256 right) => new(left._value ^ right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 operator &(Lanes256 left, Lanes256 right) => new(left._value & right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 operator |(Lanes256 left, Lanes256 right) => new(left._value | right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 operator +(Lanes256 left, Lanes256 right) => new(left._value + right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 operator -(Lanes256 left, Lanes256 right) => new(left._value - right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 operator *(Lanes256 left, Lanes256 right) => new(left._value * right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 operator <<(Lanes256 value, int count) => new(value._value << count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 operator >>>(Lanes256 value, int count) => new(value._value >>> count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Equal(Lanes256 left, Lanes256 right) => new(Vector256.Equals(left._value, right._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 WeightedSum(Lanes256 bytes, Lanes256 weights)
    {
        Vector256<short> pairs = Avx2.MultiplyAddAdjacent(bytes._value.AsByte(), weights._value.AsSByte());
        return new(Avx2.MultiplyAddAdjacent(pairs, Vector256<short>.One).AsUInt32());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Read(byte** frames, int offset, out Lanes256 word0, out Lanes256 word1, out Lanes256 word2, out Lanes256 word3)
    {
        Vector256<uint> a = Vector256.Create(Vector128.Load((uint*)(frames[0] + offset)), Vector128.Load((uint*)(frames[4] + offset)));
        Vector256<uint> b = Vector256.Create(Vector128.Load((uint*)(frames[1] + offset)), Vector128.Load((uint*)(frames[5] + offset)));
        Vector256<uint> c = Vector256.Create(Vector128.Load((uint*)(frames[2] + offset)), Vector128.Load((uint*)(frames[6] + offset)));
        Vector256<uint> d = Vector256.Create(Vector128.Load((uint*)(frames[3] + offset)), Vector128.Load((uint*)(frames[7] + offset)));
        Vector256<ulong> lowAb = Avx2.UnpackLow(a, b).AsUInt64(), highAb = Avx2.UnpackHigh(a, b).AsUInt64();
        Vector256<ulong> lowCd = Avx2.UnpackLow(c, d).AsUInt64(), highCd = Avx2.UnpackHigh(c, d).AsUInt64();
        word0 = new(Avx2.UnpackLow(lowAb, lowCd).AsUInt32());
        word1 = new(Avx2.UnpackHigh(lowAb, lowCd).AsUInt32());
        word2 = new(Avx2.UnpackLow(highAb, highCd).AsUInt32());
        word3 = new(Avx2.UnpackHigh(highAb, highCd).AsUInt32());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WriteLowBytes(Lanes256 lanes, byte* to)
    {
        Vector256<byte> bytes = Avx2.Shuffle(lanes._value.AsByte(), Vector256.Create(0x0c080400u, 0, 0, 0, 0x0c080400, 0, 0, 0).AsByte());
        Vector256<uint> packed = Avx2.PermuteVar8x32(bytes.AsUInt32(), Vector256.Create(0u, 4, 0, 0, 0, 0, 0, 0));
        *(ulong*)to = packed.AsUInt64().ToScalar();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint TopBits(Lanes256 lanes) => (uint)lanes._value.ExtractMostSignificantBits();
}
