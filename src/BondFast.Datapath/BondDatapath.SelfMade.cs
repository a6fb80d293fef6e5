using BondFast.Dpdk;

namespace BondFast.Datapath;

/// <summary>Frames that the control core makes itself.</summary>
public sealed unsafe partial class BondDatapath
{
    /// <summary>Copies a frame into a buffer and sends it on one slave (<see cref="SendControl(int, Mbuf*)"/>).</summary>
    /// <returns>False when the pool is empty, the frame too long for a buffer, or there was no room to send: nothing is left of it then.</returns>
    public bool SendControl(int slot, ReadOnlySpan<byte> frame, Mempool pool)
    {
        Mbuf* buffer;
        if (frame.Length > pool.Room || !Burst.Allocate(pool.Handle, &buffer, 1)) return false;
        frame.CopyTo(new Span<byte>(buffer->Data, frame.Length));
        buffer->DataLength = (ushort)frame.Length;
        buffer->PacketLength = (uint)frame.Length;
        if (SendControl(slot, buffer)) return true;
        Burst.Free(&buffer, 1);
        return false;
    }
}
