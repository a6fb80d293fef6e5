using BondFast.Bonding;
using BondFast.Wire;

namespace BondFast.Simulation.Tests.Network;

/// <summary>
/// A network in virtual time: hosts with a bond each, ports, cables, switches and a clock that jumps from one thing to do to the
/// next. Everything repeats from the seed.
/// <code>
/// var net = new SimulatedNetwork(seed: 1);
/// SimulatedHost host = net.AddHost(new BondOptions { Mode = BondMode.ActiveBackup, Miimon = 100 });
/// SimulatedPort eth0 = host.AddPort(), eth1 = host.AddPort();
/// host.Enslave(eth0);
/// host.Enslave(eth1);
/// host.Bond.Open(net.Now);
/// net.At(450, () => eth0.Carrier = false);     // ms since the start
/// net.Run(1000);                               // ms
/// Assert.Same(host[eth1], host.Bond.Active);
/// </code>
/// Cables: <see cref="Connect"/>, with <see cref="Cable.Fate"/> for loss, delay, duplicates and reordering. Stations that answer
/// ARP and NS: <see cref="SimulatedSwitch"/>. What the engine did: <see cref="SimulatedHost.Effects"/>, <see cref="SimulatedPort.Sent"/>.
/// </summary>
public sealed class SimulatedNetwork
{
    public const long Millisecond = 1_000_000;

    private readonly PriorityQueue<Action, (long At, long Order)> _scheduled = new();
    private readonly List<SimulatedHost> _hosts = [];
    private readonly Random _random;
    private long _order;

    public SimulatedNetwork(int seed = 1, long start = 1_000_000_000_000)
    {
        _random = new Random(seed);
        Start = Now = start;
    }

    /// <summary>Monotonic ns at which the simulation began.</summary>
    public long Start { get; }

    /// <summary>Monotonic ns.</summary>
    public long Now { get; private set; }

    public double Milliseconds => (Now - Start) / 1e6;

    public Random Random => _random;

    public ulong NextRandom() => (ulong)_random.NextInt64(long.MinValue, long.MaxValue);

    public SimulatedHost AddHost(BondOptions options, string? name = null)
    {
        var host = new SimulatedHost(this, _hosts.Count, name ?? $"bond{_hosts.Count}", options);
        _hosts.Add(host);
        return host;
    }

    /// <summary>Runs <paramref name="action"/> so many ms after the start, before the engines look.</summary>
    public void At(double milliseconds, Action action) => AtTime(Start + (long)(milliseconds * Millisecond), action);

    public void AtTime(long time, Action action) => _scheduled.Enqueue(action, (Math.Max(time, Now), _order++));

    /// <summary>A frame reaches the port after a delay in ns.</summary>
    public void Deliver(SimulatedHost host, SimulatedPort port, byte[] frame, long delay = 0) => AtTime(Now + delay, () => host.Arrive(port, frame));

    /// <summary>A cable between two ports; pulling it is <see cref="Cable.Plugged"/>.</summary>
    public Cable Connect(SimulatedHost hostA, SimulatedPort a, SimulatedHost hostB, SimulatedPort b) => new(this, hostA, a, hostB, b);

    /// <summary>Runs for so many ms of virtual time; things due exactly at the end are done.</summary>
    public void Run(double milliseconds) => RunUntil(Now + (long)(milliseconds * Millisecond));

    public void RunUntil(long end)
    {
        Step();
        while (true)
        {
            long next = NextEvent();
            if (next > end) break;
            Now = Math.Max(Now, next);
            Step();
        }
        Now = Math.Max(Now, end);
        Step();
    }

    private long NextEvent()
    {
        long next = _scheduled.TryPeek(out _, out (long At, long) priority) ? priority.At : long.MaxValue;
        foreach (SimulatedHost host in _hosts) next = Math.Min(next, host.NextDeadline);
        return next;
    }

    private void Step()
    {
        while (_scheduled.TryPeek(out Action? action, out (long At, long) priority) && priority.At <= Now)
        {
            _scheduled.Dequeue();
            action();
        }
        foreach (SimulatedHost host in _hosts) host.Step(Now);
    }
}

/// <summary>Two ports joined. <see cref="Fate"/> decides for each frame how often and how late (ns) it arrives.</summary>
public sealed class Cable
{
    private readonly SimulatedPort _a, _b;
    private bool _plugged = true;

    internal Cable(SimulatedNetwork network, SimulatedHost hostA, SimulatedPort a, SimulatedHost hostB, SimulatedPort b)
    {
        (_a, _b) = (a, b);
        a.Wire = frame => Pass(network, hostB, b, frame);
        b.Wire = frame => Pass(network, hostA, a, frame);
    }

    /// <summary>Delays of the copies that arrive: none is a loss, two a duplicate. Default: one copy after 1 microsecond.</summary>
    public Func<CapturedFrame, IEnumerable<long>> Fate { get; set; } = static _ => [1_000];

    /// <summary>False takes the carrier from both ends.</summary>
    public bool Plugged
    {
        get => _plugged;
        set => _a.Carrier = _b.Carrier = _plugged = value;
    }

    private void Pass(SimulatedNetwork network, SimulatedHost host, SimulatedPort port, CapturedFrame frame)
    {
        if (!_plugged) return;
        foreach (long delay in Fate(frame)) network.Deliver(host, port, frame.Bytes, delay);
    }
}
