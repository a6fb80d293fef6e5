using System.Runtime.InteropServices;

namespace BondFast.Dpdk.Native;

internal static unsafe partial class Shim
{
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int bf_pool_create(string name, uint count, uint cache, uint room, int socket, int lifo, void** pool);

    [LibraryImport(Library)]
    internal static partial void bf_pool_free(void* pool);

    [LibraryImport(Library)]
    internal static partial uint bf_pool_available(void* pool);

    [LibraryImport(Library)]
    internal static partial uint bf_pool_in_use(void* pool);

    [LibraryImport(Library)]
    internal static partial uint bf_pool_room(void* pool);

    [LibraryImport(Library)]
    internal static partial int bf_mbuf_alloc_bulk(void* pool, void** mbufs, uint count);

    [LibraryImport(Library)]
    internal static partial void bf_mbuf_free_bulk(void** mbufs, uint count);

    [LibraryImport(Library)]
    internal static partial void* bf_mbuf_copy(void* mbuf, void* pool);

    [LibraryImport(Library)]
    internal static partial int bf_mbuf_linearize(void* mbuf);

    [LibraryImport(Library)]
    internal static partial void bf_mbuf_ref_bulk(void** mbufs, uint count, int add);

    [LibraryImport(Library)]
    internal static partial int bf_mbuf_chain(void* head, void* tail);
}
