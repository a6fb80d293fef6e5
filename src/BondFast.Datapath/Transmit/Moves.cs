using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using BondFast.Dpdk;
using BondFast.Wire;

namespace BondFast.Datapath.Transmit;

/// <summary>Moves chosen ones of a group of pointers together.</summary>
[HotPath]
internal unsafe interface IMove
{
    /// <summary>Pointers in a group.</summary>
    static abstract int Width { get; }

    /// <summary>A bit for each.</summary>
    static abstract uint Mask { get; }

    /// <summary>Writes the chosen ones in order, and rubbish behind them up to the group's width.</summary>
    static abstract void Move(Mbuf** group, uint chosen, Mbuf** to);
}

/// <summary>Eight by AVX-512's compress instruction.</summary>
[HotPath]
internal readonly unsafe struct Eight : IMove
{
    public static int Width => 8;
    public static uint Mask => 0xff;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Move(Mbuf** group, uint chosen, Mbuf** to)
    {
        Vector512<ulong> bits = Vector512.Create(1ul, 2, 4, 8, 16, 32, 64, 128);
        Vector512<ulong> mask = Vector512.Equals(Vector512.Create((ulong)chosen) & bits, bits);
        Avx512F.Compress(Vector512<ulong>.Zero, mask, Vector512.Load((ulong*)group)).Store((ulong*)to);
    }
}

/// <summary>Four by AVX2: a permutation from a table of sixteen.</summary>
[HotPath]
internal readonly unsafe struct Four : IMove
{
    public static int Width => 4;
    public static uint Mask => 0xf;

    /// <summary>For each choice the halves of the chosen pointers in order, a byte for each half.</summary>
    private static ReadOnlySpan<ulong> Order =>
    [
        0, 0x0100, 0x0302, 0x03020100, 0x0504, 0x05040100, 0x05040302, 0x050403020100,
        0x0706, 0x07060100, 0x07060302, 0x070603020100, 0x07060504, 0x070605040100, 0x070605040302, 0x0706050403020100,
    ];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Move(Mbuf** group, uint chosen, Mbuf** to)
    {
        Vector256<uint> order = Avx2.ConvertToVector256Int32(Vector128.CreateScalarUnsafe(Order[(int)chosen]).AsByte()).AsUInt32();
        Avx2.PermuteVar8x32(Vector256.Load((uint*)group), order).Store((uint*)to);
    }
}
