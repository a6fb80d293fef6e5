using BondFast.Bonding;
using BondFast.Control.Status;
using BondFast.Datapath;
using BondFast.Dpdk;

namespace BondFast.Hosting;

/// <summary>Fills a <see cref="HostStatus"/> from the running host. Control thread; ten times a second, so next to nothing is allocated.</summary>
internal static class StatusReader
{
    private static readonly string[] Reasons = [.. Enum.GetValues<DropReason>().Select(r => r.Name())];

    public static void Fill(HostStatus status, BondHost host)
    {
        status.DropReasons = Reasons;
        status.BuffersInUse = host.MbufsInUse;
        status.Buffers = host.Memory.Mbufs;
        status.GcCollections = SteadyState.Collections;
        foreach (HostedBond bond in host.Bonds) Fill(status.AddBond(), bond);
        for (int i = 0; i < host.Workers.Count; i++) status.AddWorker(Worker(host, i));
    }

    private static void Fill(BondStatus status, HostedBond bond)
    {
        status.Take(bond.Engine);
        if (bond.Uplink is { } uplink)
        {
            status.Uplink = uplink.Port.Device;
            status.InterfaceIndex = (int)(uplink.Netdev?.Index ?? 0);
        }
        UplinkCounters counters = bond.Datapath.ReadUplink();
        status.Drops = Copy(counters.Drops, status.Drops, out ulong dropped);
        status.Counters = new TrafficCounters { Dropped = dropped };
        for (int i = 0; i < bond.Engine.Slaves.Count; i++)
        {
            SlaveStatus slave = status.Slaves[i];
            Fill(slave, bond, bond.Engine.Slaves[i]);
            status.Counters.RxBytes += slave.Counters.RxBytes;
            status.Counters.TxBytes += slave.Counters.TxBytes;
        }
        status.Counters.RxPackets = counters.ToUplink;
        status.Counters.TxPackets = counters.FromUplink;
    }

    private static void Fill(SlaveStatus status, HostedBond bond, Slave slave)
    {
        SlaveCounters counters = bond.Datapath.ReadSlave(slave.Slot);
        status.Device = bond.Port(slave).Device;
        status.Drops = Copy(counters.Drops, status.Drops, out ulong dropped);
        status.Counters = new TrafficCounters
        {
            RxPackets = counters.RxFrames,
            RxBytes = counters.RxBytes,
            TxPackets = counters.TxFrames,
            TxBytes = counters.TxBytes,
            Dropped = dropped,
        };
    }

    private static WorkerStatus Worker(BondHost host, int number)
    {
        Worker worker = host.Workers[number];
        WorkerReading reading = worker.Read();
        return new WorkerStatus(number, host.Placement.Workers[number], worker.IsRunning, reading.Polls, reading.BusyPolls,
            Tsc.ToNanoseconds(reading.LongestGap) / 1000, Tsc.ToNanoseconds(reading.Percentile(0.9999)) / 1000, reading.AllocatedBytes);
    }

    private static ulong[] Copy(in DropCounters drops, ulong[] into, out ulong sum)
    {
        if (into.Length != DropReasons.Count) into = new ulong[DropReasons.Count];
        sum = 0;
        for (int i = 0; i < into.Length; i++) sum += into[i] = drops[(DropReason)i];
        return into;
    }
}
