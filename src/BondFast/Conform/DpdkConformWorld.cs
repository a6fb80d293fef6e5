using BondFast.CommandLine;
using BondFast.Dpdk;
using BondFast.Hosting;
using BondFast.Wire;

namespace BondFast.Conform;

/// <summary>One or two DPDK ports for the conformance checks; a name without a driver in it is a kernel interface. One thread.</summary>
internal sealed class DpdkConformWorld : IConformWorld, IDisposable
{
    private const int Buffers = 4095;
    private const int MemoryMegabytes = 64;

    /// <summary>Between two looks at the ports while nothing arrives.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(0.5);

    private readonly Eal _eal;
    private readonly Mempool _pool;
    private readonly List<DpdkConformPort> _ports = [];
    private readonly StopSignal _stop;

    private DpdkConformWorld(Eal eal, Mempool pool, StopSignal stop)
    {
        _eal = eal;
        _pool = pool;
        _stop = stop;
    }

    public IReadOnlyList<IConformPort> Ports => _ports;

    public long Now => MonotonicClock.Now;

    /// <exception cref="DpdkException">Nothing was left open.</exception>
    /// <exception cref="Failure">A name is no interface, or a port did not start.</exception>
    public static DpdkConformWorld Start(IReadOnlyList<string> names, StopSignal stop)
    {
        foreach (string name in names)
            if (IsInterface(name) && KernelInterface.Find(name) is null)
                throw new Failure(ExitCode.NoInput, $"{name}: there is no such network interface. Name one, or a DPDK device (a PCI address, or a virtual device such as net_af_packet0,iface=eth0).");
        Eal eal = Eal.Start(new EalOptions { MemoryMegabytes = MemoryMegabytes, FilePrefix = $"bondfast-conform-{Environment.ProcessId}" });
        var world = new DpdkConformWorld(eal, Mempool.Create("conform", Buffers), stop);
        try
        {
            foreach (string name in names) world._ports.Add(DpdkConformPort.Open(name, DeviceOf(name), world._pool));
        }
        catch
        {
            world.Dispose();
            throw;
        }
        return world;
    }

    /// <exception cref="OperationCanceledException">A signal asked for the end.</exception>
    public void WaitUntil(long time)
    {
        while (true)
        {
            if (_stop.IsAsked) throw new OperationCanceledException();
            bool arrived = false;
            foreach (DpdkConformPort port in _ports) arrived |= port.Poll(Now);
            long left = time - Now;
            if (arrived || left <= 0) return;
            _ = _stop.Wait(left < Pause.Ticks * 100 ? TimeSpan.FromTicks(left / 100) : Pause);
        }
    }

    public void Dispose()
    {
        foreach (DpdkConformPort port in _ports) port.Dispose();
        _pool.Dispose();
        _eal.Dispose();
    }

    private static bool IsInterface(string name) => !name.StartsWith("net_", StringComparison.Ordinal) && !name.Contains(':', StringComparison.Ordinal);

    private static string DeviceOf(string name) => IsInterface(name) ? $"net_af_packet_{name},iface={name}" : name;
}
