using System.Runtime.InteropServices;

namespace BondFast.Dpdk.Native;

internal static unsafe partial class Shim
{
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int bf_netdev_index(string name);

    [LibraryImport(Library)]
    internal static partial int bf_netdev_exists(uint ifIndex);

    [LibraryImport(Library)]
    internal static partial int bf_netdev_get(uint ifIndex, NativeNetdev* result);

    [LibraryImport(Library)]
    internal static partial int bf_netdev_up_set(uint ifIndex, int up);

    [LibraryImport(Library)]
    internal static partial int bf_netdev_mac_set(uint ifIndex, byte* mac);

    [LibraryImport(Library)]
    internal static partial int bf_netdev_mtu_set(uint ifIndex, uint mtu);

    [LibraryImport(Library)]
    internal static partial int bf_netdev_flags_set(uint ifIndex, int promiscuous, int allmulticast);

    [LibraryImport(Library)]
    internal static partial int bf_netdev_carrier_set(uint ifIndex, int on);

    [LibraryImport(Library)]
    internal static partial int bf_netdev_seclude(uint ifIndex, int on);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int bf_netns_enter(string path);
}
