using System.Runtime.InteropServices;

namespace BondFast.Dpdk.Native;

internal static unsafe partial class Shim
{
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int bf_device_probe(string devargs, ushort* ports, int maxPorts);

    [LibraryImport(Library)]
    internal static partial int bf_device_remove(ushort port);
}
