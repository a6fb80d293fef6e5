using System.Runtime.InteropServices;

namespace BondFast.Dpdk.Native;

internal static unsafe partial class Shim
{
    [LibraryImport(Library)]
    internal static partial int bf_housekeeping_set(uint* cpus, uint count);

    [LibraryImport(Library)]
    internal static partial int bf_housekeeping_apply();

    [LibraryImport(Library)]
    internal static partial int bf_cpu_is_usable(uint cpu);
}
