using System.Runtime.InteropServices;

namespace BondFast.Dpdk.Native;

internal static unsafe partial class Shim
{
    [LibraryImport(Library)]
    internal static partial int bf_port_info_get(ushort port, NativePortInfo* result);

    [LibraryImport(Library)]
    internal static partial int bf_port_configure(ushort port, NativePortConfig* config);

    [LibraryImport(Library)]
    internal static partial int bf_port_start(ushort port);

    [LibraryImport(Library)]
    internal static partial int bf_port_stop(ushort port);

    [LibraryImport(Library)]
    internal static partial int bf_port_is_valid(ushort port);

    [LibraryImport(Library)]
    internal static partial int bf_port_count();

    [LibraryImport(Library)]
    internal static partial int bf_link_get(ushort port, NativeLink* result);

    [LibraryImport(Library)]
    internal static partial int bf_link_set(ushort port, int up);

    [LibraryImport(Library)]
    internal static partial int bf_stats_get(ushort port, NativeStats* result);

    [LibraryImport(Library)]
    internal static partial int bf_stats_reset(ushort port);

    [LibraryImport(Library)]
    internal static partial int bf_port_is_removed(ushort port);
}
