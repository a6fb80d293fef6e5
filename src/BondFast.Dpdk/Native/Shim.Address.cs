using System.Runtime.InteropServices;

namespace BondFast.Dpdk.Native;

internal static unsafe partial class Shim
{
    [LibraryImport(Library)]
    internal static partial int bf_mac_get(ushort port, byte* mac);

    [LibraryImport(Library)]
    internal static partial int bf_mac_set(ushort port, byte* mac);

    [LibraryImport(Library)]
    internal static partial int bf_mtu_get(ushort port);

    [LibraryImport(Library)]
    internal static partial int bf_mtu_set(ushort port, ushort mtu);

    [LibraryImport(Library)]
    internal static partial int bf_promiscuous_set(ushort port, int on);

    [LibraryImport(Library)]
    internal static partial int bf_promiscuous_get(ushort port);

    [LibraryImport(Library)]
    internal static partial int bf_allmulticast_set(ushort port, int on);

    [LibraryImport(Library)]
    internal static partial int bf_allmulticast_get(ushort port);

    [LibraryImport(Library)]
    internal static partial int bf_multicast_list_set(ushort port, byte* macs, uint count);
}
