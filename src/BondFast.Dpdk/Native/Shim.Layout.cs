using System.Runtime.InteropServices;

namespace BondFast.Dpdk.Native;

internal static unsafe partial class Shim
{
    [LibraryImport(Library)]
    internal static partial byte* bf_dpdk_version();

    [LibraryImport(Library)]
    internal static partial void bf_layout_get(NativeLayout* result);
}
