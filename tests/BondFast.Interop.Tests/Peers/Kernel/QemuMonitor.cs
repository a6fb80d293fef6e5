using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace BondFast.Interop.Tests.Peers.Kernel;

/// <summary>QEMU's own control socket (QMP): JSON, one message a line.</summary>
internal sealed class QemuMonitor : IDisposable
{
    private readonly StreamReader _reader;
    private readonly StreamWriter _writer;

    public QemuMonitor(string socketPath)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { ReceiveTimeout = 10_000 };
        socket.Connect(new UnixDomainSocketEndPoint(socketPath));
        var stream = new NetworkStream(socket, ownsSocket: true);
        _reader = new StreamReader(stream);
        _writer = new StreamWriter(stream) { AutoFlush = true };
        _reader.ReadLine(); // greeting
        Execute("qmp_capabilities", null);
    }

    /// <summary>Carrier of one of the guest's NICs.</summary>
    public void SetLink(string device, bool up) => Execute("set_link", new JsonObject { ["name"] = device, ["up"] = up });

    public void Dispose()
    {
        _writer.Dispose();
        _reader.Dispose();
    }

    private void Execute(string command, JsonObject? arguments)
    {
        var request = new JsonObject { ["execute"] = command };
        if (arguments is not null)
            request["arguments"] = arguments;
        _writer.WriteLine(request.ToJsonString());
        while (true) // events come in between
        {
            using var answer = JsonDocument.Parse(_reader.ReadLine() ?? throw new EndOfStreamException("QEMU is gone"));
            if (answer.RootElement.TryGetProperty("error", out var error))
                throw new InvalidOperationException($"QMP {command}: {error}");
            if (answer.RootElement.TryGetProperty("return", out _))
                return;
        }
    }
}
