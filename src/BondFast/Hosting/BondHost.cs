using BondFast.Bonding;
using BondFast.Configuration;
using BondFast.Datapath;
using BondFast.Dpdk;

namespace BondFast.Hosting;

/// <summary>
/// The running program: EAL, ports, bonds, workers and the control loop, brought up in order and taken down the same way back,
/// also when bringing up fails half-way. Bonds and slaves come and go meanwhile, on the control thread.
/// </summary>
internal sealed partial class BondHost : IDisposable
{
    private readonly Unwind _unwind = new();
    private readonly List<HostedBond> _bonds = [];
    private readonly List<Worker> _workers = [];
    private readonly Action<BondEvent> _onEvent;
    private readonly Mempool _pool;
    private readonly PortRegistry _ports;
    private readonly RestoreJournal _journal;

    private BondHost(HostConfiguration configuration, Action<BondEvent> onEvent)
    {
        Configuration = configuration;
        _onEvent = onEvent;
        _journal = RestoreJournal.For(configuration.Eal.FilePrefix);
        Placement = CpuPlacement.Choose(configuration.Workers, Machine.AllowedCpus());
        Memory = MemoryPlan.For(configuration, Placement.Workers.Count);
        Control = new ControlLoop(_bonds);
        try
        {
            Eal = Own("EAL", StartEal());
            _pool = Own("the buffer pool", Mempool.Create("frames", Memory.Mbufs, room: Memory.Room));
            _ports = Own("the ports", new PortRegistry(_pool, Placement.Workers.Count));
            StartWorkers();
            _unwind.Push("taking down the bonds", RemoveBonds);
            foreach (BondConfiguration bond in configuration.Bonds) AddBond(bond, MonotonicClock.Now);
            Control.Survey = ReleaseVanished;
            StartControl();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>What is running, as the file said at start or at the last reload.</summary>
    public HostConfiguration Configuration { get; set; }

    public Eal Eal { get; }

    public CpuPlacement Placement { get; }

    public MemoryPlan Memory { get; }

    public ControlLoop Control { get; }

    /// <summary>The control thread's.</summary>
    public IReadOnlyList<HostedBond> Bonds => _bonds;

    public IReadOnlyList<Worker> Workers => _workers;

    /// <summary>Buffers that are in somebody's hands: queues of ports and rings, caches not counted.</summary>
    public int MbufsInUse => _pool.InUse;

    /// <summary>What could not be undone on the way down, as sentences; complete after <see cref="Dispose"/>.</summary>
    public IReadOnlyList<string> LeftBehind { get; private set; } = [];

    /// <exception cref="DpdkException">What does not work, why, and the remedy. Everything is as it was.</exception>
    /// <exception cref="StartException">A bond refuses a slave. Everything is as it was.</exception>
    public static BondHost Start(HostConfiguration configuration, Action<BondEvent> onEvent) => new(configuration, onEvent);

    public void Dispose() => LeftBehind = [.. LeftBehind, .. _unwind.Run()];

    private T Own<T>(string what, T thing) where T : IDisposable
    {
        _unwind.Push($"closing {what}", thing.Dispose);
        return thing;
    }

    private Eal StartEal() => Eal.Start(new EalOptions
    {
        Memory = (Dpdk.MemoryMode)Configuration.Memory.Mode,
        MemoryMegabytes = Memory.Megabytes,
        Lcores = Placement.Lcores(),
        HousekeepingCpus = [Placement.Control],
        FilePrefix = Configuration.Eal.FilePrefix,
        ExtraArguments = Configuration.Eal.ExtraArgs,
    });

    private void StartWorkers()
    {
        for (int i = 0; i < Placement.Workers.Count; i++)
        {
            var worker = new Worker(i, (Datapath.IdlePolicy)Configuration.Workers.Idle);
            _workers.Add(worker);
            LcoreRun run = Lcore.Launch(CpuPlacement.WorkerLcore(i), worker);
            _unwind.Push($"stopping worker {i}", () =>
            {
                worker.Stop();
                run.Wait();
                worker.Dispose();
            });
        }
    }

    private void StartControl()
    {
        LcoreRun run = Lcore.Launch(CpuPlacement.ControlLcore, Control);
        _unwind.Push("stopping the control loop", () =>
        {
            Control.Stop();
            run.Wait();
        });
    }
}

/// <summary>A bond can't be made as configured; the message says why.</summary>
internal sealed class StartException(string message) : Exception(message);
