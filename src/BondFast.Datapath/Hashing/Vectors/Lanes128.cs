using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using BondFast.Dpdk;
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
    public static Lanes128 Table(ulong low, ulong high) => new(Vector128.Create(low, high).AsUInt32());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 LookUp(Lanes128 table, Lanes128 bytes) => new(Ssse3.Shuffle(table._value.AsByte(), bytes._value.AsByte()).AsUInt32());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsZero(Lanes128 lanes) => lanes._value == Vector128<uint>.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 WeightedSum(Lanes128 bytes, Lanes128 weights)
    {
        Vector128<short> pairs = Ssse3.MultiplyAddAdjacent(bytes._value.AsByte(), weights._value.AsSByte());
        return new(Sse2.MultiplyAddAdjacent(pairs, Vector128<short>.One).AsUInt32());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WriteLowBytes(Lanes128 lanes, byte* to)
    {
        Vector128<byte> bytes = Ssse3.Shuffle(lanes._value.AsByte(), Vector128.Create(0x0c080400u, 0, 0, 0).AsByte());
        *(uint*)to = bytes.AsUInt32().ToScalar();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint EqualBits(Lanes128 left, Lanes128 right) => (uint)Vector128.Equals(left._value, right._value).ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint TopBits(Lanes128 lanes) => (uint)lanes._value.ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words<Lanes128> Read(byte** starts, int offset)
    {
        Vector128<uint> a = At(starts[0], offset);
        Vector128<uint> b = At(starts[1], offset);
        Vector128<uint> c = At(starts[2], offset);
        Vector128<uint> d = At(starts[3], offset);
        return Transpose(a, b, c, d);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryRead(Mbuf** frames, uint shortest, int offset, out Words<Lanes128> words)
    {
        words = default;
        byte* p0, p1, p2, p3;
        if (!frames[0]->TryStart(shortest, out p0)) return false;
        if (!frames[1]->TryStart(shortest, out p1)) return false;
        if (!frames[2]->TryStart(shortest, out p2)) return false;
        if (!frames[3]->TryStart(shortest, out p3)) return false;
        Vector128<uint> a = At(p0, offset);
        Vector128<uint> b = At(p1, offset);
        Vector128<uint> c = At(p2, offset);
        Vector128<uint> d = At(p3, offset);
        words = Transpose(a, b, c, d);
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryRead(Mbuf** frames, uint shortest, int offset, int offset2, out Words<Lanes128> words, out Words<Lanes128> words2)
    {
        words = words2 = default;
        byte* p0, p1, p2, p3;
        if (!frames[0]->TryStart(shortest, out p0)) return false;
        if (!frames[1]->TryStart(shortest, out p1)) return false;
        if (!frames[2]->TryStart(shortest, out p2)) return false;
        if (!frames[3]->TryStart(shortest, out p3)) return false;
        {
            Vector128<uint> a = At(p0, offset);
            Vector128<uint> b = At(p1, offset);
            Vector128<uint> c = At(p2, offset);
            Vector128<uint> d = At(p3, offset);
            words = Transpose(a, b, c, d);
        }
        {
            Vector128<uint> a = At(p0, offset2);
            Vector128<uint> b = At(p1, offset2);
            Vector128<uint> c = At(p2, offset2);
            Vector128<uint> d = At(p3, offset2);
            words2 = Transpose(a, b, c, d);
        }
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryReadLine(Mbuf** frames, uint shortest, int offset, out Words<Lanes128> words, out Words<Lanes128> words2)
    {
        return TryRead(frames, shortest, offset, offset + 16, out words, out words2);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<uint> At(byte* start, int offset) => Vector128.Load((uint*)(start + offset));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Words<Lanes128> Transpose(Vector128<uint> a, Vector128<uint> b, Vector128<uint> c, Vector128<uint> d)
    {
        Vector128<ulong> lowAb = Sse2.UnpackLow(a, b).AsUInt64(), highAb = Sse2.UnpackHigh(a, b).AsUInt64();
        Vector128<ulong> lowCd = Sse2.UnpackLow(c, d).AsUInt64(), highCd = Sse2.UnpackHigh(c, d).AsUInt64();
        return new(
            new(Sse2.UnpackLow(lowAb, lowCd).AsUInt32()),
            new(Sse2.UnpackHigh(lowAb, lowCd).AsUInt32()),
            new(Sse2.UnpackLow(highAb, highCd).AsUInt32()),
            new(Sse2.UnpackHigh(highAb, highCd).AsUInt32()));
    }
}
