using System.Buffers.Binary;
using BondFast.Dpdk;

namespace BondFast.Comparison;

/// <summary>Writes a frame of a flow of its own into every buffer of a pool, from a seed.</summary>
internal static unsafe class FrameMix
{
    public static ushort Length(Traffic traffic) => traffic switch { Traffic.Ipv4 => 64, Traffic.Vlan => 68, _ => 84 };

    public static void Fill(Mempool pool, Traffic traffic)
    {
        Random random = new(20070501);
        nint[] all = new nint[pool.Count];
        int count = 0;
        fixed (nint* mbufs = all)
        {
            while (count < all.Length && Burst.Allocate(pool.Handle, (Mbuf**)(mbufs + count), 1)) count++;
            Span<byte> frame = stackalloc byte[84];
            for (int i = 0; i < count; i++)
            {
                Traffic kind = traffic == Traffic.Mixed ? (Traffic)random.Next(3) : traffic;
                Write(frame, kind, random);
                Mbuf* mbuf = (Mbuf*)mbufs[i];
                frame.CopyTo(new Span<byte>(mbuf->Data, frame.Length));
                mbuf->DataLength = 84;
            }
            Burst.Free((Mbuf**)mbufs, (uint)count);
        }
    }

    private static void Write(Span<byte> frame, Traffic kind, Random random)
    {
        random.NextBytes(frame);
        frame[0] = frame[6] = 2;
        int at = 12;
        if (kind == Traffic.Vlan)
        {
            BinaryPrimitives.WriteUInt16BigEndian(frame[at..], 0x8100);
            at += 4;
        }
        BinaryPrimitives.WriteUInt16BigEndian(frame[at..], kind == Traffic.Ipv6 ? (ushort)0x86dd : (ushort)0x0800);
        at += 2;
        byte protocol = random.Next(2) == 0 ? (byte)6 : (byte)17;
        if (kind == Traffic.Ipv6)
        {
            frame[at] = 0x60;
            frame[at + 6] = protocol;
        }
        else
        {
            frame[at] = 0x45;
            frame[at + 6] = 0x40;
            frame[at + 7] = 0;
            frame[at + 9] = protocol;
        }
    }
}
