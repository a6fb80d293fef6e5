using BondFast.Dpdk;
using BondFast.Testing;

namespace BondFast.Devices.Tests;

[Collection("EAL")]
public sealed unsafe class WireTrafficTests(EalFixture eal)
{
    private const uint Count = 10_000;

    /// <summary>Sends numbered frames until all are taken.</summary>
    private sealed class Sender(Port port, Mempool pool, uint count) : ILcoreProgram
    {
        internal uint Sent;

        public int Run()
        {
            Mbuf** burst = stackalloc Mbuf*[32];
            while (Volatile.Read(ref Sent) < count)
            {
                uint n = Math.Min(32, count - Sent);
                if (!Burst.Allocate(pool.Handle, burst, n)) continue;
                for (uint i = 0; i < n; i++) Frames.Fill(burst[i], Sent + i);
                uint taken = Burst.Transmit(port.Id, 0, burst, n);
                Burst.Free(burst + taken, n - taken);
                Volatile.Write(ref Sent, Sent + taken);
            }
            return 0;
        }
    }

    /// <summary>Counts frames and those out of order until told to stop.</summary>
    private sealed class Receiver(Port port) : ILcoreProgram
    {
        internal uint Received, Misplaced, Next;
        internal volatile bool Stop;

        public int Run()
        {
            Mbuf** burst = stackalloc Mbuf*[32];
            uint n;
            do
            {
                n = Burst.Receive(port.Id, 0, burst, 32);
                for (uint i = 0; i < n; i++)
                {
                    uint number = Frames.Number(burst[i]);
                    if (number < Next) Misplaced++;
                    Next = number + 1;
                }
                Burst.Free(burst, n);
                Volatile.Write(ref Received, Received + n);
            } while (n > 0 || !Stop);
            return 0;
        }
    }

    [Fact]
    public void Ten_thousand_frames_arrive_in_order()
    {
        int before = eal.Pool.InUse;
        using VirtualWire wire = VirtualWire.Create("tenk");
        Frames.Start(wire.A, eal.Pool);
        Frames.Start(wire.B, eal.Pool);
        Receiver receiver = new(wire.B);
        LcoreRun receiving = Lcore.Launch(2, receiver);
        LcoreRun sending = Lcore.Launch(1, new Sender(wire.A, eal.Pool, Count));
        Assert.Equal(0, sending.Wait(TimeSpan.FromSeconds(30)));
        receiver.Stop = true;
        Assert.Equal(0, receiving.Wait(TimeSpan.FromSeconds(30)));
        Assert.Equal((Count, 0u, Count), (receiver.Received, receiver.Misplaced, receiver.Next));
        Assert.True(wire.A.TryReadStatistics(out PortStatistics a));
        Assert.True(wire.B.TryReadStatistics(out PortStatistics b));
        Assert.Equal((Count, Count), (a.TxPackets, b.RxPackets));
        Assert.Equal(before, eal.Pool.InUse);
    }

    [Fact]
    public void A_wire_cut_under_traffic_loses_frames_and_the_counts_agree()
    {
        int before = eal.Pool.InUse;
        using VirtualWire wire = VirtualWire.Create("cut");
        Frames.Start(wire.A, eal.Pool);
        Frames.Start(wire.B, eal.Pool);
        Receiver receiver = new(wire.B);
        Sender sender = new(wire.A, eal.Pool, 2_000_000);
        LcoreRun receiving = Lcore.Launch(2, receiver), sending = Lcore.Launch(1, sender);
        Assert.True(Frames.Eventually(() => Volatile.Read(ref receiver.Received) > 10_000));
        wire.Cut();
        Assert.True(Frames.Eventually(() => wire.LostFromA > 10_000));
        wire.Join();
        Assert.Equal(0, sending.Wait(TimeSpan.FromSeconds(60)));
        receiver.Stop = true;
        Assert.Equal(0, receiving.Wait(TimeSpan.FromSeconds(60)));
        Assert.Equal(sender.Sent, receiver.Received + wire.LostFromA);
        Assert.Equal(0u, receiver.Misplaced);
        Assert.True(wire.A.TryReadStatistics(out PortStatistics a));
        Assert.Equal(sender.Sent, a.TxPackets);
        Assert.Equal(before, eal.Pool.InUse);
    }

