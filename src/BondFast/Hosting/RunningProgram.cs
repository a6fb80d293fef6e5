using BondFast.Bonding;
using BondFast.Configuration;
using BondFast.Control.Commands;
using BondFast.Control.Events;
using BondFast.Control.Sockets;

namespace BondFast.Hosting;

/// <summary><c>bondfast run</c> from start to stop: the host, its control socket, and what it tells people. Main thread.</summary>
internal sealed class RunningProgram : IDisposable
{
    private static readonly TimeSpan ReloadTimeout = TimeSpan.FromSeconds(60);

    private readonly BondHost _host;
    private readonly ControlQueue _queue;
    private readonly ControlServer _server;
    private long[] _turns = [];

    private RunningProgram(BondHost host, ControlQueue queue, ControlServer server)
    {
        _host = host;
        _queue = queue;
        _server = server;
    }

    public IReadOnlyList<string> LeftBehind => _host.LeftBehind;

    public static RunningProgram Start(HostConfiguration configuration, string file, StopSignal stop)
    {
        var printer = new EventPrinter(Console.Error);
        var events = new EventLog();
        void OnEvent(BondEvent happening)
        {
            events.Add(happening);
            printer.Print(happening);
        }

        var queue = new ControlQueue();
        // First, so that a second program on the same socket fails before it touches a device.
        ControlServer server = ControlServer.Start(new ControlServerOptions
        {
            Path = configuration.Control.Socket,
            Owner = configuration.Control.Owner,
            Group = configuration.Control.Group,
        }, queue, events);
        try
        {
            foreach (string done in CrashRecovery.Run(RestoreJournal.For(configuration.Eal.FilePrefix)))
                Console.Error.WriteLine($"restored after a crash: {done}");
            BondHost host = BondHost.Start(configuration, OnEvent);
            var commands = new ProgramCommands(host, new Reloader(host, file), stop.Ask);
            host.Control.Turn = now => queue.Serve(commands, now);
            SteadyState.Enter();
            return new RunningProgram(host, queue, server);
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }

    /// <summary>The start-up summary, a line a bond, then <c>ready</c>.</summary>
    public void Announce(TextWriter output)
    {
        output.WriteLine($"{Dpdk.Eal.Version}, memory {_host.Eal.Memory.ToString().ToLowerInvariant()}, control on CPU {_host.Placement.Control}, workers on CPU {string.Join(", ", _host.Placement.Workers)}");
        foreach (string line in _host.Control.Ask(_ => _host.Bonds.Select(Describe).ToArray())) output.WriteLine(line);
        output.WriteLine($"control socket {_server.Path}");
        output.WriteLine("ready");
        output.Flush();
    }

    /// <summary>One line for the service manager.</summary>
    public string Summary() => string.Join("; ", _host.Control.Ask(_ => _host.Bonds.Select(Describe).ToArray()));

    /// <summary>SIGHUP: the same as <c>bondfast reload</c>, with the result in the log.</summary>
    public void Reload()
    {
        Control.Status.HostStatus unused = new();
        CommandReply reply = _queue.Ask(new ControlRequest { Verb = ControlVerb.Reload }, ref unused, ReloadTimeout);
        Console.Error.WriteLine(reply.Succeeded ? $"reloaded: {reply.Value}" : $"not reloaded: {reply.Message}");
    }

    /// <summary>True when every worker and the control loop have moved since the last call.</summary>
    public bool HasMoved()
    {
        long[] now = [_host.Control.Turns, .. _host.Workers.Select(w => (long)w.Read().Polls)];
        bool moved = _turns.Length == 0 || now.Zip(_turns, (a, b) => a != b).All(m => m);
        _turns = now;
        return moved;
    }

    public void Dispose()
    {
        _server.Dispose();
        _host.Dispose();
    }

    private static string Describe(HostedBond bond)
    {
        Bond engine = bond.Engine;
        int up = engine.Slaves.Count(s => s.Link == SlaveLink.Up);
        return $"{engine.Name}: {engine.Options.Mode.OptionName()}, {up} of {engine.Slaves.Count} slaves up, carrier {(engine.CarrierUp ? "on" : "off")}";
    }
}
