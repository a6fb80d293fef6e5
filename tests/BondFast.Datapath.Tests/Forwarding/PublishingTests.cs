using BondFast.Bonding;
using BondFast.Datapath.Forwarding;
using BondFast.Dpdk;
using BondFast.Testing;

namespace BondFast.Datapath.Tests.Forwarding;

[Collection("EAL")]
public sealed unsafe class PublishingTests(EalFixture eal)
{
    /// <summary>Freed tables are overwritten in debug builds and a worker that reads one ends the process; the marks below check release builds too.</summary>
    [Fact]
    public void Tables_are_published_and_freed_while_workers_read_them()
    {
        const int workers = 2;
        ulong[] epochs = GC.AllocateArray<ulong>(workers * 64, pinned: true);
        nint[] addresses = new nint[workers];
        for (int worker = 0; worker < workers; worker++) fixed (ulong* epoch = &epochs[worker * 64]) addresses[worker] = (nint)epoch;
        using TablePublisher publisher = new(addresses);
        publisher.Publish(Table(0));
        bool stop = false;
        ulong wrong = 0;
        ulong[] reads = new ulong[workers];
        Thread[] threads = [.. Enumerable.Range(0, workers).Select(worker => new Thread(() => Read(worker)))];
        foreach (Thread thread in threads) thread.Start();
        for (int i = 1; i <= 3000; i++)
        {
            publisher.Publish(Table(i));
            if (i % 100 == 0) Thread.Yield();
        }
        SpinWait.SpinUntil(() => reads.All(r => Volatile.Read(ref r) > 0), TimeSpan.FromSeconds(20));
        Volatile.Write(ref stop, true);
        foreach (Thread thread in threads) thread.Join();
        Assert.Equal(0ul, wrong);
        Assert.True(publisher.Collect());
        Assert.Equal(0, publisher.RetiredCount);

        void Read(int worker)
        {
            ulong* epoch = (ulong*)addresses[worker];
            int last = 0;
            while (!Volatile.Read(ref stop))
            {
                Volatile.Write(ref *epoch, *epoch + 1);
                ForwardingTable* table = (ForwardingTable*)Volatile.Read(ref *publisher.Cell);
                int first = table->Active;
                for (int i = 0; i < 50; i++)
                    if (table->Mark != ForwardingTable.Alive || table->Active != first || table->SlaveCount != ~first) Interlocked.Increment(ref wrong);
                if (first < last) Interlocked.Increment(ref wrong);
                last = first;
                Volatile.Write(ref *epoch, *epoch + 1);
                reads[worker]++;
            }
        }
    }

    [Fact]
    public void A_table_lives_as_long_as_a_worker_is_inside_and_no_longer()
    {
        ulong[] epochs = GC.AllocateArray<ulong>(2, pinned: true);
        nint[] addresses = new nint[2];
        for (int worker = 0; worker < 2; worker++) fixed (ulong* epoch = &epochs[worker]) addresses[worker] = (nint)epoch;
        using TablePublisher publisher = new(addresses);
        publisher.Publish(Table(1));
        publisher.Publish(Table(2));
        Assert.Equal(0, publisher.RetiredCount); // nobody is inside
        epochs[1] = 7;
        publisher.Publish(Table(3));
        Assert.False(publisher.Collect());
        publisher.Publish(Table(4));
        Assert.Equal(2, publisher.RetiredCount);
        epochs[0] = 5; // came in later: sees the new table
        Assert.False(publisher.Collect());
        epochs[1] = 9; // out and in again
        Assert.True(publisher.Collect());
    }

    [Fact]
    public void A_plan_with_a_slot_without_port_is_refused_and_changes_nothing()
    {
        using WiredBond bond = new(eal, 1);
        ForwardingPlan plan = bond.Plan(BondMode.ActiveBackup);
        bond.Datapath.Publish(plan);
        InvalidOperationException refusal = Assert.Throws<InvalidOperationException>(() =>
            bond.Datapath.Publish(plan with { Slaves = [.. plan.Slaves, plan.Slaves[0] with { Slot = 7 }] }));
        Assert.Contains("slot 7", refusal.Message);
        Assert.Equal(1u, bond.Send([[1, 2, 3]]));
        bond.Arrived(0);
    }

    [Fact]
    public void A_port_with_fewer_queues_than_workers_is_refused()
    {
        using BondDatapath bond = new("bond0", new DatapathOptions { Workers = 3 });
        ArgumentException refusal = Assert.Throws<ArgumentException>(() => bond.SetSlave(0, new DatapathPort(9, 1, 2)));
        Assert.Contains("2 transmit queues", refusal.Message);
    }

    [Fact]
    public void The_counters_of_a_slot_start_at_zero_for_each_slave()
    {
        using WiredBond bond = new(eal, 1);
        bond.Datapath.Publish(bond.Plan(BondMode.ActiveBackup));
        bond.Send([[1, 2, 3]]);
        Assert.Equal(1ul, bond.Datapath.ReadSlave(0).TxFrames);
        bond.Datapath.ClearSlave(0);
        bond.Datapath.SetSlave(0, new DatapathPort(bond.Wire(0).A.Id));
        Assert.Equal(0ul, bond.Datapath.ReadSlave(0).TxFrames);
        bond.Send([[1, 2, 3]]);
        Assert.Equal(3ul, bond.Datapath.ReadSlave(0).TxBytes);
        bond.Arrived(0);
    }

    private static ForwardingTable* Table(int number)
    {
        ForwardingTable* table = ForwardingTableBuilder.Build(new ForwardingPlan { Mode = BondMode.BalanceXor }, new DatapathPort?[ForwardingPlan.MaxSlaves], null, 1);
        table->Active = number;
        table->SlaveCount = ~number;
        return table;
    }
}
