using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using BondFast.Wire;

namespace BondFast.Datapath.Hashing.Vectors;

/// <summary>Sixteen frames: AVX-512 F and BW.</summary>
[HotPath]
internal readonly unsafe struct Lanes512 : ILanes<Lanes512>
{
    private readonly Vector512<uint> _value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Lanes512(Vector512<uint> value) => _value = value;

    public static bool IsSupported => Avx512BW.IsSupported;

    public static int Count => 16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 All(uint value) => new(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 operator ^(Lanes512 left, Lanes512 right) => new(left._value ^ right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 operator &(Lanes512 left, Lanes512 right) => new(left._value & right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 operator |(Lanes512 left, Lanes512 right) => new(left._value | right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 operator +(Lanes512 left, Lanes512 right) => new(left._value + right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 operator -(Lanes512 left, Lanes512 right) => new(left._value - right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 operator *(Lanes512 left, Lanes512 right) => new(left._value * right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 operator <<(Lanes512 value, int count) => new(value._value << count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 operator >>>(Lanes512 value, int count) => new(value._value >>> count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 Equal(Lanes512 left, Lanes512 right) => new(Vector512.Equals(left._value, right._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 WeightedSum(Lanes512 bytes, Lanes512 weights)
    {
        Vector512<short> pairs = Avx512BW.MultiplyAddAdjacent(bytes._value.AsByte(), weights._value.AsSByte());
        return new(Avx512BW.MultiplyAddAdjacent(pairs, Vector512<short>.One).AsUInt32());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Read(byte** frames, int offset, out Lanes512 word0, out Lanes512 word1, out Lanes512 word2, out Lanes512 word3)
    {
        Vector512<uint> a = Four(frames + 0, offset);
        Vector512<uint> b = Four(frames + 1, offset);
        Vector512<uint> c = Four(frames + 2, offset);
        Vector512<uint> d = Four(frames + 3, offset);
        Vector512<ulong> lowAb = Avx512F.UnpackLow(a, b).AsUInt64(), highAb = Avx512F.UnpackHigh(a, b).AsUInt64();
        Vector512<ulong> lowCd = Avx512F.UnpackLow(c, d).AsUInt64(), highCd = Avx512F.UnpackHigh(c, d).AsUInt64();
        word0 = new(Avx512F.UnpackLow(lowAb, lowCd).AsUInt32());
        word1 = new(Avx512F.UnpackHigh(lowAb, lowCd).AsUInt32());
        word2 = new(Avx512F.UnpackLow(highAb, highCd).AsUInt32());
        word3 = new(Avx512F.UnpackHigh(highAb, highCd).AsUInt32());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WriteLowBytes(Lanes512 lanes, byte* to)
    {
        Avx512F.ConvertToVector128Byte(lanes._value).Store(to);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint TopBits(Lanes512 lanes) => (uint)lanes._value.ExtractMostSignificantBits();

    /// <summary>Frames 0, 4, 8 and 12 from here.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> Four(byte** frames, int offset)
    {
        Vector512<uint> four = Vector128.Load((uint*)(frames[0] + offset)).ToVector256Unsafe().ToVector512Unsafe();
        four = Avx512F.InsertVector128(four, Vector128.Load((uint*)(frames[4] + offset)), 1);
        four = Avx512F.InsertVector128(four, Vector128.Load((uint*)(frames[8] + offset)), 2);
        return Avx512F.InsertVector128(four, Vector128.Load((uint*)(frames[12] + offset)), 3);
    }
}
