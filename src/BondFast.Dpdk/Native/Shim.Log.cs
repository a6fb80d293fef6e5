using System.Runtime.InteropServices;

namespace BondFast.Dpdk.Native;

internal static unsafe partial class Shim
{
    [LibraryImport(Library)]
    internal static partial int bf_log_capture_start();

    [LibraryImport(Library)]
    internal static partial int bf_log_read(byte* buffer, int size);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int bf_log_set_level(string pattern, uint level);
}
