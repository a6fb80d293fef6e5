using BondFast.Dpdk.Native;

namespace BondFast.Dpdk;

/// <summary>
/// Two ports in this process and a cable between them that can be pulled: no NIC, no root, no hugepages. The link is up while
/// nobody cut it and both ends run. MAC, MTU and filters can be set; nothing filters by them.
/// </summary>
public sealed unsafe class VirtualWire : IDisposable
{
    private VirtualWire(Port a, Port b)
    {
        A = a;
        B = b;
    }

    public Port A { get; }

    public Port B { get; }

    public bool IsCut { get; private set; }

    /// <summary>Frames <see cref="A"/> sent into the cut cable.</summary>
    public long LostFromA => Shim.bf_wire_lost(A.Id);

    public long LostFromB => Shim.bf_wire_lost(B.Id);

    /// <summary>Makes a wire. Its ends are named name.a and name.b.</summary>
    /// <param name="name">At most 20 letters, digits and '_'; unique in the process.</param>
    /// <param name="slots">Frames the cable holds per direction and queue.</param>
    /// <param name="queues">Receive and transmit queues of each end, at most 16.</param>
    /// <exception cref="DpdkException">BF2104: no port is left; BF2105: anything else.</exception>
    public static VirtualWire Create(string name, int slots = 1024, int queues = 1, int socket = -1)
    {
        _ = EalLog.Take();
        ushort a, b;
        int rc = Shim.bf_wire_create(name, (uint)slots, (uint)queues, socket, &a, &b);
        if (rc < 0) throw Faults.Wire(name, rc, Shim.LastError, EalLog.Take());
        return new VirtualWire(Port.Attach(a, name + ".a"), Port.Attach(b, name + ".b"));
    }

    /// <summary>Pulls the cable: link down on both ends, what is sent is lost. Frames that arrived before can still be received.</summary>
    public void Cut()
    {
        _ = Shim.bf_wire_cut(A.Id, 1);
        IsCut = true;
    }

    public void Join()
    {
        _ = Shim.bf_wire_cut(A.Id, 0);
        IsCut = false;
    }

    /// <summary>Frees what waits to be received at both ends; the number of frames. No worker may receive there meanwhile.</summary>
    public int Drain() => Shim.bf_wire_drain(A.Id) + Shim.bf_wire_drain(B.Id);

    /// <summary>Closes both ends; frames in the cable return to their pools.</summary>
    public void Dispose()
    {
        A.Dispose();
        B.Dispose();
    }
}
