using BondFast.Configuration;
using BondFast.Dpdk;

namespace BondFast.Hosting;

/// <summary>How many packet buffers there must be so that no queue runs dry, and the memory they take.</summary>
/// <param name="Mbufs">Buffers.</param>
/// <param name="Room">Bytes of frame in each.</param>
/// <param name="Megabytes">Memory for EAL, all told.</param>
internal sealed record MemoryPlan(int Mbufs, int Room, int Megabytes)
{
    private const int DefaultDescriptors = 1024;
    private const int LcoreCache = 256;
    private const int InFlightPerWorker = 2048;

    /// <summary>What EAL, ethdev and rings want for themselves, megabytes.</summary>
    private const int Overhead = 32;

    public static MemoryPlan For(HostConfiguration configuration, int workers)
    {
        int mtu = Math.Max(1500, configuration.Bonds.Max(b => b.Mtu ?? 0));
        // Two VLAN tags, Ethernet header, FCS; up to a whole number of cache lines.
        int room = Math.Max(Mempool.DefaultRoom, mtu + 14 + 8 + 4 + 63 & ~63);
        long mbufs = configuration.Memory.Mbufs;
        if (mbufs == 0)
        {
            foreach (PortConfiguration port in configuration.Ports)
            {
                int queues = port.Queues > 0 ? port.Queues : workers;
                mbufs += queues * ((long)Descriptors(port.RxDescriptors) + Descriptors(port.TxDescriptors));
            }
            mbufs = Math.Max(8192, mbufs + workers * (LcoreCache * 2 + InFlightPerWorker));
        }
        long bytes = Mempool.Footprint((int)mbufs, room);
        int megabytes = configuration.Memory.Megabytes > 0 ? configuration.Memory.Megabytes : Overhead + (int)(bytes * 5 / 4 >> 20);
        return new MemoryPlan((int)mbufs, room, megabytes);
    }

    private static int Descriptors(int configured) => configured > 0 ? configured : DefaultDescriptors;
}
