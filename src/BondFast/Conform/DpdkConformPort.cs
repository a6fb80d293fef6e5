using BondFast.CommandLine;
using BondFast.Dpdk;
using BondFast.Hosting;
using BondFast.Wire;

namespace BondFast.Conform;

/// <summary>A DPDK port as our end of a cable.</summary>
internal sealed class DpdkConformPort : IConformPort, IDisposable
{
    private readonly HostedPort _hosted;
    private readonly Mempool _pool;
    private readonly FrameBatch _received = new();
    private readonly FrameBatch _sending = new(1);
    private readonly Queue<(byte[] Bytes, long Earliest, long At)> _waiting = new();
    private long _lookedAt;

    private DpdkConformPort(string name, HostedPort hosted, Mempool pool)
    {
        Name = name;
        _hosted = hosted;
        _pool = pool;
        Mac = hosted.Mac;
    }

    public string Name { get; }

    public MacAddress Mac { get; }

    /// <exception cref="DpdkException">The device cannot be had.</exception>
    /// <exception cref="Failure">It does not start.</exception>
    public static DpdkConformPort Open(string name, string device, Mempool pool)
    {
        Port port = Port.Probe(name, device);
        var hosted = new HostedPort(name, port, device);
        try
        {
            port.Configure(new PortOptions(pool));
            if (!hosted.SetRunning(true)) throw new Failure(ExitCode.System, $"{name}: the port does not start: {Port.LastRefusal}");
            hosted.SetMulticastList([MacAddress.SlowProtocols.Value]);
            return new DpdkConformPort(name, hosted, pool);
        }
        catch
        {
            hosted.Dispose();
            throw;
        }
    }

    public bool Send(ReadOnlySpan<byte> frame)
    {
        if (!_sending.Allocate(_pool, 1)) return false;
        frame.CopyTo(_sending.Prepare(0, frame.Length));
        bool taken = _sending.Transmit(_hosted.Port.Id, 0) == 1;
        _sending.Free();
        return taken;
    }

    /// <summary>Looks for frames; true when some wait for <see cref="Receive"/>.</summary>
    public bool Poll(long now)
    {
        while (_received.Receive(_hosted.Port.Id, 0) > 0)
        {
            for (int i = 0; i < _received.Count; i++) _waiting.Enqueue((_received.Bytes(i).ToArray(), _lookedAt, now));
            _received.Free();
        }
        _lookedAt = now;
        return _waiting.Count > 0;
    }

    public int Receive(Span<byte> buffer, out long earliest, out long arrived)
    {
        earliest = arrived = 0;
        if (!_waiting.TryDequeue(out (byte[] Bytes, long Earliest, long At) next)) return 0;
        (earliest, arrived) = (next.Earliest, next.At);
        int length = Math.Min(buffer.Length, next.Bytes.Length);
        next.Bytes.AsSpan(0, length).CopyTo(buffer);
        return length;
    }

    public bool TrySetLink(bool up) => _hosted.Port.Netdev is { } netdev ? netdev.SetUp(up) : _hosted.Port.SetLink(up);

    public void Dispose()
    {
        _received.Dispose();
        _sending.Dispose();
        _hosted.SetRunning(false);
        _hosted.Dispose();
    }
}
