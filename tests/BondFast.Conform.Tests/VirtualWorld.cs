using BondFast.Wire;

namespace BondFast.Conform.Tests;

/// <summary>A device under test in virtual time.</summary>
internal interface IDevice
{
    /// <summary>Set by the world: sends a frame out of a port.</summary>
    Action<int, byte[]> Out { get; set; }

    long NextDeadline { get; }

    void Advance(long now);

    void Receive(int port, byte[] frame, long now);

    void Link(int port, bool up, long now);
}

/// <summary>Our ports and the device, cabled with a delay of 200 microseconds, in virtual time.</summary>
internal sealed class VirtualWorld : IConformWorld
{
    private const long Delay = 200_000;

    private readonly PriorityQueue<(bool ToDevice, int Port, byte[] Frame), (long At, long Order)> _wire = new();
    private readonly VirtualPort[] _ports;
    private readonly IDevice _device;
    private long _order;

    public VirtualWorld(IDevice device, int ports, bool canCutLinks = true)
    {
        _device = device;
        _ports = [.. Enumerable.Range(0, ports).Select(index => new VirtualPort(this, index, canCutLinks))];
        device.Out = (port, frame) =>
        {
            if (port < _ports.Length && _ports[port].LinkUp) _wire.Enqueue((false, port, frame), (Now + Delay, _order++));
        };
        for (int i = 0; i < ports; i++) device.Link(i, true, Now);
    }

    public IReadOnlyList<IConformPort> Ports => _ports;

    public long Now { get; private set; } = 1_000_000_000_000;

    public void WaitUntil(long time)
    {
        while (true)
        {
            long next = Math.Min(time, _device.NextDeadline);
            if (_wire.TryPeek(out _, out (long At, long Order) first)) next = Math.Min(next, first.At);
            Now = Math.Max(Now, next);
            bool arrived = false;
            while (_wire.TryPeek(out (bool ToDevice, int Port, byte[] Frame) flight, out first) && first.At <= Now)
            {
                _wire.Dequeue();
                if (flight.ToDevice) _device.Receive(flight.Port, flight.Frame, Now);
                else
                {
                    _ports[flight.Port].Arrived.Enqueue((flight.Frame, Now));
                    arrived = true;
                }
            }
            if (_device.NextDeadline <= Now) _device.Advance(Now);
            if (arrived || Now >= time) return;
        }
    }

    private sealed class VirtualPort(VirtualWorld world, int index, bool canCutLinks) : IConformPort
    {
        public Queue<(byte[] Frame, long At)> Arrived { get; } = new();
        public bool LinkUp { get; private set; } = true;
        public string Name => $"test{index}";
        public MacAddress Mac => new(0x0200_0000_0c00 + (ulong)index);

        public bool Send(ReadOnlySpan<byte> frame)
        {
            if (LinkUp) world._wire.Enqueue((true, index, frame.ToArray()), (world.Now + Delay, world._order++));
            return LinkUp;
        }

        public int Receive(Span<byte> buffer, out long earliest, out long arrived)
        {
            earliest = arrived = 0;
            if (!Arrived.TryDequeue(out (byte[] Frame, long At) next)) return 0;
            earliest = arrived = next.At;
            int length = Math.Min(buffer.Length, next.Frame.Length);
            next.Frame.AsSpan(0, length).CopyTo(buffer);
            return length;
        }

        public bool TrySetLink(bool up)
        {
            if (!canCutLinks) return false;
            LinkUp = up;
            world._device.Link(index, up, world.Now);
            return true;
        }
    }
}
