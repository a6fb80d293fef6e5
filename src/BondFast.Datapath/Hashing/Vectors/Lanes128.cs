using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using BondFast.Wire;

namespace BondFast.Datapath.Hashing.Vectors;

/// <summary>Four frames: SSSE3 and SSE4.1.</summary>
[HotPath]
internal readonly unsafe struct Lanes128 : ILanes<Lanes128>
{
    private readonly Vector128<uint> _value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Lanes128(Vector128<uint> value) => _value = value;

    public static bool IsSupported => Sse41.IsSupported;

    public static int Count => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 All(uint value) => new(Vector128.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 operator ^(Lanes128 left, Lanes128 right) => new(left._value ^ right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 operator &(Lanes128 left, Lanes128 right) => new(left._value & right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 operator |(Lanes128 left, Lanes128 right) => new(left._value | right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 operator +(Lanes128 left, Lanes128 right) => new(left._value + right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 operator -(Lanes128 left, Lanes128 right) => new(left._value - right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 operator *(Lanes128 left, Lanes128 right) => new(left._value * right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 operator <<(Lanes128 value, int count) => new(value._value << count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 operator >>>(Lanes128 value, int count) => new(value._value >>> count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 Equal(Lanes128 left, Lanes128 right) => new(Vector128.Equals(left._value, right._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 WeightedSum(Lanes128 bytes, Lanes128 weights)
    {
        Vector128<short> pairs = Ssse3.MultiplyAddAdjacent(bytes._value.AsByte(), weights._value.AsSByte());
        return new(Sse2.MultiplyAddAdjacent(pairs, Vector128<short>.One).AsUInt32());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Read(byte** frames, int offset, out Lanes128 word0, out Lanes128 word1, out Lanes128 word2, out Lanes128 word3)
    {
        Vector128<uint> a = Vector128.Load((uint*)(frames[0] + offset));
        Vector128<uint> b = Vector128.Load((uint*)(frames[1] + offset));
        Vector128<uint> c = Vector128.Load((uint*)(frames[2] + offset));
        Vector128<uint> d = Vector128.Load((uint*)(frames[3] + offset));
        Vector128<ulong> lowAb = Sse2.UnpackLow(a, b).AsUInt64(), highAb = Sse2.UnpackHigh(a, b).AsUInt64();
        Vector128<ulong> lowCd = Sse2.UnpackLow(c, d).AsUInt64(), highCd = Sse2.UnpackHigh(c, d).AsUInt64();
        word0 = new(Sse2.UnpackLow(lowAb, lowCd).AsUInt32());
        word1 = new(Sse2.UnpackHigh(lowAb, lowCd).AsUInt32());
        word2 = new(Sse2.UnpackLow(highAb, highCd).AsUInt32());
        word3 = new(Sse2.UnpackHigh(highAb, highCd).AsUInt32());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WriteLowBytes(Lanes128 lanes, byte* to)
    {
        Vector128<byte> bytes = Ssse3.Shuffle(lanes._value.AsByte(), Vector128.Create(0x0c080400u, 0, 0, 0).AsByte());
        *(uint*)to = bytes.AsUInt32().ToScalar();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint TopBits(Lanes128 lanes) => (uint)lanes._value.ExtractMostSignificantBits();
}
