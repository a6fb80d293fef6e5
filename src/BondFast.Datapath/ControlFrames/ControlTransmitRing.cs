using System.Runtime.InteropServices;
using BondFast.Dpdk;
using BondFast.Wire;

namespace BondFast.Datapath.ControlFrames;

/// <summary>
/// Frames that the control core wants a worker to send, for slaves whose driver has no transmit queue to spare.
/// One producer (the control core), one consumer (worker 0). Owns the mbufs in it.
/// </summary>
internal sealed unsafe class ControlTransmitRing : IDisposable
{
    private const uint Entries = 256;

    private readonly Header* _header;

    public ControlTransmitRing()
    {
        _header = (Header*)NativeMemory.AlignedAlloc((nuint)sizeof(Header), 128);
        NativeMemory.Clear(_header, (nuint)sizeof(Header));
    }

    /// <summary>Worker: one plain load says whether there is anything.</summary>
    [HotPath]
    public bool IsEmpty => Volatile.Read(ref _header->Written) == _header->Taken;

    /// <summary>Control core. False when the ring is full; the caller keeps the frame.</summary>
    public bool TryWrite(int slot, Mbuf* frame)
    {
        uint written = _header->Written;
        if (written - Volatile.Read(ref _header->Taken) >= Entries) return false;
        uint at = written % Entries;
        _header->Frames[at] = (ulong)frame;
        _header->Slots[at] = (byte)slot;
        Volatile.Write(ref _header->Written, written + 1);
        return true;
    }

    /// <summary>Worker: takes the oldest frame, which the caller then owns.</summary>
    [HotPath]
    public bool TryTake(out int slot, out Mbuf* frame)
    {
        uint taken = _header->Taken;
        if (taken == Volatile.Read(ref _header->Written))
        {
            slot = 0;
            frame = null;
            return false;
        }
        frame = (Mbuf*)_header->Frames[taken % Entries];
        slot = _header->Slots[taken % Entries];
        Volatile.Write(ref _header->Taken, taken + 1);
        return true;
    }

    /// <summary>The worker has stopped: frees the frames that were not sent.</summary>
    public void Dispose()
    {
        while (TryTake(out _, out Mbuf* frame)) Burst.Free(&frame, 1);
        NativeMemory.AlignedFree(_header);
    }

    [StructLayout(LayoutKind.Explicit)]
    private struct Header
    {
        [FieldOffset(128)] public uint Written;
        [FieldOffset(256)] public uint Taken;
        [FieldOffset(384)] public fixed ulong Frames[(int)Entries];
        [FieldOffset(384 + 8 * (int)Entries)] public fixed byte Slots[(int)Entries];
    }
}
