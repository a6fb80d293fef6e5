using BondFast.Bonding;
using BondFast.Datapath.Tests.Hashing;
using BondFast.Dpdk;
using BondFast.Testing;

namespace BondFast.Datapath.Tests.Workers;

[Collection("EAL")]
public sealed unsafe class AllocationTests(EalFixture eal)
{
    [Theory]
    [InlineData(BondMode.BalanceRoundRobin)]
    [InlineData(BondMode.ActiveBackup)]
    [InlineData(BondMode.BalanceXor)]
    [InlineData(BondMode.Broadcast)]
    [InlineData(BondMode.Ieee8023ad)]
    [InlineData(BondMode.BalanceTlb)]
    [InlineData(BondMode.BalanceAlb)]
    public void A_worker_allocates_nothing_over_a_million_packets(BondMode mode)
    {
        using WiredBond bond = new(eal, 3);
        ForwardingPlan plan = bond.Plan(mode) with { StampReceive = true, Taps = FrameTaps.ReceivedArp | FrameTaps.SentArp | FrameTaps.SentMembership };
        if (mode is BondMode.BalanceTlb or BondMode.BalanceAlb) plan = plan with { FlowTable = WiredBond.FlowTable(bucket => bucket % 3) };
        bond.Datapath.Publish(plan);
        RandomFrames random = new((int)mode);
        Mbuf** frames = stackalloc Mbuf*[64];
        for (int i = 0; i < 64; i++)
        {
            byte[] bytes = random.NextOrdinary();
            frames[i] = bond.Make(bytes.Length == 0 ? [0] : bytes);
        }

        long allocated = -1;
        ulong packets = 0;
        Thread thread = new(() => allocated = Run(bond, frames, ref packets));
        thread.Start();
        thread.Join();
        Assert.True(packets >= 1_000_000);
        Assert.Equal(0, allocated);
    }

    /// <summary>Round after round: 64 frames through the bond, from the wires' far ends back into the slaves, received, and the same again.</summary>
    private static long Run(WiredBond bond, Mbuf** frames, ref ulong packets)
    {
        ushort* far = stackalloc ushort[3];
        for (int slave = 0; slave < 3; slave++) far[slave] = bond.Wire(slave).B.Id;
        byte* control = stackalloc byte[BondDatapath.MaxControlFrame];
        Mbuf** scratch = stackalloc Mbuf*[256];
        long before = 0;
        for (int round = 0; round < 16_000 + 100; round++)
        {
            if (round == 100) before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 64; i++) scratch[i] = frames[i];
            Burst.AddOwners(scratch, 64, 1); // so that the same frames serve in every round
            bond.Port.Transmit(scratch, 64);
            for (int slave = 0; slave < 3; slave++)
            {
                uint count = Burst.Receive(far[slave], 0, scratch, 256);
                Burst.Transmit(far[slave], 0, scratch, count);
            }
            uint received = bond.Port.Receive(scratch, 256);
            Burst.Free(scratch, received);
            bond.Port.Poll();
            while (bond.Datapath.TryTakeControlFrame(new Span<byte>(control, BondDatapath.MaxControlFrame), out _)) { }
            packets += 64;
        }
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        for (int i = 0; i < 64; i++) scratch[i] = frames[i];
        Burst.Free(scratch, 64);
        return allocated;
    }
}
