using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using BondFast.Dpdk;
using BondFast.Wire;

namespace BondFast.Datapath.ControlFrames;

/// <summary>
/// Frames on their way from one worker to the control core, by value: the bytes are copied in, so no mbuf ever changes cores.
/// One producer (the worker), one consumer (the control core); entries of 512 bytes, longer frames are cut.
/// <code>
/// entry:  0 arrived 64 | 8 frame length 32 | 12 length 16 | 14 slot 8 | 15 kind 8 | 16 bytes ... 511
/// </code>
/// </summary>
internal sealed unsafe class ControlFrameRing : IDisposable
{
    private const int EntrySize = 512;
    private const int HeaderSize = 16;

    /// <summary>Most bytes of a frame that are passed on.</summary>
    public const int MaxBytes = EntrySize - HeaderSize;

    private readonly Header* _header;
    private readonly byte* _entries;
    private readonly uint _mask;

    /// <param name="entries">A power of two.</param>
    public ControlFrameRing(int entries)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(System.Numerics.BitOperations.IsPow2(entries), true, nameof(entries));
        _mask = (uint)entries - 1;
        nuint size = (nuint)(sizeof(Header) + entries * EntrySize);
        _header = (Header*)NativeMemory.AlignedAlloc(size, 128);
        NativeMemory.Clear(_header, size);
        _entries = (byte*)(_header + 1);
    }

    /// <summary>Worker: copies the frame's first bytes in, over all its segments. False when the ring is full.</summary>
    [HotPath]
    public bool TryWrite(ControlFrameKind kind, int slot, long arrived, Mbuf* frame)
    {
        uint written = _header->Written;
        if (written - Volatile.Read(ref _header->Taken) > _mask) return false;
        byte* entry = _entries + (written & _mask) * EntrySize;
        *(long*)entry = arrived;
        *(uint*)(entry + 8) = frame->PacketLength;
        *(ushort*)(entry + 12) = CopyBytes(frame, entry + HeaderSize);
        entry[14] = (byte)slot;
        entry[15] = (byte)kind;
        Volatile.Write(ref _header->Written, written + 1);
        return true;
    }

    /// <summary>Control core: takes the oldest frame. False when there is none.</summary>
    /// <param name="buffer">Holds at least <see cref="MaxBytes"/>.</param>
    /// <param name="info">What is known of it.</param>
    public bool TryTake(Span<byte> buffer, out ControlFrameInfo info)
    {
        uint taken = _header->Taken;
        if (taken == Volatile.Read(ref _header->Written))
        {
            info = default;
            return false;
        }
        byte* entry = _entries + (taken & _mask) * EntrySize;
        int length = *(ushort*)(entry + 12);
        info = new ControlFrameInfo((ControlFrameKind)entry[15], (sbyte)entry[14], *(long*)entry, length, *(int*)(entry + 8));
        new ReadOnlySpan<byte>(entry + HeaderSize, length).CopyTo(buffer);
        Volatile.Write(ref _header->Taken, taken + 1);
        return true;
    }

    public void Dispose() => NativeMemory.AlignedFree(_header);

    [HotPath]
    private static ushort CopyBytes(Mbuf* frame, byte* to)
    {
        uint copied = 0;
        for (Mbuf* segment = frame; ; segment = segment->Next)
        {
            uint count = Math.Min(segment->DataLength, MaxBytes - copied);
            Unsafe.CopyBlockUnaligned(to + copied, segment->Data, count);
            copied += count;
            if (frame->Segments == 1 || segment->Next == null || copied == MaxBytes) return (ushort)copied;
        }
    }

    /// <summary>Each side's counter on lines of its own.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 384)]
    private struct Header
    {
        [FieldOffset(128)] public uint Written;
        [FieldOffset(256)] public uint Taken;
    }
}
