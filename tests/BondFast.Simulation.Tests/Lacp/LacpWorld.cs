using BondFast.Bonding;
using BondFast.Bonding.Lacp;
using BondFast.Wire;

namespace BondFast.Simulation.Tests.Lacp;

/// <summary>What a cable does to frames. Probabilities 0..1, times in ns.</summary>
internal record struct CableFaults(double Loss, double Duplication, long MinDelay, long MaxDelay)
{
    public static readonly CableFaults None = new(0, 0, 100_000, 100_000);
}

/// <summary>
/// Two LACP systems, cabled port to port, in virtual time: as little as can be, so that thousands of runs fit into a test. Each
/// control core can be stalled; frames then wait with their arrival stamps, as in the ring of a worker. After every step the
/// invariants are checked.
/// </summary>
internal sealed class LacpWorld
{
    public const long Millisecond = 1_000_000, Second = 1_000 * Millisecond;

    private readonly PriorityQueue<Flight, (long At, long Order)> _flights = new();
    private readonly Random _random;
    private long _order;

    public LacpWorld(int seed, int ports, BondOptions left, BondOptions right)
    {
        _random = new Random(seed);
        Left = new Side(this, 0, ports, left);
        Right = new Side(this, 1, ports, right);
        Faults = CableFaults.None;
    }

    public long Now { get; private set; }
    public Side Left { get; }
    public Side Right { get; }
    public CableFaults Faults { get; set; }

    /// <summary>Moment of the last change of what is forwarded, on either side.</summary>
    public long LastChange { get; private set; }

    private readonly record struct Flight(Side To, int Port, byte[] Frame);

    public void RunUntil(long end)
    {
        while (true)
        {
            long next = Math.Min(Left.NextWork, Right.NextWork);
            if (_flights.TryPeek(out _, out (long At, long Order) first)) next = Math.Min(next, first.At);
            if (next > end) break;
            Now = Math.Max(Now, next);
            while (_flights.TryPeek(out Flight flight, out first) && first.At <= Now)
            {
                _flights.Dequeue();
                flight.To.Arrive(flight.Port, flight.Frame);
            }
            Left.Work();
            Right.Work();
        }
        Now = end;
    }

    /// <summary>A cable is pulled or plugged; both ends notice at once.</summary>
    public void Plug(int cable, bool plugged)
    {
        Left.Link(cable, plugged);
        Right.Link(cable, plugged);
    }

    private void Carry(Side from, int port, ReadOnlySpan<byte> frame)
    {
        Side to = from == Left ? Right : Left;
        int copies = _random.NextDouble() < Faults.Duplication ? 2 : 1;
        for (int i = 0; i < copies; i++)
        {
            if (_random.NextDouble() < Faults.Loss) continue;
            long delay = _random.NextInt64(Faults.MinDelay, Faults.MaxDelay + 1);
            _flights.Enqueue(new Flight(to, port, frame.ToArray()), (Now + delay, _order++));
        }
    }

    /// <summary>One system with its control core.</summary>
    internal sealed class Side : ILacpEffects
    {
        private readonly LacpWorld _world;
        private readonly List<LacpPort> _ports = [];
        private readonly Queue<(int Port, byte[] Frame, long At)> _ring = new();
        private BondOptions _options;

        public Side(LacpWorld world, int number, int ports, BondOptions options)
        {
            _world = world;
            _options = options;
            System = new LacpSystem(options, new MacAddress(0x0200_0000_aa00 + (ulong)number), this, 0);
            for (int i = 0; i < ports; i++) _ports.Add(System.AddPort($"p{i}", i, new MacAddress(0x0200_0000_bb00 + (ulong)(16 * number + i)), 255, 0));
            for (int i = 0; i < ports; i++) Link(i, true);
        }

        public LacpSystem System { get; }
        public IReadOnlyList<LacpPort> Ports => _ports;

        /// <summary>Until then the control core does nothing.</summary>
        public long StalledUntil { get; set; }

        public int ForwardingChanges { get; private set; }

        public long NextWork => Math.Max(_ring.Count > 0 ? _world.Now : System.NextDeadline, StalledUntil);

        public void Link(int port, bool up) => System.SetLink(_ports[port], up, 1000, true, _world.Now);

        public void Set(Func<BondOptions, BondOptions> change) => System.SetOptions(_options = change(_options), _world.Now);

        public void Arrive(int port, byte[] frame) => _ring.Enqueue((port, frame, _world.Now));

        /// <summary>One pass of the control loop.</summary>
        public void Work()
        {
            if (_world.Now < StalledUntil) return;
            while (_ring.TryDequeue(out (int Port, byte[] Frame, long At) waiting))
            {
                System.Receive(_ports[waiting.Port], waiting.Frame, waiting.At);
                CheckInvariants();
            }
            if (System.NextDeadline > _world.Now) return;
            System.Advance(_world.Now);
            CheckInvariants();
        }

        public bool Send(LacpPort port, ReadOnlySpan<byte> frame)
        {
            _world.Carry(this, port.Slot, frame);
            return true;
        }

        public void ForwardingChanged(long now)
        {
            ForwardingChanges++;
            _world.LastChange = _world.Now;
        }

        public void Raise(long now, EventLevel level, string kind, LacpPort? port, string text) { }

        private void CheckInvariants()
        {
            int active = 0;
            foreach (Aggregator aggregator in System.Aggregators)
                if (aggregator.Active) active++;
            if (active > 1) throw new InvalidOperationException("two active aggregators");
            foreach (LacpPort port in _ports)
            {
                if (!port.Distributing) continue;
                if (!port.Enabled) throw new InvalidOperationException($"{port} distributes without a link");
                if (port.Aggregator is not { Active: true }) throw new InvalidOperationException($"{port} distributes outside the active aggregator");
                if ((port.Partner.State & LacpState.Synchronization) == 0) throw new InvalidOperationException($"{port} distributes to a partner that is not in Sync");
                if (port.Defaulted && System.Active!.Ports.Count > 1) throw new InvalidOperationException($"{port} is in a group without having heard a partner");
            }
        }
    }
}
