using System.Runtime.InteropServices;

namespace BondFast.Datapath.Hashing.Vectors;

/// <summary>Room for the addresses of one group of frames of mixed shapes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct HashScratch
{
    private const int MaxLanes = 16;

    /// <summary>First byte of each frame.</summary>
    public fixed ulong Starts[MaxLanes];

    /// <summary>The same, four bytes on when there is a tag.</summary>
    public fixed ulong Shifted[MaxLanes];

    /// <summary>The same for IPv6, and <see cref="Nothing"/> for all else.</summary>
    public fixed ulong ShiftedIpv6[MaxLanes];

    /// <summary>Results before they go where they belong.</summary>
    public fixed byte Places[MaxLanes];

    /// <summary>A frame of no type.</summary>
    public fixed byte Nothing[64];
}
