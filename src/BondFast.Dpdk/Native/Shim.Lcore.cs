using System.Runtime.InteropServices;

namespace BondFast.Dpdk.Native;

internal static unsafe partial class Shim
{
    [LibraryImport(Library)]
    internal static partial int bf_lcore_next(int after);

    [LibraryImport(Library)]
    internal static partial int bf_lcore_main();

    [LibraryImport(Library)]
    internal static partial int bf_lcore_launch(int lcore, delegate* unmanaged<void*, int> entry, void* argument);

    [LibraryImport(Library)]
    internal static partial int bf_lcore_wait(int lcore, int timeoutMs, int* result);

    [LibraryImport(Library)]
    internal static partial int bf_lcore_is_running(int lcore);

    [LibraryImport(Library)]
    internal static partial int bf_lcore_cpu(int lcore);

    [LibraryImport(Library)]
    internal static partial int bf_lcore_current();

    [LibraryImport(Library)]
    internal static partial int bf_socket_of_lcore(int lcore);
}
