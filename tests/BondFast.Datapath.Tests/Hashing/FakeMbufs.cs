using System.Runtime.InteropServices;
using BondFast.Dpdk;

namespace BondFast.Datapath.Tests.Hashing;

/// <summary>
/// Mbufs without DPDK. Each frame ends exactly at a page that may not be touched, so that one byte read too far ends the test process.
/// </summary>
internal sealed unsafe partial class FakeMbufs : IDisposable
{
    private const int Page = 4096;
    private const int Readable = 2 * Page;
    private readonly byte* _region;
    private readonly nuint _size;

    public FakeMbufs(int count)
    {
        _size = (nuint)(count * (Readable + Page));
        _region = Map(null, _size, 3, 0x22, -1, 0);
        if ((nint)_region == -1) throw new OutOfMemoryException();
        for (int i = 0; i < count; i++)
            if (Protect(Slot(i) + Readable, Page, 0) != 0) throw new InvalidOperationException("mprotect failed");
        Frames = (Mbuf**)NativeMemory.AllocZeroed((nuint)count, (nuint)sizeof(Mbuf*));
        for (int i = 0; i < count; i++) Frames[i] = (Mbuf*)Slot(i);
    }

    public Mbuf** Frames { get; }

    public void Set(int index, ReadOnlySpan<byte> bytes)
    {
        Mbuf* mbuf = Frames[index];
        mbuf->BufferAddress = Slot(index) + 256;
        mbuf->DataOffset = (ushort)(Readable - 256 - bytes.Length);
        mbuf->DataLength = (ushort)bytes.Length;
        mbuf->PacketLength = (uint)bytes.Length + 1000; // as if further segments followed
        mbuf->Segments = 2;
        bytes.CopyTo(new Span<byte>(mbuf->Data, bytes.Length));
    }

    public void Dispose()
    {
        NativeMemory.Free(Frames);
        _ = Unmap(_region, _size);
    }

    private byte* Slot(int index) => _region + (long)index * (Readable + Page);

    [LibraryImport("libc", EntryPoint = "mmap")]
    private static partial byte* Map(void* at, nuint length, int protection, int flags, int file, long offset);

    [LibraryImport("libc", EntryPoint = "mprotect")]
    private static partial int Protect(void* at, nuint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int Unmap(void* at, nuint length);
}
