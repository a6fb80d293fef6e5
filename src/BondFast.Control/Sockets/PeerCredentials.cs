using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace BondFast.Control.Sockets;

/// <summary>Who is at the other end of a Unix socket, as the kernel says (SO_PEERCRED: at the time of connect or listen).</summary>
public readonly record struct PeerCredentials(int ProcessId, uint UserId, uint GroupId)
{
    private const int SolSocket = 1;
    private const int SoPeerCred = 17;
    private const int Length = 12; // struct ucred: pid, uid, gid

    public static PeerCredentials Of(Socket socket)
    {
        Span<byte> bytes = stackalloc byte[Length];
        socket.GetRawSocketOption(SolSocket, SoPeerCred, bytes);
        ReadOnlySpan<int> fields = MemoryMarshal.Cast<byte, int>(bytes);
        return new PeerCredentials(fields[0], (uint)fields[1], (uint)fields[2]);
    }
}
