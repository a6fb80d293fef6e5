using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using BondFast.Interop.Tests.Host;
using BondFast.Interop.Tests.Network;

namespace BondFast.Interop.Tests.Traffic;

/// <summary>How a transfer went.</summary>
/// <param name="LongestPause">Longest time in which the receiver got nothing.</param>
internal sealed record TransferReport(long Bytes, TimeSpan Elapsed, string SentHash, string ReceivedHash, TimeSpan LongestPause)
{
    public override string ToString() =>
        $"TCP: {Bytes / 1e6:0} MB in {Elapsed.TotalSeconds:0.0} s ({Bytes / 1e6 / Elapsed.TotalSeconds:0.0} MB/s), longest pause {LongestPause.TotalMilliseconds:0} ms, SHA-256 {ReceivedHash[..16]}";
}

/// <summary>
/// One TCP connection between the kernel stacks of two namespaces that carries pseudo-random bytes; both ends hash what passes.
/// The sockets are opened in the namespaces, the threads are this process's.
/// </summary>
internal sealed class TcpTransfer : IDisposable
{
    private const int Port = 5001, Block = 256 * 1024;
    private readonly Socket _listener;
    private readonly Socket _sender;
    private readonly Socket _receiver;
    private readonly long _bytes;
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly Task<string> _sending;
    private readonly Task<(string Hash, TimeSpan Pause)> _receiving;
    private long _received;

    private TcpTransfer(NetworkNamespace from, NetworkNamespace to, string address, long bytes)
    {
        _bytes = bytes;
        _listener = to.Enter(() =>
        {
            var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            listener.Bind(new IPEndPoint(IPAddress.Any, Port));
            listener.Listen(1);
            return listener;
        });
        _sender = from.Enter(() =>
        {
            var sender = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            sender.Connect(IPAddress.Parse(address), Port);
            return sender;
        });
        _receiver = _listener.Accept();
        _sending = Task.Factory.StartNew(Send, TaskCreationOptions.LongRunning);
        _receiving = Task.Factory.StartNew(Receive, TaskCreationOptions.LongRunning);
    }

    /// <summary>Bytes that have arrived so far.</summary>
    public long Received => Interlocked.Read(ref _received);

    /// <summary>Connects and begins to send; <paramref name="address"/> is the receiver's.</summary>
    public static TcpTransfer Start(Lab lab, NetworkNamespace from, NetworkNamespace to, string address, long bytes = 200_000_000) =>
        lab.Own(new TcpTransfer(from, to, address, bytes));

    /// <summary>Waits until this part of the bytes has arrived.</summary>
    public void WaitFor(double part, TimeSpan limit) => Wait.Until(
        () => _sending.IsFaulted || _receiving.IsCompleted || Received >= part * _bytes, limit,
        () => $"only {Received / 1e6:0.0} of {_bytes / 1e6:0} MB have arrived, {part:P0} were wanted", TimeSpan.FromMilliseconds(2));

    /// <summary>Waits for the end. Throws when the connection breaks or the limit passes.</summary>
    public TransferReport Finish(TimeSpan limit)
    {
        if (!Task.WhenAll(_sending, _receiving).Wait(limit))
            throw new TimeoutException($"the transfer hangs: {Received / 1e6:0.0} of {_bytes / 1e6:0} MB have arrived after {_watch.Elapsed.TotalSeconds:0} s");
        var (hash, pause) = _receiving.Result;
        return new TransferReport(Received, _watch.Elapsed, _sending.Result, hash, pause);
    }

    public void Dispose()
    {
        _sender.Dispose();
        _receiver.Dispose();
        _listener.Dispose();
    }

    private string Send()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var random = new Random(1);
        var block = new byte[Block];
        for (var left = _bytes; left > 0; left -= Math.Min(left, Block))
        {
            random.NextBytes(block);
            var part = block.AsSpan(0, (int)Math.Min(left, Block));
            hash.AppendData(part);
            for (var rest = part; rest.Length > 0;)
                rest = rest[_sender.Send(rest)..];
        }
        _sender.Shutdown(SocketShutdown.Send);
        return Convert.ToHexString(hash.GetHashAndReset());
    }

    private (string, TimeSpan) Receive()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var block = new byte[Block];
        var longest = TimeSpan.Zero;
        var last = _watch.Elapsed;
        while (_receiver.Receive(block) is > 0 and var count)
        {
            var now = _watch.Elapsed;
            if (now - last > longest)
                longest = now - last;
            last = now;
            hash.AppendData(block.AsSpan(0, count));
            Interlocked.Add(ref _received, count);
        }
        return (Convert.ToHexString(hash.GetHashAndReset()), longest);
    }
}