    [Fact]
    public void Every_queue_is_a_pair_of_its_own()
    {
        using VirtualWire wire = VirtualWire.Create("queues", queues: 2);
        foreach (Port port in new[] { wire.A, wire.B })
        {
            port.Configure(new PortOptions(eal.Pool) { RxQueues = 2, TxQueues = 2 });
            port.Start();
        }
        Mbuf* mbuf;
        Assert.True(Burst.Allocate(eal.Pool.Handle, &mbuf, 1));
        Assert.Equal(1u, Burst.Transmit(wire.A.Id, 1, &mbuf, 1));
        Assert.Equal(0u, Burst.Receive(wire.B.Id, 0, &mbuf, 1));
        Assert.Equal(1u, Burst.Receive(wire.B.Id, 1, &mbuf, 1));
        Assert.Equal(1u, Burst.Transmit(wire.B.Id, 0, &mbuf, 1));
        Assert.Equal(1u, Burst.Receive(wire.A.Id, 0, &mbuf, 1));
        Burst.Free(&mbuf, 1);
    }

    [Fact]
    public void A_wire_stays_cut_over_stop_and_start_and_a_stopped_end_takes_the_link_along()
    {
        using VirtualWire wire = VirtualWire.Create("restart");
        Frames.Start(wire.A, eal.Pool);
        Frames.Start(wire.B, eal.Pool);
        wire.Cut();
        Assert.True(wire.A.Stop());
        wire.A.Start();
        Assert.False(wire.A.ReadLink().Carrier);
        Assert.True(Frames.Send(wire.A, eal.Pool, 1));
        Assert.Equal(1, wire.LostFromA);
        wire.Join();
        Assert.True(Frames.Send(wire.A, eal.Pool, 2));
        Assert.Equal([2u], Frames.Receive(wire.B, 1));
        Assert.True(wire.B.Stop());
        Assert.False(wire.A.ReadLink().Carrier);
        Assert.True(Frames.Send(wire.A, eal.Pool, 3));
        wire.B.Start();
        Assert.True(wire.A.ReadLink().IsUp);
        Assert.Empty(Frames.Receive(wire.B, 1, 5));
        Assert.Equal(2, wire.LostFromA);
    }

    [Fact]
    public void Frames_in_the_cable_return_to_their_pool_when_the_wire_goes()
    {
        int before = eal.Pool.InUse;
        using (VirtualWire wire = VirtualWire.Create("full", slots: 64))
        {
            Frames.Start(wire.A, eal.Pool);
            Frames.Start(wire.B, eal.Pool);
            uint sent = 0;
            while (Frames.Send(wire.A, eal.Pool, sent)) sent++;
            Assert.Equal(64u, sent);
            Assert.True(Frames.Send(wire.B, eal.Pool, 0));
            Assert.Equal(before + 65, eal.Pool.InUse);
        }
        Assert.Equal(before, eal.Pool.InUse);
    }

    [Fact]
    public void A_frame_broadcast_over_two_wires_is_freed_once_both_copies_are()
    {
        int before = eal.Pool.InUse;
        using VirtualWire one = VirtualWire.Create("one"), two = VirtualWire.Create("two");
        foreach (Port port in new[] { one.A, one.B, two.A, two.B }) Frames.Start(port, eal.Pool);
        Mbuf** burst = stackalloc Mbuf*[8];
        Assert.True(Burst.Allocate(eal.Pool.Handle, burst, 8));
        for (uint i = 0; i < 8; i++) Frames.Fill(burst[i], i);
        Burst.AddOwners(burst, 8, 1);
        Assert.Equal(8u, Burst.Transmit(one.A.Id, 0, burst, 8));
        Assert.Equal(8u, Burst.Transmit(two.A.Id, 0, burst, 8));
        Assert.Equal(8, Frames.Receive(one.B, 8).Count);
        Assert.Equal(before + 8, eal.Pool.InUse);
        Assert.Equal(8, Frames.Receive(two.B, 8).Count);
        Assert.Equal(before, eal.Pool.InUse);
    }

    [Fact]
    public void A_broadcast_into_a_cut_wire_leaves_the_other_copy_alone()
    {
        int before = eal.Pool.InUse;
        using VirtualWire one = VirtualWire.Create("one"), two = VirtualWire.Create("two");
        foreach (Port port in new[] { one.A, one.B, two.A, two.B }) Frames.Start(port, eal.Pool);
        one.Cut();
        Mbuf* mbuf;
        Assert.True(Burst.Allocate(eal.Pool.Handle, &mbuf, 1));
        Frames.Fill(mbuf, 5);
        Burst.AddOwners(&mbuf, 1, 1);
        Assert.Equal(1u, Burst.Transmit(one.A.Id, 0, &mbuf, 1));
        Assert.Equal(1u, Burst.Transmit(two.A.Id, 0, &mbuf, 1));
        Assert.Equal([5u], Frames.Receive(two.B, 1));
        Assert.Equal(before, eal.Pool.InUse);
    }
}
