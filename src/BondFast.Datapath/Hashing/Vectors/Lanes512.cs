using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using BondFast.Dpdk;
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
    public static Lanes512 Table(ulong low, ulong high) => new(Vector512.Create(low, high, low, high, low, high, low, high).AsUInt32());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 LookUp(Lanes512 table, Lanes512 bytes) => new(Avx512BW.Shuffle(table._value.AsByte(), bytes._value.AsByte()).AsUInt32());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsZero(Lanes512 lanes) => lanes._value == Vector512<uint>.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 WeightedSum(Lanes512 bytes, Lanes512 weights)
    {
        Vector512<short> pairs = Avx512BW.MultiplyAddAdjacent(bytes._value.AsByte(), weights._value.AsSByte());
        return new(Avx512BW.MultiplyAddAdjacent(pairs, Vector512<short>.One).AsUInt32());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WriteLowBytes(Lanes512 lanes, byte* to)
    {
        Avx512F.ConvertToVector128Byte(lanes._value).Store(to);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint EqualBits(Lanes512 left, Lanes512 right) => (uint)Vector512.Equals(left._value, right._value).ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint TopBits(Lanes512 lanes) => (uint)lanes._value.ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words<Lanes512> Read(byte** starts, int offset)
    {
        Vector512<uint> a = Join(At(starts[0], offset), starts[4] + offset, starts[8] + offset, starts[12] + offset);
        Vector512<uint> b = Join(At(starts[1], offset), starts[5] + offset, starts[9] + offset, starts[13] + offset);
        Vector512<uint> c = Join(At(starts[2], offset), starts[6] + offset, starts[10] + offset, starts[14] + offset);
        Vector512<uint> d = Join(At(starts[3], offset), starts[7] + offset, starts[11] + offset, starts[15] + offset);
        return Transpose(a, b, c, d);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryRead(Mbuf** frames, uint shortest, int offset, out Words<Lanes512> words)
    {
        words = default;
        byte* p0, p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11, p12, p13, p14, p15;
        if (!frames[0]->TryStart(shortest, out p0)) return false;
        if (!frames[1]->TryStart(shortest, out p1)) return false;
        if (!frames[2]->TryStart(shortest, out p2)) return false;
        if (!frames[3]->TryStart(shortest, out p3)) return false;
        if (!frames[4]->TryStart(shortest, out p4)) return false;
        if (!frames[5]->TryStart(shortest, out p5)) return false;
        if (!frames[6]->TryStart(shortest, out p6)) return false;
        if (!frames[7]->TryStart(shortest, out p7)) return false;
        if (!frames[8]->TryStart(shortest, out p8)) return false;
        if (!frames[9]->TryStart(shortest, out p9)) return false;
        if (!frames[10]->TryStart(shortest, out p10)) return false;
        if (!frames[11]->TryStart(shortest, out p11)) return false;
        if (!frames[12]->TryStart(shortest, out p12)) return false;
        if (!frames[13]->TryStart(shortest, out p13)) return false;
        if (!frames[14]->TryStart(shortest, out p14)) return false;
        if (!frames[15]->TryStart(shortest, out p15)) return false;
        Vector512<uint> a = Join(At(p0, offset), p4 + offset, p8 + offset, p12 + offset);
        Vector512<uint> b = Join(At(p1, offset), p5 + offset, p9 + offset, p13 + offset);
        Vector512<uint> c = Join(At(p2, offset), p6 + offset, p10 + offset, p14 + offset);
        Vector512<uint> d = Join(At(p3, offset), p7 + offset, p11 + offset, p15 + offset);
        words = Transpose(a, b, c, d);
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryRead(Mbuf** frames, uint shortest, int offset, int offset2, out Words<Lanes512> words, out Words<Lanes512> words2)
    {
        words = words2 = default;
        byte* p0, p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11, p12, p13, p14, p15;
        if (!frames[0]->TryStart(shortest, out p0)) return false;
        if (!frames[1]->TryStart(shortest, out p1)) return false;
        if (!frames[2]->TryStart(shortest, out p2)) return false;
        if (!frames[3]->TryStart(shortest, out p3)) return false;
        if (!frames[4]->TryStart(shortest, out p4)) return false;
        if (!frames[5]->TryStart(shortest, out p5)) return false;
        if (!frames[6]->TryStart(shortest, out p6)) return false;
        if (!frames[7]->TryStart(shortest, out p7)) return false;
        if (!frames[8]->TryStart(shortest, out p8)) return false;
        if (!frames[9]->TryStart(shortest, out p9)) return false;
        if (!frames[10]->TryStart(shortest, out p10)) return false;
        if (!frames[11]->TryStart(shortest, out p11)) return false;
        if (!frames[12]->TryStart(shortest, out p12)) return false;
        if (!frames[13]->TryStart(shortest, out p13)) return false;
        if (!frames[14]->TryStart(shortest, out p14)) return false;
        if (!frames[15]->TryStart(shortest, out p15)) return false;
        {
            Vector512<uint> a = Join(At(p0, offset), p4 + offset, p8 + offset, p12 + offset);
            Vector512<uint> b = Join(At(p1, offset), p5 + offset, p9 + offset, p13 + offset);
            Vector512<uint> c = Join(At(p2, offset), p6 + offset, p10 + offset, p14 + offset);
            Vector512<uint> d = Join(At(p3, offset), p7 + offset, p11 + offset, p15 + offset);
            words = Transpose(a, b, c, d);
        }
        {
            Vector512<uint> a = Join(At(p0, offset2), p4 + offset2, p8 + offset2, p12 + offset2);
            Vector512<uint> b = Join(At(p1, offset2), p5 + offset2, p9 + offset2, p13 + offset2);
            Vector512<uint> c = Join(At(p2, offset2), p6 + offset2, p10 + offset2, p14 + offset2);
            Vector512<uint> d = Join(At(p3, offset2), p7 + offset2, p11 + offset2, p15 + offset2);
            words2 = Transpose(a, b, c, d);
        }
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryReadLine(Mbuf** frames, uint shortest, int offset, out Words<Lanes512> words, out Words<Lanes512> words2)
    {
        words = words2 = default;
        if (!frames[0]->TryStart(shortest, out byte* p0)) return false;
        if (!frames[1]->TryStart(shortest, out byte* p1)) return false;
        if (!frames[2]->TryStart(shortest, out byte* p2)) return false;
        if (!frames[3]->TryStart(shortest, out byte* p3)) return false;
        if (!frames[4]->TryStart(shortest, out byte* p4)) return false;
        if (!frames[5]->TryStart(shortest, out byte* p5)) return false;
        if (!frames[6]->TryStart(shortest, out byte* p6)) return false;
        if (!frames[7]->TryStart(shortest, out byte* p7)) return false;
        if (!frames[8]->TryStart(shortest, out byte* p8)) return false;
        if (!frames[9]->TryStart(shortest, out byte* p9)) return false;
        if (!frames[10]->TryStart(shortest, out byte* p10)) return false;
        if (!frames[11]->TryStart(shortest, out byte* p11)) return false;
        if (!frames[12]->TryStart(shortest, out byte* p12)) return false;
        if (!frames[13]->TryStart(shortest, out byte* p13)) return false;
        if (!frames[14]->TryStart(shortest, out byte* p14)) return false;
        if (!frames[15]->TryStart(shortest, out byte* p15)) return false;
        Vector512<uint> v0 = Pair(p0 + offset, p4 + offset);
        Vector512<uint> v1 = Pair(p1 + offset, p5 + offset);
        Vector512<uint> v2 = Pair(p2 + offset, p6 + offset);
        Vector512<uint> v3 = Pair(p3 + offset, p7 + offset);
        Vector512<uint> v8 = Pair(p8 + offset, p12 + offset);
        Vector512<uint> v9 = Pair(p9 + offset, p13 + offset);
        Vector512<uint> v10 = Pair(p10 + offset, p14 + offset);
        Vector512<uint> v11 = Pair(p11 + offset, p15 + offset);
        Words<Lanes512> first = Transpose(v0, v1, v2, v3), second = Transpose(v8, v9, v10, v11);
        words = new(Lower(first.Word0, second.Word0), Lower(first.Word1, second.Word1), Lower(first.Word2, second.Word2), Lower(first.Word3, second.Word3));
        words2 = new(Upper(first.Word0, second.Word0), Upper(first.Word1, second.Word1), Upper(first.Word2, second.Word2), Upper(first.Word3, second.Word3));
        return true;
    }

    /// <summary>The first 16 bytes of each frame.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Lanes512 Lower(Lanes512 first, Lanes512 second) => new(Avx512F.Shuffle4x128(first._value, second._value, 0b10_00_10_00));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Lanes512 Upper(Lanes512 first, Lanes512 second) => new(Avx512F.Shuffle4x128(first._value, second._value, 0b11_01_11_01));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> Pair(byte* first, byte* second) =>
        Avx512F.InsertVector256(Vector256.Load((uint*)first).ToVector512Unsafe(), Vector256.Load((uint*)second), 1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> Join(Vector128<uint> first, byte* second, byte* third, byte* fourth)
    {
        Vector512<uint> four = Avx512F.InsertVector128(first.ToVector256Unsafe().ToVector512Unsafe(), Vector128.Load((uint*)second), 1);
        four = Avx512F.InsertVector128(four, Vector128.Load((uint*)third), 2);
        return Avx512F.InsertVector128(four, Vector128.Load((uint*)fourth), 3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<uint> At(byte* start, int offset) => Vector128.Load((uint*)(start + offset));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Words<Lanes512> Transpose(Vector512<uint> a, Vector512<uint> b, Vector512<uint> c, Vector512<uint> d)
    {
        Vector512<ulong> lowAb = Avx512F.UnpackLow(a, b).AsUInt64(), highAb = Avx512F.UnpackHigh(a, b).AsUInt64();
        Vector512<ulong> lowCd = Avx512F.UnpackLow(c, d).AsUInt64(), highCd = Avx512F.UnpackHigh(c, d).AsUInt64();
        return new(
            new(Avx512F.UnpackLow(lowAb, lowCd).AsUInt32()),
            new(Avx512F.UnpackHigh(lowAb, lowCd).AsUInt32()),
            new(Avx512F.UnpackLow(highAb, highCd).AsUInt32()),
            new(Avx512F.UnpackHigh(highAb, highCd).AsUInt32()));
    }
}
