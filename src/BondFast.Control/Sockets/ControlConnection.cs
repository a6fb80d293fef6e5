using System.Buffers;
using System.Net.Sockets;
using BondFast.Control.Status;

namespace BondFast.Control.Sockets;

/// <summary>
/// One client of the control socket. Never blocks: what it has not sent yet and what it does not take yet are kept in buffers
/// that are bounded by the largest request and by one reply. The server thread's.
/// </summary>
internal sealed class ControlConnection : IDisposable
{
    private const int FirstBuffer = 1024;

    private readonly int _maxRequest;
    private byte[] _input = ArrayPool<byte>.Shared.Rent(FirstBuffer);
    private int _received;
    private int _scanned;
    private byte[]? _output;
    private int _sent;
    private int _toSend;

    public ControlConnection(Socket socket, int maxRequest, long now)
    {
        _maxRequest = maxRequest;
        Socket = socket;
        socket.Blocking = false;
        Peer = PeerCredentials.Of(socket);
        LastActivity = now;
    }

    public Socket Socket { get; }

    public PeerCredentials Peer { get; }

    /// <summary>Environment.TickCount64 of the last byte in or out.</summary>
    public long LastActivity { get; private set; }

    /// <summary>A reply waits for the client to take it; until then no further request of it is looked at.</summary>
    public bool HasOutput => _output is not null;

    /// <summary>A request is half here.</summary>
    public bool HasPartialRequest => _received > 0;

    /// <summary>There may be a whole request in the buffer.</summary>
    public bool MayHaveLine => _scanned < _received || EndOfInput && _received > 0;

    /// <summary>The client has closed its sending side.</summary>
    public bool EndOfInput { get; private set; }

    /// <summary>To be closed as soon as the output has left.</summary>
    public bool Closing { get; set; }

    /// <summary>It wants every new event, and has all up to this number.</summary>
    public bool Follows { get; set; }
    public bool FollowsAsText { get; set; }
    public long FollowedTo { get; set; }

    /// <summary>Status at this client's last request with rates.</summary>
    public HostStatus? Before { get; set; }

    /// <summary>Reads what is there. False: the client is gone.</summary>
    public bool Receive(long now)
    {
        if (_received == _input.Length && _received < _maxRequest) Exchange(Math.Min(_input.Length * 4, _maxRequest));
        int room = Math.Min(_input.Length, _maxRequest) - _received;
        if (room == 0) return true;
        int count = Socket.Receive(_input.AsSpan(_received, room), SocketFlags.None, out SocketError error);
        if (error == SocketError.WouldBlock) return true;
        if (error != SocketError.Success) return false;
        if (count == 0) EndOfInput = true;
        else LastActivity = now;
        _received += count;
        return true;
    }

    /// <summary>The next whole request without its line end; it stays valid until <see cref="Consume"/>.</summary>
    public bool TryLine(out ReadOnlySpan<byte> line)
    {
        int end = _input.AsSpan(_scanned, _received - _scanned).IndexOf((byte)'\n');
        if (end >= 0)
        {
            line = _input.AsSpan(0, _scanned + end);
            return true;
        }
        _scanned = _received;
        line = EndOfInput ? _input.AsSpan(0, _received) : default;
        return EndOfInput && _received > 0;
    }

    /// <summary>The buffer is full and there is no line end in it.</summary>
    public bool IsTooLong => _received >= _maxRequest && _scanned == _received;

    /// <summary>Forgets a line that <see cref="TryLine"/> gave.</summary>
    public void Consume(int lineLength)
    {
        int taken = Math.Min(lineLength + 1, _received);
        _input.AsSpan(taken, _received - taken).CopyTo(_input);
        _received -= taken;
        _scanned = 0;
        if (_received == 0 && _input.Length > FirstBuffer) Exchange(FirstBuffer);
    }

    public void DiscardInput()
    {
        _received = 0;
        _scanned = 0;
    }

    /// <summary>Sends as much as the client takes now and keeps the rest. False: the client is gone.</summary>
    public bool Send(ReadOnlySpan<byte> bytes, long now)
    {
        int count = 0;
        if (!HasOutput && !TrySend(bytes, out count, now)) return false;
        if (count == bytes.Length) return true;
        ReadOnlySpan<byte> rest = bytes[count..];
        _output = ArrayPool<byte>.Shared.Rent(rest.Length);
        rest.CopyTo(_output);
        _sent = 0;
        _toSend = rest.Length;
        return true;
    }

    /// <summary>Goes on sending. False: the client is gone.</summary>
    public bool Flush(long now)
    {
        if (_output is null) return true;
        if (!TrySend(_output.AsSpan(_sent, _toSend - _sent), out int count, now)) return false;
        _sent += count;
        if (_sent == _toSend) ReturnOutput();
        return true;
    }

    public void Dispose()
    {
        ReturnOutput();
        if (_input.Length > 0) ArrayPool<byte>.Shared.Return(_input);
        _input = [];
        Socket.Dispose();
    }

    private bool TrySend(ReadOnlySpan<byte> bytes, out int count, long now)
    {
        count = Socket.Send(bytes, SocketFlags.None, out SocketError error);
        if (error == SocketError.WouldBlock)
        {
            count = Math.Max(count, 0);
            return true;
        }
        if (count > 0) LastActivity = now;
        return error == SocketError.Success;
    }

    private void Exchange(int length)
    {
        byte[] other = ArrayPool<byte>.Shared.Rent(length);
        _input.AsSpan(0, _received).CopyTo(other);
        ArrayPool<byte>.Shared.Return(_input);
        _input = other;
    }

    private void ReturnOutput()
    {
        if (_output is not null) ArrayPool<byte>.Shared.Return(_output);
        _output = null;
    }
}
