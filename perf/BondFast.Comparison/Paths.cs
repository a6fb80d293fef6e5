using System.Runtime.CompilerServices;
using BondFast.Datapath;
using BondFast.Dpdk;

namespace BondFast.Comparison;

/// <summary>Something that sends and receives bursts; a struct, so that each trial is compiled for it.</summary>
internal unsafe interface IPath
{
    /// <summary>Frames taken; what is not taken has been freed.</summary>
    uint Transmit(Mbuf** frames, uint count);

    uint Receive(Mbuf** frames, uint max);
}

/// <summary>A port by itself: a slave directly, or the rival's bond.</summary>
internal readonly unsafe struct PortPath(ushort port) : IPath
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Transmit(Mbuf** frames, uint count)
    {
        uint sent = Burst.Transmit(port, 0, frames, count);
        if (sent < count) Burst.Free(frames + sent, count - sent);
        return sent;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Receive(Mbuf** frames, uint max) => Burst.Receive(port, 0, frames, max);
}

/// <summary>BondFast's bond.</summary>
internal readonly unsafe struct BondPath(BondPort port) : IPath
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Transmit(Mbuf** frames, uint count) => port.Transmit(frames, count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Receive(Mbuf** frames, uint max) => port.Receive(frames, max);
}
