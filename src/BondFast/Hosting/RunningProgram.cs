using BondFast.Bonding;
using BondFast.Configuration;

namespace BondFast.Hosting;

/// <summary><c>bondfast run</c> from start to stop: the host, its control socket, and what it tells people. Main thread.</summary>
internal sealed class RunningProgram : IDisposable
{
    private readonly BondHost _host;
    private long[] _turns = [];

    private RunningProgram(BondHost host) => _host = host;

    public IReadOnlyList<string> LeftBehind => _host.LeftBehind;

    public static RunningProgram Start(HostConfiguration configuration, string file, StopSignal stop)
    {
        var printer = new EventPrinter(Console.Error);
        foreach (string done in CrashRecovery.Run(RestoreJournal.For(configuration.Eal.FilePrefix)))
            Console.Error.WriteLine($"restored after a crash: {done}");
        BondHost host = BondHost.Start(configuration, printer.Print);
        SteadyState.Enter();
        return new RunningProgram(host);
    }

    /// <summary>The start-up summary, a line a bond, then <c>ready</c>.</summary>
    public void Announce(TextWriter output)
    {
        output.WriteLine($"{Dpdk.Eal.Version}, memory {_host.Eal.Memory.ToString().ToLowerInvariant()}, control on CPU {_host.Placement.Control}, workers on CPU {string.Join(", ", _host.Placement.Workers)}");
        foreach (string line in _host.Control.Ask(_ => _host.Bonds.Select(Describe).ToArray())) output.WriteLine(line);
        output.WriteLine("ready");
        output.Flush();
    }

    /// <summary>One line for the service manager.</summary>
    public string Summary() => string.Join("; ", _host.Control.Ask(_ => _host.Bonds.Select(Describe).ToArray()));

    /// <summary>True when every worker and the control loop have moved since the last call.</summary>
    public bool HasMoved()
    {
        long[] now = [_host.Control.Turns, .. _host.Workers.Select(w => (long)w.Read().Polls)];
        bool moved = _turns.Length == 0 || now.Zip(_turns, (a, b) => a != b).All(m => m);
        _turns = now;
        return moved;
    }

    public void Dispose() => _host.Dispose();

    private static string Describe(HostedBond bond)
    {
        Bond engine = bond.Engine;
        int up = engine.Slaves.Count(s => s.Link == SlaveLink.Up);
        return $"{engine.Name}: {engine.Options.Mode.OptionName()}, {up} of {engine.Slaves.Count} slaves up, carrier {(engine.CarrierUp ? "on" : "off")}";
    }
}
