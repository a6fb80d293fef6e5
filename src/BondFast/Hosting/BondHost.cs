using BondFast.Bonding;
using BondFast.Configuration;
using BondFast.Datapath;
using BondFast.Dpdk;

namespace BondFast.Hosting;

/// <summary>
/// The running program: EAL, ports, bonds, workers and the control loop, brought up in order and taken down the same way back,
/// also when bringing up fails half-way.
/// </summary>
internal sealed class BondHost : IDisposable
{
    private readonly Unwind _unwind = new();
    private readonly List<HostedBond> _bonds = [];
    private readonly List<Worker> _workers = [];
    private readonly Dictionary<string, HostedPort> _slavePorts = [];
    private readonly HostConfiguration _configuration;
    private readonly Action<BondEvent> _onEvent;
    private readonly Mempool _pool;
    private readonly PortSetup _ports;

    private BondHost(HostConfiguration configuration, Action<BondEvent> onEvent)
    {
        _configuration = configuration;
        _onEvent = onEvent;
        Placement = CpuPlacement.Choose(configuration.Workers, Machine.AllowedCpus());
        Memory = MemoryPlan.For(configuration, Placement.Workers.Count);
        try
        {
            Eal = StartEal();
            _pool = Own("the buffer pool", Mempool.Create("frames", Memory.Mbufs, room: Memory.Room));
            _ports = new PortSetup(configuration, _pool, Placement.Workers.Count, _unwind);
            foreach (BondConfiguration bond in configuration.Bonds) Prepare(bond);
            Control = new ControlLoop(_bonds);
            StartWorkers();
            BringSlaves();
            foreach (BondConfiguration bond in configuration.Bonds) Populate(bond);
            StartControl();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

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
    /// <exception cref="StartException">A bond refuses a slave.</exception>
    public static BondHost Start(HostConfiguration configuration, Action<BondEvent> onEvent) => new(configuration, onEvent);

    public void Dispose() => LeftBehind = [.. LeftBehind, .. _unwind.Run()];

    private T Own<T>(string what, T thing) where T : IDisposable
    {
        _unwind.Push($"closing {what}", thing.Dispose);
        return thing;
    }

    private Eal StartEal() => Own("EAL", Eal.Start(new EalOptions
    {
        Memory = (Dpdk.MemoryMode)_configuration.Memory.Mode,
        MemoryMegabytes = Memory.Megabytes,
        Lcores = Placement.Lcores(),
        HousekeepingCpus = [Placement.Control],
        FilePrefix = _configuration.Eal.FilePrefix,
        ExtraArguments = _configuration.Eal.ExtraArgs,
    }));

    /// <summary>The bond without slaves: its datapath, its uplink, its address and MTU.</summary>
    private void Prepare(BondConfiguration bond)
    {
        var datapath = Own($"the datapath of {bond.Name}", new BondDatapath(bond.Name, new DatapathOptions
        {
            Workers = Placement.Workers.Count,
            Burst = _configuration.Workers.Burst,
            TransmitRetries = bond.TxUnsent == TxUnsent.Retry ? 16 : 0,
        }));
        Uplink? uplink = null;
        if (_configuration.FindPort(bond.Uplink) is { } port && _ports.Bring(port) is { } hosted)
        {
            uplink = new Uplink(hosted);
            hosted.Port.Start();
            datapath.SetUplink(_ports.ForWorkers(hosted.Port));
        }
        long now = MonotonicClock.Now;
        var hostedBond = new HostedBond(bond.Name, bond.Options, datapath, uplink, _pool, p => _ports.ForWorkers(p.Port), _onEvent, now);
        _bonds.Add(hostedBond);
        if (bond.Mtu is { } mtu) Require(hostedBond.Engine.SetMtu(mtu, now));
        if (bond.Mac is { } mac) Require(hostedBond.Engine.SetMac(mac, now));
        uplink?.FollowMtu(hostedBond.Engine.Mtu);
        uplink?.FollowCarrier(false);
        if (uplink is not { IsTap: true }) hostedBond.Engine.SetFilters(promiscuous: true, allMulticast: true, [], now);
        if (!bond.Addresses.IsEmpty) hostedBond.Engine.SetAddresses([.. bond.Addresses.Select(a => a.ToBondAddress())], now);
    }

    private void StartWorkers()
    {
        for (int i = 0; i < Placement.Workers.Count; i++)
        {
            var worker = new Worker(i, (Datapath.IdlePolicy)_configuration.Workers.Idle);
            foreach (HostedBond bond in _bonds) worker.Attach(bond.Datapath);
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

    /// <summary>Probes every slave's device, and writes down what they were before anything is changed.</summary>
    private void BringSlaves()
    {
        foreach (BondConfiguration bond in _configuration.Bonds)
        {
            foreach (SlaveConfiguration slave in bond.Slaves)
            {
                _slavePorts[slave.Port] = _ports.Bring(_configuration.FindPort(slave.Port)!)
                    ?? throw new StartException($"{bond.Name}: slave {slave.Port} has no device. Give [port.{slave.Port}] one.");
            }
        }
        SavedPort[] saved = [.. _slavePorts.Values.Where(p => p.Port.Netdev is not null).Select(p => p.Saved())];
        if (saved.Length == 0) return;
        RestoreJournal journal = RestoreJournal.For(_configuration.Eal.FilePrefix);
        journal.Write(saved);
        _unwind.Push("removing the restore journal", journal.Delete);
    }

    /// <summary>Enslaves the bond's ports and opens it. Undone before the workers stop, so that goodbyes still leave.</summary>
    private void Populate(BondConfiguration configuration)
    {
        HostedBond bond = _bonds.Single(b => b.Name == configuration.Name);
        _unwind.Push($"closing {bond.Name}", () => TakeDown(bond));
        foreach (SlaveConfiguration slave in configuration.Slaves)
            Require(bond.Enslave(_slavePorts[slave.Port], slave.Options, MonotonicClock.Now));
        bond.Engine.Open(MonotonicClock.Now);
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

    private static void TakeDown(HostedBond bond)
    {
        long now = MonotonicClock.Now;
        bond.Engine.Close(now);
        for (int i = bond.Engine.Slaves.Count - 1; i >= 0; i--) bond.Release(bond.Engine.Slaves[i], now);
    }

    private static void Require(string? refusal)
    {
        if (refusal is not null) throw new StartException(refusal);
    }
}

/// <summary>A bond can't be made as configured; the message says why.</summary>
internal sealed class StartException(string message) : Exception(message);
