using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using BondFast.Dpdk;
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
    public static Lanes256 Table(ulong low, ulong high) => new(Vector256.Create(low, high, low, high).AsUInt32());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 LookUp(Lanes256 table, Lanes256 bytes) => new(Avx2.Shuffle(table._value.AsByte(), bytes._value.AsByte()).AsUInt32());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsZero(Lanes256 lanes) => lanes._value == Vector256<uint>.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 WeightedSum(Lanes256 bytes, Lanes256 weights)
    {
        Vector256<short> pairs = Avx2.MultiplyAddAdjacent(bytes._value.AsByte(), weights._value.AsSByte());
        return new(Avx2.MultiplyAddAdjacent(pairs, Vector256<short>.One).AsUInt32());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WriteLowBytes(Lanes256 lanes, byte* to)
    {
        Vector256<byte> bytes = Avx2.Shuffle(lanes._value.AsByte(), Vector256.Create(0x0c080400u, 0, 0, 0, 0x0c080400, 0, 0, 0).AsByte());
        Vector256<uint> packed = Avx2.PermuteVar8x32(bytes.AsUInt32(), Vector256.Create(0u, 4, 0, 0, 0, 0, 0, 0));
        *(ulong*)to = packed.AsUInt64().ToScalar();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint EqualBits(Lanes256 left, Lanes256 right) => (uint)Vector256.Equals(left._value, right._value).ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint TopBits(Lanes256 lanes) => (uint)lanes._value.ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words<Lanes256> Read(byte** starts, int offset)
    {
        Vector256<uint> a = Vector256.Create(At(starts[0], offset), At(starts[4], offset));
        Vector256<uint> b = Vector256.Create(At(starts[1], offset), At(starts[5], offset));
        Vector256<uint> c = Vector256.Create(At(starts[2], offset), At(starts[6], offset));
        Vector256<uint> d = Vector256.Create(At(starts[3], offset), At(starts[7], offset));
        return Transpose(a, b, c, d);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryRead(Mbuf** frames, uint shortest, int offset, out Words<Lanes256> words)
    {
        words = default;
        byte* p0, p1, p2, p3, p4, p5, p6, p7;
        if (!frames[0]->TryStart(shortest, out p0)) return false;
        if (!frames[1]->TryStart(shortest, out p1)) return false;
        if (!frames[2]->TryStart(shortest, out p2)) return false;
        if (!frames[3]->TryStart(shortest, out p3)) return false;
        if (!frames[4]->TryStart(shortest, out p4)) return false;
        if (!frames[5]->TryStart(shortest, out p5)) return false;
        if (!frames[6]->TryStart(shortest, out p6)) return false;
        if (!frames[7]->TryStart(shortest, out p7)) return false;
        Vector256<uint> a = Vector256.Create(At(p0, offset), At(p4, offset));
        Vector256<uint> b = Vector256.Create(At(p1, offset), At(p5, offset));
        Vector256<uint> c = Vector256.Create(At(p2, offset), At(p6, offset));
        Vector256<uint> d = Vector256.Create(At(p3, offset), At(p7, offset));
        words = Transpose(a, b, c, d);
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryRead(Mbuf** frames, uint shortest, int offset, int offset2, out Words<Lanes256> words, out Words<Lanes256> words2)
    {
        words = words2 = default;
        byte* p0, p1, p2, p3, p4, p5, p6, p7;
        if (!frames[0]->TryStart(shortest, out p0)) return false;
        if (!frames[1]->TryStart(shortest, out p1)) return false;
        if (!frames[2]->TryStart(shortest, out p2)) return false;
        if (!frames[3]->TryStart(shortest, out p3)) return false;
        if (!frames[4]->TryStart(shortest, out p4)) return false;
        if (!frames[5]->TryStart(shortest, out p5)) return false;
        if (!frames[6]->TryStart(shortest, out p6)) return false;
        if (!frames[7]->TryStart(shortest, out p7)) return false;
        {
            Vector256<uint> a = Vector256.Create(At(p0, offset), At(p4, offset));
            Vector256<uint> b = Vector256.Create(At(p1, offset), At(p5, offset));
            Vector256<uint> c = Vector256.Create(At(p2, offset), At(p6, offset));
            Vector256<uint> d = Vector256.Create(At(p3, offset), At(p7, offset));
            words = Transpose(a, b, c, d);
        }
        {
            Vector256<uint> a = Vector256.Create(At(p0, offset2), At(p4, offset2));
            Vector256<uint> b = Vector256.Create(At(p1, offset2), At(p5, offset2));
            Vector256<uint> c = Vector256.Create(At(p2, offset2), At(p6, offset2));
            Vector256<uint> d = Vector256.Create(At(p3, offset2), At(p7, offset2));
            words2 = Transpose(a, b, c, d);
        }
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryReadLine(Mbuf** frames, uint shortest, int offset, out Words<Lanes256> words, out Words<Lanes256> words2)
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
        Vector256<uint> v0 = Vector256.Load((uint*)(p0 + offset));
        Vector256<uint> v1 = Vector256.Load((uint*)(p1 + offset));
        Vector256<uint> v2 = Vector256.Load((uint*)(p2 + offset));
        Vector256<uint> v3 = Vector256.Load((uint*)(p3 + offset));
        Vector256<uint> v4 = Vector256.Load((uint*)(p4 + offset));
        Vector256<uint> v5 = Vector256.Load((uint*)(p5 + offset));
        Vector256<uint> v6 = Vector256.Load((uint*)(p6 + offset));
        Vector256<uint> v7 = Vector256.Load((uint*)(p7 + offset));
        Words<Lanes256> first = Transpose(v0, v1, v2, v3), second = Transpose(v4, v5, v6, v7);
        words = new(Lower(first.Word0, second.Word0), Lower(first.Word1, second.Word1), Lower(first.Word2, second.Word2), Lower(first.Word3, second.Word3));
        words2 = new(Upper(first.Word0, second.Word0), Upper(first.Word1, second.Word1), Upper(first.Word2, second.Word2), Upper(first.Word3, second.Word3));
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Lanes256 Lower(Lanes256 first, Lanes256 second) => new(Avx2.Permute2x128(first._value, second._value, 0x20));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Lanes256 Upper(Lanes256 first, Lanes256 second) => new(Avx2.Permute2x128(first._value, second._value, 0x31));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<uint> At(byte* start, int offset) => Vector128.Load((uint*)(start + offset));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Words<Lanes256> Transpose(Vector256<uint> a, Vector256<uint> b, Vector256<uint> c, Vector256<uint> d)
    {
        Vector256<ulong> lowAb = Avx2.UnpackLow(a, b).AsUInt64(), highAb = Avx2.UnpackHigh(a, b).AsUInt64();
        Vector256<ulong> lowCd = Avx2.UnpackLow(c, d).AsUInt64(), highCd = Avx2.UnpackHigh(c, d).AsUInt64();
        return new(
            new(Avx2.UnpackLow(lowAb, lowCd).AsUInt32()),
            new(Avx2.UnpackHigh(lowAb, lowCd).AsUInt32()),
            new(Avx2.UnpackLow(highAb, highCd).AsUInt32()),
            new(Avx2.UnpackHigh(highAb, highCd).AsUInt32()));
    }
}
