using System.Runtime.InteropServices;

namespace BondFast.Dpdk.Native;

internal static unsafe partial class Shim
{
    [LibraryImport(Library)]
    internal static partial int bf_eal_init(int argc, byte** argv);

    [LibraryImport(Library)]
    internal static partial int bf_eal_cleanup();

    [LibraryImport(Library)]
    internal static partial ulong bf_tsc_hz();

    [SuppressGCTransition]
    [LibraryImport(Library)]
    internal static partial ulong bf_tsc();
}
