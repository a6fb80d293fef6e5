using System.Net.Sockets;
using BondFast.Bonding;
using BondFast.Control.Commands;
using BondFast.Control.Events;
using BondFast.Control.Sockets;
using BondFast.Control.Tests.Status;

namespace BondFast.Control.Tests.Sockets;

/// <summary>A control socket in a directory of its own, with a control loop behind it that serves
/// commands until it is told to pause. Its clock goes on by a second each turn.</summary>
internal sealed class TestServer : IDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Thread _loop;
    private volatile bool _stop;
    private volatile bool _pause;
    private long _turns;
    private long _loopAllocatedBytes;

    public TestServer(Func<ControlServerOptions, ControlServerOptions>? change = null)
    {
        Directory = System.IO.Directory.CreateTempSubdirectory("bondfast-control-").FullName;
        var options = new ControlServerOptions { Path = Path.Combine(Directory, "control.sock") };
        Options = change?.Invoke(options) ?? options;
        Commands = new RecordingCommands(Situations.TwoUp(Situations.Options(BondMode.ActiveBackup)));
        Server = ControlServer.Start(Options, Queue, Log);
        _loop = new Thread(Serve) { IsBackground = true };
        _loop.Start();
    }

    public string Directory { get; }
    public ControlServerOptions Options { get; }
    public ControlQueue Queue { get; } = new();
    public EventLog Log { get; } = new();
    public RecordingCommands Commands { get; }
    public ControlServer Server { get; }

    /// <summary>The control loop does nothing while this is true.</summary>
    public bool Paused { set => _pause = value; }

    /// <summary>Managed memory that the control loop's thread has allocated.</summary>
    public long LoopAllocatedBytes => Interlocked.Read(ref _loopAllocatedBytes);

    /// <summary>Returns when the loop's clock has gone on.</summary>
    public void AwaitNextTurn()
    {
        long turns = Interlocked.Read(ref _turns);
        SpinWait.SpinUntil(() => Interlocked.Read(ref _turns) > turns, Patience);
    }

    public ControlClient Client() => ControlClient.Connect(Options.Path, Patience);

    public Socket RawClient()
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { ReceiveTimeout = (int)Patience.TotalMilliseconds };
        socket.Connect(new UnixDomainSocketEndPoint(Options.Path));
        return socket;
    }

    public void Raise(string text) => Log.Add(new BondEvent(1, EventLevel.Info, "test", "bond0", null, text));

    public void Dispose()
    {
        Server.Dispose();
        _stop = true;
        _loop.Join();
        System.IO.Directory.Delete(Directory, recursive: true);
    }

    private void Serve()
    {
        for (long second = 1; !_stop; second++)
        {
            if (!_pause) Queue.Serve(Commands, second * 1_000_000_000);
            Interlocked.Exchange(ref _loopAllocatedBytes, GC.GetAllocatedBytesForCurrentThread());
            Interlocked.Increment(ref _turns);
            Thread.Sleep(1);
        }
    }
}
