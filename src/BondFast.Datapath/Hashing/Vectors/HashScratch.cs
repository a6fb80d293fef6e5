using System.Runtime.InteropServices;

namespace BondFast.Datapath.Hashing.Vectors;

/// <summary>Room for the addresses of one burst's frames, a whole vector longer than the burst.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct HashScratch
{
    private const int MaxLanes = 16;
    private const int Room = Workers.WorkerState.MaxBurst + MaxLanes;

    /// <summary>First byte of each frame, or of <see cref="Nothing"/> when the frame is too short.</summary>
    public fixed ulong Frames[Room];

    /// <summary>One group's: shifted over a tag, or <see cref="Nothing"/> when it is not for the kernel in question.</summary>
    public fixed ulong Shifted[MaxLanes];
    public fixed ulong ShiftedIpv6[MaxLanes];

    /// <summary>A frame of no type.</summary>
    public fixed byte Nothing[64];
}
