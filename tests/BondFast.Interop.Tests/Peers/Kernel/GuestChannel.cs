using System.Net.Sockets;
using System.Text;
using BondFast.Interop.Tests.Host;

namespace BondFast.Interop.Tests.Peers.Kernel;

/// <summary>
/// A control port of the guest (virtio-serial): a request is <c>X id timeout_ms command_length input_length</c>, a line, then the
/// command; the answer is <c>R id status started_ns ended_ns output_length error_length</c>, a line, then both texts.
/// One command at a time; what is sent before the guest listens waits in the socket.
/// </summary>
internal sealed class GuestChannel(string socketPath) : IDisposable
{
    private readonly Lock _lock = new();
    private NetworkStream? _stream;
    private long _id;

    /// <param name="limit">The guest kills the command after this time; no answer five seconds later is an error.</param>
    public CommandResult Try(string command, TimeSpan limit)
    {
        lock (_lock)
        {
            _stream ??= Connect();
            _stream.ReadTimeout = (int)(limit.TotalMilliseconds + 5000);
            var text = Encoding.UTF8.GetBytes(command);
            _stream.Write(Encoding.ASCII.GetBytes($"X {++_id} {(long)limit.TotalMilliseconds} {text.Length} 0\n"));
            _stream.Write(text);
            while (true)
            {
                var fields = ReadLine(_stream).Split(' ');
                if (fields is not ["R", var id, var status, _, _, var outputLength, var errorLength])
                    continue;
                var output = ReadText(_stream, int.Parse(outputLength));
                var error = ReadText(_stream, int.Parse(errorLength));
                if (long.Parse(id) == _id)
                    return new CommandResult($"guest: {command}", int.Parse(status), output, error);
            }
        }
    }

    public void Dispose() => _stream?.Dispose();

    private NetworkStream Connect()
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Connect(new UnixDomainSocketEndPoint(socketPath));
        return new NetworkStream(socket, ownsSocket: true);
    }

    private static string ReadLine(NetworkStream stream)
    {
        var line = new StringBuilder();
        while (stream.ReadByte() is var next && next != '\n')
            line.Append(next >= 0 ? (char)next : throw new EndOfStreamException("the guest is gone"));
        return line.ToString();
    }

    private static string ReadText(NetworkStream stream, int length)
    {
        var bytes = new byte[length];
        stream.ReadExactly(bytes);
        return Encoding.UTF8.GetString(bytes);
    }
}
