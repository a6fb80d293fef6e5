using System.Net.Sockets;
using BondFast.Control.Commands;
using BondFast.Control.Events;

namespace BondFast.Control.Sockets;

/// <summary>
/// Serves the control socket: a Unix stream socket with a JSON object in a line for each request and each reply. Everything happens
/// on its own thread, one request at a time, with sockets that never block: a client that is slow, silent, endless or wrong costs
/// the others nothing, and memory is bounded by the number of clients. Never on a worker.
/// </summary>
public sealed class ControlServer : IDisposable
{
    private const int MicrosecondsPerMillisecond = 1000;
    private const int IdleWait = 250 * MicrosecondsPerMillisecond;
    private const int FollowWait = 50 * MicrosecondsPerMillisecond;

    /// <summary>Requests of one client that are answered before others get their turn.</summary>
    private const int RequestsPerTurn = 8;

    private readonly ControlServerOptions _options;
    private readonly EventLog _events;
    private readonly RequestHandler _handler;
    private readonly Socket _listener;
    private readonly List<ControlConnection> _clients = [];
    private readonly List<Socket> _readable = [];
    private readonly List<Socket> _writable = [];
    private readonly Thread _thread;
    private long _allocatedBytes;
    private volatile bool _stop;

    private ControlServer(ControlServerOptions options, ControlQueue queue, EventLog events)
    {
        _options = options;
        _events = events;
        uint self = SocketFile.EffectiveUserId;
        uint? owner = options.Owner is null ? null : UserDatabase.UserId(options.Owner);
        uint? group = options.Group is null ? null : UserDatabase.GroupId(options.Group);
        _listener = SocketFile.Listen(options.Path, owner, group, options.Mode, options.MaxClients);
        _listener.Blocking = false;
        _handler = new RequestHandler(queue, events, options, owner ?? self, self);
        _thread = new Thread(Run) { Name = "control socket", IsBackground = true };
    }

    public string Path => _options.Path;

    /// <summary>Clients at this moment.</summary>
    public int ClientCount { get; private set; }

    /// <summary>Managed memory that the server's thread has allocated so far. Steady polling leaves it as it is.</summary>
    public long AllocatedBytes => Interlocked.Read(ref _allocatedBytes);

    /// <summary>What went wrong inside while a client was served; null while nothing did. For the log.</summary>
    public Exception? LastFault { get; private set; }

    /// <exception cref="ControlException">The socket cannot be made; nothing runs.</exception>
    public static ControlServer Start(ControlServerOptions options, ControlQueue queue, EventLog events)
    {
        var server = new ControlServer(options, queue, events);
        server._thread.Start();
        return server;
    }

    /// <summary>Stops answering and removes the socket's file.</summary>
    public void Dispose()
    {
        if (_stop) return;
        _stop = true;
        _thread.Join();
        foreach (ControlConnection client in _clients) client.Dispose();
        _clients.Clear();
        _handler.Dispose();
        _listener.Dispose();
        File.Delete(_options.Path);
    }

    private void Run()
    {
        while (!_stop)
        {
            bool again = Wait();
            long now = Environment.TickCount64;
            if (_readable.Contains(_listener)) Accept(now);
            for (int i = _clients.Count - 1; i >= 0; i--)
            {
                ControlConnection client = _clients[i];
                if (!again && !IsDue(client, now)) continue;
                if (!ServeSafely(client, now)) Drop(client);
            }
            ClientCount = _clients.Count;
            Interlocked.Exchange(ref _allocatedBytes, GC.GetAllocatedBytesForCurrentThread());
        }
    }

    /// <summary>Waits until there is something to do. True: a client has a request in its buffer already, all are to be looked at.</summary>
    private bool Wait()
    {
        _readable.Clear();
        _writable.Clear();
        _readable.Add(_listener);
        bool buffered = false, followed = false;
        foreach (ControlConnection client in _clients)
        {
            if (client.HasOutput) _writable.Add(client.Socket);
            else
            {
                if (!client.EndOfInput) _readable.Add(client.Socket);
                buffered |= client.MayHaveLine;
            }
            followed |= client.Follows;
        }
        Socket.Select(_readable, _writable, null, buffered ? 0 : followed ? FollowWait : IdleWait);
        return buffered;
    }

