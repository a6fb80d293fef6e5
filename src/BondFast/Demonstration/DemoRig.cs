using BondFast.Bonding;
using BondFast.Datapath;
using BondFast.Dpdk;
using BondFast.Hosting;
using BondFast.Traffic;

namespace BondFast.Demonstration;

/// <summary>
/// Two bonds back to back over virtual wires, with a generator on one side and a meter on the other: all real parts, but for the
/// cables. Needs no NIC, no root and no hugepages.
/// </summary>
internal sealed class DemoRig : IDisposable
{
    private const int Buffers = 16_383;

    /// <summary>Frames a wire holds; far more than are ever under way.</summary>
    private const int WireSlots = 4096;

    private readonly Unwind _unwind = new();
    private readonly Mempool _pool;
    private readonly ControlLoop _control;
    private readonly List<HostedBond> _bonds = [];
    private LcoreRun? _trafficRun;

    /// <exception cref="DpdkException">It can't be set up here; nothing of it is left.</exception>
    public DemoRig(BondOptions options, int wires, Action<BondEvent> onEvent)
    {
        IReadOnlyList<int> cpus = Machine.AllowedCpus();
        int workerCpu = cpus[^1], controlCpu = cpus[0];
        try
        {
            Own("EAL", Eal.Start(new EalOptions
            {
                Memory = MemoryMode.None,
                MemoryMegabytes = 96,
                Lcores = [new(0, controlCpu), new(1, controlCpu), new(2, workerCpu)],
                HousekeepingCpus = [controlCpu],
                FilePrefix = $"bondfast-demo-{Environment.ProcessId}",
            }));
            _pool = Own("the buffer pool", Mempool.Create("demo", Buffers));
            for (int i = 0; i < wires; i++) Wires.Add(Own("a wire", VirtualWire.Create($"wire{i}", WireSlots, queues: 2)));
            foreach (VirtualWire wire in Wires)
            {
                wire.A.Configure(new PortOptions(_pool) { RxQueues = 2, TxQueues = 2 });
                wire.B.Configure(new PortOptions(_pool) { RxQueues = 2, TxQueues = 2 });
            }
            FlowSet flows = DemoFlows.Create();
            Flows = flows.Count;
            Generator = new Generator(flows, _pool);
            Meter = new Meter(flows);
            Sender = AddBond("bond0", options, onEvent);
            Receiver = AddBond("bond1", FarSide(options), onEvent);
            Traffic = Own("the traffic", new DemoTraffic(Sender.Datapath.Ports[0], Receiver.Datapath.Ports[0], Generator, Meter));
            _control = new ControlLoop(_bonds);
            Populate(Sender);
            Populate(Receiver);
            StartControl();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public List<VirtualWire> Wires { get; } = [];

    public HostedBond Sender { get; }

    public HostedBond Receiver { get; }

    public Generator Generator { get; }

    public Meter Meter { get; }

    public DemoTraffic Traffic { get; }

    public int Flows { get; }

    /// <summary>Frames each slave of the sending bond has taken, in order.</summary>
    public long[] SentBySlave() => [.. Enumerable.Range(0, Wires.Count).Select(slot => (long)Sender.Datapath.ReadSlave(slot).TxFrames)];

    /// <summary>Asks the control loop: is every slave of both bonds in use?</summary>
    public bool AllUsable() => _control.Ask(_ => _bonds.All(b => b.Engine.Slaves.All(s => s.Link == SlaveLink.Up) && b.Engine.CarrierUp && IsSettled(b.Engine)));

    /// <summary>Has something done on the control core.</summary>
    public void Do(Action<long> action) => _control.Do(action);

    /// <summary>The bond's end of a wire, to be enslaved.</summary>
    public HostedPort EndOf(HostedBond bond, int wire) =>
        new($"wire{wire}", bond == Sender ? Wires[wire].A : Wires[wire].B, "wire", owned: false);

    public void Launch() => _trafficRun = Lcore.Launch(2, Traffic);

    /// <summary>Ends the traffic when everything sent has arrived or is lost.</summary>
    public void Finish()
    {
        Traffic.Stop();
        _trafficRun?.Wait();
        _trafficRun = null;
    }

    /// <summary>Takes the bonds down; the buffers that are then still out are lost for good.</summary>
    public long CountLeaks()
    {
        Finish();
        TakeDown();
        foreach (VirtualWire wire in Wires) wire.Drain();
        return _pool.InUse;
    }

    public void Dispose()
    {
        Finish();
        TakeDown();
        _unwind.Run();
    }

    private static bool IsSettled(Bond bond) => bond.Options.Mode is not BondMode.Ieee8023ad || bond.Plan.Usable.Length == bond.Slaves.Count;

    /// <summary>balance-tlb and balance-alb receive other stations' frames on one slave only and count on a switch to bring everything
    /// there; without a switch the far side must listen on all.</summary>
    private static BondOptions FarSide(BondOptions options) =>
        options.Mode is BondMode.BalanceTlb or BondMode.BalanceAlb ? options with { Mode = BondMode.BalanceXor } : options;

    private HostedBond AddBond(string name, BondOptions options, Action<BondEvent> onEvent)
    {
        var datapath = Own(name, new BondDatapath(name, new DatapathOptions { TransmitRetries = 4 }));
        // Queue 0 is the worker's, queue 1 the control core's; the far end hears both.
        var bond = new HostedBond(name, options, datapath, null, _pool, p => new DatapathPort(p.Port.Id, RxQueues: 2, ControlTxQueue: 1), onEvent, MonotonicClock.Now);
        _bonds.Add(bond);
        bond.Engine.SetFilters(promiscuous: true, allMulticast: true, [], MonotonicClock.Now);
        return bond;
    }

    private void Populate(HostedBond bond)
    {
        for (int i = 0; i < Wires.Count; i++)
        {
            if (bond.Enslave(EndOf(bond, i), new SlaveOptions(), MonotonicClock.Now) is { } refusal) throw new StartException(refusal);
        }
        bond.Engine.Open(MonotonicClock.Now);
    }

    private void StartControl()
    {
        LcoreRun run = Lcore.Launch(1, _control);
        _unwind.Push("stopping the control loop", () =>
        {
            _control.Stop();
            run.Wait();
        });
    }

    private void TakeDown()
    {
        if (_control is null) return;
        _control.Do(now =>
        {
            foreach (HostedBond bond in _bonds)
            {
                bond.Engine.Close(now);
                for (int i = bond.Engine.Slaves.Count - 1; i >= 0; i--) bond.Release(bond.Engine.Slaves[i], now);
            }
        });
    }

    private T Own<T>(string what, T thing) where T : IDisposable
    {
        _unwind.Push($"closing {what}", thing.Dispose);
        return thing;
    }
}
