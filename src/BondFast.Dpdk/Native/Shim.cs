using System.Runtime.InteropServices;

namespace BondFast.Dpdk.Native;

/// <summary>
/// <c>native/bondfast_dpdk.h</c>, function by function, one file per native file. Results are 0 or a negative errno;
/// <see cref="LastError"/> has the sentence, on the same thread, until the next failure.
/// </summary>
internal static unsafe partial class Shim
{
    private const string Library = "bondfast_dpdk";

    internal static string LastError => Marshal.PtrToStringUTF8((nint)bf_last_error()) ?? "";
}
