using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using BondFast.Wire;

namespace BondFast.Datapath.Transmit;

/// <summary>
/// Who gets which frame of a burst of up to 64, as one bit per frame and place: what the kernels hand to <see cref="Scatter"/> without a
/// detour through memory, so that the first slave's frames are known a little earlier.
/// </summary>
[HotPath]
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct PlaceMasks
{
    /// <summary>With more places than this, going through the burst once for each is not worth it.</summary>
    public const uint MaxPlaces = 8;

    /// <summary>Places in use, 2 to <see cref="MaxPlaces"/>.</summary>
    public uint Places;

    /// <summary>Bit i: frame i is of this place. The first entry is made last (<see cref="Complete"/>).</summary>
    public fixed ulong Own[(int)MaxPlaces];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Clear(uint places)
    {
        Places = places;
        Vector256<ulong>* own = (Vector256<ulong>*)Unsafe.AsPointer(ref Own[0]);
        own[0] = own[1] = Vector256<ulong>.Zero;
    }

    /// <summary>What no other place has is the first one's.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Complete(uint count)
    {
        ulong taken = Own[1];
        for (uint place = 2; place < Places; place++) taken |= Own[place];
        Own[0] = ~taken & ulong.MaxValue >> (int)(64 - count);
    }

    /// <summary>Sixteen frames whose places are given as bytes.</summary>
    public void Add(byte* places, uint first, uint count)
    {
        Vector128<byte> all = Vector128.Load(places);
        ulong lanes = (1UL << (int)count) - 1;
        for (uint place = 1; place < Places; place++)
            Own[place] |= (Vector128.Equals(all, Vector128.Create((byte)place)).ExtractMostSignificantBits() & lanes) << (int)first;
    }
}
