using BondFast.Dpdk;
using BondFast.Wire;

namespace BondFast.Datapath;

/// <summary>The same for code that does without pointers.</summary>
public sealed unsafe partial class BondPort
{
    /// <summary>Sends all frames of the batch, which is empty afterwards.</summary>
    /// <returns>Frames that a slave took; in broadcast the copies of them.</returns>
    [HotPath]
    public uint Transmit(FrameBatch batch, ushort queue = 0)
    {
        uint count = (uint)batch.Count;
        batch.SetCount(0);
        return Transmit(batch.Frames, count, queue);
    }

    /// <summary>Adds what the slaves brought, as far as there is room; the number of frames.</summary>
    [HotPath]
    public int Receive(FrameBatch batch)
    {
        int received = (int)Receive(batch.Frames + batch.Count, (uint)(batch.Capacity - batch.Count));
        batch.SetCount(batch.Count + received);
        return received;
    }
}
