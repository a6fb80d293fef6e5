using System.Collections.Immutable;
using BondFast.Bonding;
using BondFast.Dpdk;
using BondFast.Testing;
using BondFast.Wire;

namespace BondFast.Datapath.Tests;

/// <summary>A bond whose slaves are one end each of a virtual wire; the test holds the other ends. Checks on the way out that every mbuf is back.</summary>
internal sealed unsafe class WiredBond : IDisposable
{
    private static int Number;
    private readonly Mempool _pool;
    private readonly int _inUseBefore;
    private readonly VirtualWire[] _wires;

    public WiredBond(EalFixture eal, int slaves, DatapathOptions? options = null, int slots = 1024, int queues = 1)
    {
        _pool = eal.Pool;
        _inUseBefore = _pool.InUse;
        Datapath = new BondDatapath("bond0", options);
        _wires = new VirtualWire[slaves];
        for (int slot = 0; slot < slaves; slot++)
        {
            _wires[slot] = NewWire(slots, queues);
            Datapath.SetSlave(slot, new DatapathPort(_wires[slot].A.Id, queues, queues));
        }
    }

    public BondDatapath Datapath { get; }

    public BondPort Port => Datapath.Ports[0];

    public Mempool Pool => _pool;

    public VirtualWire Wire(int slot) => _wires[slot];

    public VirtualWire NewWire(int slots = 1024, int queues = 1)
    {
        VirtualWire wire = VirtualWire.Create($"dp{Interlocked.Increment(ref Number)}", slots, queues);
        foreach (Port port in (Port[])[wire.A, wire.B])
        {
            port.Configure(new PortOptions(_pool) { RxQueues = queues, TxQueues = queues });
            port.Start();
        }
        return wire;
    }

    /// <summary>All slaves usable and delivering, slave 0 the active one.</summary>
    public ForwardingPlan Plan(BondMode mode, XmitHashPolicy policy = XmitHashPolicy.Layer34, XmitHashFormula formula = XmitHashFormula.Howto) => new()
    {
        Mode = mode,
        Policy = policy,
        Formula = formula,
        Slaves = [.. Enumerable.Range(0, _wires.Length).Select(slot => new SlavePlan(slot, ReceiveRule.All, 0, SlaveMac(slot), false, true))],
        Usable = [.. Enumerable.Range(0, _wires.Length)],
        Active = 0,
        BondMac = SlaveMac(0),
    };

    public static MacAddress SlaveMac(int slot) => new(0x02_00_00_00_00_10 + (ulong)slot);

    public static ImmutableArray<byte> FlowTable(Func<int, int> slaveOfBucket) =>
        [.. Enumerable.Range(0, ForwardingPlan.FlowTableSize).Select(bucket => (byte)slaveOfBucket(bucket))];

    public Mbuf* Make(ReadOnlySpan<byte> bytes)
    {
        Mbuf* frame;
        Assert.True(Burst.Allocate(_pool.Handle, &frame, 1), "the pool is empty");
        bytes.CopyTo(new Span<byte>(frame->Data, bytes.Length));
        frame->DataLength = (ushort)bytes.Length;
        frame->PacketLength = (uint)bytes.Length;
        return frame;
    }

    /// <summary>Sends frames through the bond in one call.</summary>
    public uint Send(IReadOnlyList<byte[]> frames, ushort queue = 0, int worker = 0)
    {
        Mbuf** mbufs = stackalloc Mbuf*[frames.Count];
        for (int i = 0; i < frames.Count; i++) mbufs[i] = Make(frames[i]);
        return Datapath.Ports[worker].Transmit(mbufs, (uint)frames.Count, queue);
    }

    /// <summary>What arrived at the other end of a slave's wire, and frees it.</summary>
    public List<byte[]> Arrived(int slot, ushort queue = 0) => Take(_wires[slot].B, queue);

    public static List<byte[]> Take(Port port, ushort queue = 0)
    {
        List<byte[]> arrived = [];
        Mbuf** mbufs = stackalloc Mbuf*[64];
        uint count;
        while ((count = Burst.Receive(port.Id, queue, mbufs, 64)) > 0)
        {
            for (uint i = 0; i < count; i++) arrived.Add(mbufs[i]->FirstSegment.ToArray());
            Burst.Free(mbufs, count);
        }
        return arrived;
    }

    /// <summary>The peer behind a slave's wire sends.</summary>
    public void Inject(int slot, params IReadOnlyList<byte[]> frames) => Put(_wires[slot].B, frames);

    public void Put(Port port, IReadOnlyList<byte[]> frames)
    {
        foreach (byte[] bytes in frames)
        {
            Mbuf* frame = Make(bytes);
            Assert.Equal(1u, Burst.Transmit(port.Id, 0, &frame, 1));
        }
    }

    /// <summary>What the bond delivers to a caller of Receive.</summary>
    public List<byte[]> Receive(int max = 256)
    {
        List<byte[]> received = [];
        Mbuf** mbufs = stackalloc Mbuf*[max];
        uint count = Port.Receive(mbufs, (uint)max);
        for (uint i = 0; i < count; i++) received.Add(mbufs[i]->FirstSegment.ToArray());
        Burst.Free(mbufs, count);
        return received;
    }

    public List<(ControlFrameInfo Info, byte[] Bytes)> ControlFrames()
    {
        List<(ControlFrameInfo, byte[])> frames = [];
        byte[] buffer = new byte[BondDatapath.MaxControlFrame];
        while (Datapath.TryTakeControlFrame(buffer, out ControlFrameInfo info)) frames.Add((info, buffer[..info.Length]));
        return frames;
    }

    public void Dispose()
    {
        Datapath.Dispose();
        foreach (VirtualWire wire in _wires) wire.Dispose();
        Assert.Equal(_inUseBefore, _pool.InUse);
    }
}
