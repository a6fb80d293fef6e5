using System.Runtime.CompilerServices;
using BondFast.Datapath.Transmit;
using BondFast.Wire;

namespace BondFast.Datapath.Hashing.Vectors;

/// <summary>Where a kernel's results go.</summary>
[HotPath]
internal unsafe interface IHashOutput
{
    /// <summary>A whole group.</summary>
    static abstract void Put<T>(T residues, void* output, uint first)
        where T : struct, ILanes<T>;

    /// <summary>At most sixteen frames, one byte each, readable to the sixteenth.</summary>
    static abstract void Put(byte* residues, void* output, uint first, uint count);
}

/// <summary>One byte per frame.</summary>
[HotPath]
internal readonly unsafe struct ToBytes : IHashOutput
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Put<T>(T residues, void* output, uint first)
        where T : struct, ILanes<T> => T.WriteLowBytes(residues, (byte*)output + first);

    public static void Put(byte* residues, void* output, uint first, uint count)
    {
        for (uint i = 0; i < count; i++) ((byte*)output)[first + i] = residues[i];
    }
}

/// <summary><see cref="PlaceMasks"/>.</summary>
[HotPath]
internal readonly unsafe struct ToMasks : IHashOutput
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Put<T>(T residues, void* output, uint first)
        where T : struct, ILanes<T>
    {
        PlaceMasks* masks = (PlaceMasks*)output;
        if (masks->Places == 2)
        {
            masks->Own[1] |= (ulong)T.TopBits(residues << 31) << (int)first;
            return;
        }
        for (uint place = 1; place < masks->Places; place++)
            masks->Own[place] |= (ulong)T.EqualBits(residues, T.All(place)) << (int)first;
    }

    public static void Put(byte* residues, void* output, uint first, uint count) => ((PlaceMasks*)output)->Add(residues, first, count);
}
