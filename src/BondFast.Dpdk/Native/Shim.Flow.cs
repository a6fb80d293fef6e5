using System.Runtime.InteropServices;

namespace BondFast.Dpdk.Native;

internal static unsafe partial class Shim
{
    [LibraryImport(Library)]
    internal static partial int bf_flow_slow_protocols(ushort port, ushort queue, void** flow);

    [LibraryImport(Library)]
    internal static partial int bf_flow_destroy(ushort port, void* flow);
}