    private bool IsDue(ControlConnection client, long now) => _readable.Contains(client.Socket) || _writable.Contains(client.Socket)
        || client.Follows && _events.Last > client.FollowedTo
        || client.Closing || client.EndOfInput || Stalls(client, now);

    private bool Stalls(ControlConnection client, long now) =>
        (client.HasOutput || client.HasPartialRequest) && now - client.LastActivity > _options.StallTimeout.TotalMilliseconds;

    /// <summary>One client a turn: the others get theirs in between.</summary>
    private void Accept(long now)
    {
        Socket? socket = null;
        try
        {
            socket = _listener.Accept();
            if (_clients.Count >= _options.MaxClients) DropLongestSilent(now);
            _clients.Add(new ControlConnection(socket, _options.MaxRequest, now));
        }
        catch (SocketException)
        {
            socket?.Dispose(); // gone already, or the process is out of descriptors: the next turn tries again
        }
    }

    private void DropLongestSilent(long now)
    {
        int silent = 0;
        for (int i = 1; i < _clients.Count; i++)
            if (_clients[i].LastActivity < _clients[silent].LastActivity) silent = i;
        ControlConnection client = _clients[silent];
        if (!client.HasOutput)
        {
            _handler.RefuseUnparsed("too-many-clients", $"More than {_options.MaxClients} clients are connected, and this one was silent longest. Connect again.");
            client.Send(_handler.Reply, now);
        }
        Drop(client);
    }

    private void Drop(ControlConnection client)
    {
        client.Dispose();
        _clients.Remove(client);
    }

    /// <summary>Whatever goes wrong with one client ends that client only.</summary>
    private bool ServeSafely(ControlConnection client, long now)
    {
        try
        {
            return Serve(client, now);
        }
#pragma warning disable CA1031
        catch (Exception e)
#pragma warning restore CA1031
        {
            LastFault = e;
            return false;
        }
    }

    /// <summary>False: the client is to be let go.</summary>
    private bool Serve(ControlConnection client, long now)
    {
        if (!client.Flush(now)) return false;
        if (client.HasOutput) return !Stalls(client, now);
        if (client.Closing) return false;
        if (_readable.Contains(client.Socket) && !client.Receive(now)) return false;
        if (!Answer(client, now)) return false;
        if (client.Follows && !client.HasOutput && _handler.TryFollow(client) && !client.Send(_handler.Reply, now)) return false;
        if (client.HasOutput) return true;
        if (client.Closing) return false;
        if (client.EndOfInput && !client.HasPartialRequest) return false;
        if (!Stalls(client, now)) return true;
        _handler.RefuseUnparsed("timeout", $"The request was not finished within {_options.StallTimeout.TotalSeconds} s. A request is one line that ends with a line feed.");
        return client.Send(_handler.Reply, now) && CloseAfterwards(client);
    }

    private bool Answer(ControlConnection client, long now)
    {
        for (int i = 0; i < RequestsPerTurn && !client.HasOutput && client.TryLine(out ReadOnlySpan<byte> line); i++)
        {
            int length = line.Length;
            if (line.Trim(" \t\r"u8).IsEmpty)
            {
                client.Consume(length);
                continue;
            }
            _handler.Handle(client, line);
            client.Consume(length);
            if (!client.Send(_handler.Reply, now)) return false;
        }
        if (client.HasOutput || !client.IsTooLong) return true;
        client.DiscardInput();
        _handler.RefuseUnparsed("too-long", $"The request is longer than {_options.MaxRequest} bytes, or is missing its line feed.");
        return client.Send(_handler.Reply, now) && CloseAfterwards(client);
    }

    /// <summary>False: nothing is left to send, so now.</summary>
    private static bool CloseAfterwards(ControlConnection client)
    {
        client.Closing = true;
        return client.HasOutput;
    }
}
