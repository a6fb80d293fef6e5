using System.Runtime.InteropServices;

namespace BondFast.Interop.Tests.Host;

/// <summary>The few calls that .NET has no name for.</summary>
internal static class LibC
{
    public const int SigInt = 2, SigKill = 9, SigTerm = 15, SigCont = 18, SigStop = 19;
    public const int CloneNewNet = 0x40000000;

    [DllImport("libc", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int kill(int pid, int signal);

    [DllImport("libc", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int setns(int fd, int kind);

    [DllImport("libc"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern uint geteuid();

    public static bool IsRoot => geteuid() == 0;

    public static bool Kill(int pid, int signal) => kill(pid, signal) == 0;

    /// <summary>Moves the calling thread into a network namespace; the thread must be the caller's own and end afterwards.</summary>
    public static void EnterNetworkNamespace(string path)
    {
        using var file = File.OpenHandle(path);
        if (setns((int)file.DangerousGetHandle(), CloneNewNet) != 0)
            throw new InvalidOperationException($"setns({path}): {Marshal.GetLastPInvokeErrorMessage()}");
    }
}
