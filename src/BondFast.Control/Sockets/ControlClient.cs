using System.Buffers;
using System.Net.Sockets;
using System.Text.Json;

namespace BondFast.Control.Sockets;

/// <summary>
/// The program's end of the control socket: sends a request and waits for its reply. For one thread at a time. One connection may
/// serve many requests; rates are of the time between two of them.
/// </summary>
public sealed class ControlClient : IDisposable
{
    /// <summary>No reply is longer: a server that sends more is not ours.</summary>
    private const int MaxReply = 64 * 1024 * 1024;

    private readonly Socket _socket;
    private readonly string _path;
    private byte[] _buffer = new byte[16 * 1024];
    private int _received;
    private int _consumed;
    private long _lastId;

    private ControlClient(Socket socket, string path)
    {
        _socket = socket;
        _path = path;
    }

    /// <summary>Process, user and group that serve the socket.</summary>
    public PeerCredentials Server => PeerCredentials.Of(_socket);

    /// <param name="timeout">For each reply.</param>
    /// <exception cref="ControlException"><c>not-running</c>, <c>not-permitted</c> or <c>cannot-connect</c>, with the remedy.</exception>
    public static ControlClient Connect(string path, TimeSpan timeout)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { ReceiveTimeout = (int)timeout.TotalMilliseconds, SendTimeout = (int)timeout.TotalMilliseconds };
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(path));
            return new ControlClient(socket, path);
        }
        catch (Exception e) when (e is SocketException or ArgumentException)
        {
            socket.Dispose();
            throw CannotConnect(path, (e as SocketException)?.SocketErrorCode, e);
        }
    }

    /// <summary>Sends a request and returns its reply, also a refusal.</summary>
    /// <exception cref="ControlException"><c>no-reply</c> or <c>connection-lost</c>.</exception>
    public ControlReply Send(string verb, ControlArguments? arguments = null)
    {
        long id = ++_lastId;
        byte[] request = JsonSerializer.SerializeToUtf8Bytes(new ControlCall(id, verb, arguments), ControlJson.Default.ControlCall);
        Transmit([.. request, (byte)'\n']);
        while (true)
        {
            ControlReply reply = Receive();
            if (reply.Id == id) return reply;
            // Without an id: the server lets us go, and says why. With another: an answer to a request that was given up.
            if (reply.Id is null && !reply.Ok) return reply;
        }
    }

    /// <summary>The next line from the server: after an <c>events</c> request with follow, the next events.</summary>
    /// <exception cref="ControlException"><c>no-reply</c>: nothing came in time, ask again. <c>connection-lost</c>.</exception>
    public ControlReply Receive()
    {
        ReadOnlySpan<byte> line = ReadLine();
        try
        {
            return JsonSerializer.Deserialize(line, ControlJson.Default.ControlReply) ?? throw new JsonException("null");
        }
        catch (JsonException e)
        {
            throw new ControlException("bad-reply", $"What serves {_path} does not speak BondFast's protocol: {e.Message}. Check control.socket.", e);
        }
    }

    public void Dispose() => _socket.Dispose();

    private void Transmit(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            int count = _socket.Send(bytes, SocketFlags.None, out SocketError error);
            if (error != SocketError.Success) throw Broken(error);
            bytes = bytes[count..];
        }
    }

    private ReadOnlySpan<byte> ReadLine()
    {
        _buffer.AsSpan(_consumed, _received - _consumed).CopyTo(_buffer);
        _received -= _consumed;
        _consumed = 0;
        int scanned = 0;
        while (true)
        {
            int end = _buffer.AsSpan(scanned, _received - scanned).IndexOf((byte)'\n');
            if (end >= 0)
            {
                _consumed = scanned + end + 1;
                return _buffer.AsSpan(0, scanned + end);
            }
            scanned = _received;
            if (_received == _buffer.Length)
            {
                if (_buffer.Length >= MaxReply) throw new ControlException("bad-reply", $"What serves {_path} sends a line without end. Check control.socket.");
                Array.Resize(ref _buffer, _buffer.Length * 2);
            }
            int count = _socket.Receive(_buffer.AsSpan(_received), SocketFlags.None, out SocketError error);
            if (error != SocketError.Success) throw Broken(error);
            if (count == 0) throw Broken(SocketError.Disconnecting);
            _received += count;
        }
    }

    private ControlException Broken(SocketError error) => error is SocketError.TimedOut or SocketError.WouldBlock
        ? new ControlException("no-reply", $"BondFast did not answer on {_path} in time. The control core may be busy or stuck: look at its log.")
        : new ControlException("connection-lost", $"The connection to {_path} was lost ({error}). BondFast may have stopped.");

    private static ControlException CannotConnect(string path, SocketError? error, Exception cause) => error switch
    {
        SocketError.AddressNotAvailable or SocketError.ConnectionRefused => new("not-running",
            $"BondFast is not running: nobody serves {path}. Start it with 'bondfast run -c FILE', or say with --socket where it is.", cause),
        SocketError.AccessDenied => new("not-permitted", $"You may not open {path}. Be root or a member of the socket's group (control.group).", cause),
        _ => new("cannot-connect", $"{path} cannot be opened: {cause.Message}", cause),
    };
}
