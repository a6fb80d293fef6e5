using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace BondFast.Control.Sockets;

/// <summary>
/// The listening socket's file: made with the right owner and mode before anybody can connect, taken over when it is left from a
/// process that is gone, never taken from a live one.
/// </summary>
internal static class SocketFile
{
    /// <summary>sun_path holds 108 bytes, the last of them 0.</summary>
    private const int MaxPathLength = 107;

    private const uint Unchanged = uint.MaxValue;

    public static uint EffectiveUserId => geteuid();

    /// <exception cref="ControlException">The path is in use, too long, not allowed, or not a socket.</exception>
    public static Socket Listen(string path, uint? owner, uint? group, UnixFileMode mode, int backlog)
    {
        if (System.Text.Encoding.UTF8.GetByteCount(path) > MaxPathLength)
            throw new ControlException("path-too-long", $"The control socket's path {path} is longer than {MaxPathLength} bytes, the system's limit. Set a shorter one with control.socket.");
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            MakeRoom(path);
            socket.Bind(new UnixDomainSocketEndPoint(path));
            // Nobody can connect before Listen, so nobody can slip in before the mode is set.
#pragma warning disable CA1416 // Linux only, like DPDK's drivers
            File.SetUnixFileMode(path, mode);
#pragma warning restore CA1416
            if ((owner is not null || group is not null) && chown(path, owner ?? Unchanged, group ?? Unchanged) != 0)
                throw new ControlException("not-permitted", $"The control socket {path} cannot be given to user {owner}, group {group}: {Marshal.GetLastPInvokeErrorMessage()}. Only root may do that; leave control.owner and control.group out, or start as root.");
            socket.Listen(backlog);
            return socket;
        }
        catch (Exception e) when (e is SocketException or IOException or UnauthorizedAccessException)
        {
            socket.Dispose();
            throw new ControlException("cannot-listen", $"The control socket {path} cannot be made: {e.Message}. Check that its directory can be written, or set another path with control.socket.", e);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Makes the directory, and removes a socket that nobody listens on.</summary>
    private static void MakeRoom(string path)
    {
        if (Path.GetDirectoryName(path) is { Length: > 0 } directory) Directory.CreateDirectory(directory);
        if (!Path.Exists(path)) return;
        using var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        probe.Blocking = false;
        SocketError error = SocketError.Success;
        try
        {
            probe.Connect(new UnixDomainSocketEndPoint(path));
        }
        catch (SocketException e)
        {
            error = e.SocketErrorCode;
        }
        if (error is SocketError.Success or SocketError.WouldBlock)
        {
            string who = error == SocketError.Success ? $"process {PeerCredentials.Of(probe).ProcessId}" : "another process";
            throw new ControlException("in-use", $"The control socket {path} is in use by {who}. Stop that one first ('bondfast stop'), or set another path with control.socket.");
        }
        if (error != SocketError.ConnectionRefused || (File.GetAttributes(path) & FileAttributes.Directory) != 0 || !IsSocket(path))
            throw new ControlException("not-a-socket", $"{path} is there and is not a control socket that was left behind ({error}). Remove it, or set another path with control.socket.");
        File.Delete(path);
    }

    /// <summary>A connect to anything but a socket is refused as well, so the kind is looked at: a socket is neither file, link nor device.</summary>
    private static bool IsSocket(string path)
    {
        foreach (string line in File.ReadLines("/proc/net/unix"))
            if (line.EndsWith(" " + path, StringComparison.Ordinal)) return true;
        return File.ResolveLinkTarget(path, returnFinalTarget: false) is null && !CanOpen(path);
    }

    /// <summary>open(2) of a socket fails (ENXIO); everything else that connect refuses can be opened by its owner.</summary>
    private static bool CanOpen(string path)
    {
        try
        {
            using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
        catch (UnauthorizedAccessException)
        {
            return true;
        }
    }

#pragma warning disable SYSLIB1054, CA5392 // LibraryImport needs unsafe code, which this project does without; libc is the system's
    [DllImport("libc", SetLastError = true)]
    private static extern int chown([MarshalAs(UnmanagedType.LPUTF8Str)] string path, uint owner, uint group);

    [DllImport("libc")]
    private static extern uint geteuid();
#pragma warning restore SYSLIB1054, CA5392
}
