using System.Runtime.InteropServices;

namespace BondFast.Dpdk.Native;

internal static unsafe partial class Shim
{
    [LibraryImport(Library)]
    internal static partial int bf_netdev_addresses(uint ifIndex, NativeAddress* result, int max);

    [LibraryImport(Library)]
    internal static partial int bf_netdev_address_change(uint ifIndex, NativeAddress* address, int add);
}
