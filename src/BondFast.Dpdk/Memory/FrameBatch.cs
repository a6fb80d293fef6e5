using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace BondFast.Dpdk;

/// <summary>
/// Frames in the hands of one thread: an array of mbuf pointers outside the managed heap, with spans over the frames' bytes for
/// code that does without pointers. It owns the frames that are in it.
/// </summary>
public sealed unsafe class FrameBatch : IDisposable
{
    private Mbuf** _frames;

    /// <param name="capacity">Frames it can hold; 32 is the usual burst.</param>
    public FrameBatch(int capacity = 32)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        Capacity = capacity;
        _frames = (Mbuf**)NativeMemory.AllocZeroed((nuint)capacity, (nuint)sizeof(Mbuf*));
    }

    public int Capacity { get; }

    public int Count { get; private set; }

    /// <summary>For code that works on pointers; <see cref="Count"/> of them are frames. After such code took or brought frames, <see cref="SetCount"/>.</summary>
    [HotPath]
    public Mbuf** Frames => _frames;

    /// <summary>The first segment's bytes; nearly always the whole frame.</summary>
    [HotPath]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<byte> Bytes(int index)
    {
        Mbuf* frame = At(index);
        return new Span<byte>(frame->Data, frame->DataLength);
    }

    /// <summary>Length over all segments, without FCS.</summary>
    [HotPath]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Length(int index) => (int)At(index)->PacketLength;

    /// <summary>Gives a fresh frame its length and returns its bytes, which are whatever the buffer held before.</summary>
    [HotPath]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<byte> Prepare(int index, int length)
    {
        Mbuf* frame = At(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, frame->BufferLength - frame->DataOffset);
        frame->DataLength = (ushort)length;
        frame->PacketLength = (uint)length;
        return new Span<byte>(frame->Data, length);
    }

    /// <summary>Bytes that <see cref="Prepare(int, int, ReadOnlySpan{byte})"/> copies.</summary>
    public const int HeadLength = 128;

    /// <summary>As the other, and copies the frame's first bytes from <paramref name="head"/>, which has <see cref="HeadLength"/>; what is behind the frame's end does no harm.</summary>
    [HotPath]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<byte> Prepare(int index, int length, ReadOnlySpan<byte> head)
    {
        Mbuf* frame = At(index);
        ArgumentOutOfRangeException.ThrowIfLessThan(head.Length, HeadLength);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Math.Max(length, HeadLength), frame->BufferLength - frame->DataOffset);
        frame->DataLength = (ushort)length;
        frame->PacketLength = (uint)length;
        byte* data = frame->Data;
        ref byte from = ref MemoryMarshal.GetReference(head);
        Vector512.LoadUnsafe(ref from).Store(data);
        if (length > 64) Vector512.LoadUnsafe(ref from, 64).Store(data + 64);
        return new Span<byte>(data, length);
    }

    /// <summary>Fills an empty batch with fresh buffers of length 0. False, and nothing taken, when the pool has not that many.</summary>
    [HotPath]
    public bool Allocate(Mempool pool, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(Count, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Capacity);
        if (!Burst.Allocate(pool.Handle, _frames, (uint)count)) return false;
        Count = count;
        return true;
    }

    /// <summary>Adds what a port has received, as far as there is room; the number of frames.</summary>
    [HotPath]
    public int Receive(ushort port, ushort queue)
    {
        int received = (int)Burst.Receive(port, queue, _frames + Count, (uint)(Capacity - Count));
        Count += received;
        return received;
    }

    /// <summary>Sends from the front; what the driver does not take moves up and stays. The number of frames taken.</summary>
    [HotPath]
    public int Transmit(ushort port, ushort queue)
    {
        int sent = (int)Burst.Transmit(port, queue, _frames, (uint)Count);
        Count -= sent;
        for (int i = 0; sent != 0 && i < Count; i++) _frames[i] = _frames[i + sent];
        return sent;
    }

    /// <summary>Returns all frames to their pools.</summary>
    [HotPath]
    public void Free()
    {
        Burst.Free(_frames, (uint)Count);
        Count = 0;
    }

    /// <summary>After code that works on <see cref="Frames"/>: how many of them are frames now, from the front.</summary>
    [HotPath]
    public void SetCount(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)count, (uint)Capacity);
        Count = count;
    }

    public void Dispose()
    {
        if (_frames is null) return;
        Free();
        NativeMemory.Free(_frames);
        _frames = null;
    }

    [HotPath]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Mbuf* At(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count);
        return _frames[index];
    }
}
