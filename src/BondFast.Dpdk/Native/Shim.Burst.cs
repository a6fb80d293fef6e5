using System.Runtime.InteropServices;

namespace BondFast.Dpdk.Native;

internal static unsafe partial class Shim
{
    [LibraryImport(Library)]
    internal static partial uint bf_rx_burst(ushort port, ushort queue, void** mbufs, uint count);

    [LibraryImport(Library)]
    internal static partial uint bf_tx_burst(ushort port, ushort queue, void** mbufs, uint count);
}
