using System.Runtime.InteropServices;

namespace BondFast.Dpdk.Native;

internal static unsafe partial class Shim
{
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int bf_ring_create(string name, uint slots, int socket, int multiProducer, void** ring);

    [LibraryImport(Library)]
    internal static partial void bf_ring_free(void* ring);

    [LibraryImport(Library)]
    internal static partial uint bf_ring_enqueue(void* ring, void** items, uint count);

    [LibraryImport(Library)]
    internal static partial uint bf_ring_dequeue(void* ring, void** items, uint count);

    [LibraryImport(Library)]
    internal static partial uint bf_ring_count(void* ring);
}
