using BondFast.Bonding;
using BondFast.Dpdk;
using BondFast.Testing;

namespace BondFast.Datapath.Tests.Workers;

[Collection("EAL")]
public sealed unsafe class SeveralWorkersTests(EalFixture eal)
{
    [Fact]
    public void Workers_share_the_receive_queues_and_send_on_their_own()
    {
        using WiredBond bond = new(eal, 2, new DatapathOptions { Workers = 2 }, queues: 4);
        bond.Datapath.Publish(bond.Plan(BondMode.BalanceRoundRobin));
        for (ushort queue = 0; queue < 4; queue++) Put(bond, 0, queue);
        Mbuf** frames = stackalloc Mbuf*[16];
        for (int worker = 0; worker < 2; worker++)
        {
            Assert.Equal(2u, bond.Datapath.Ports[worker].Receive(frames, 16));
            Assert.Equal(worker, frames[0]->Data[14]);
            Assert.Equal(worker + 2, frames[1]->Data[14]);
            Burst.Free(frames, 2);
            bond.Send([Frame.Ethernet(new byte[6], new byte[6], 0x88b5, new byte[46])], worker: worker);
            Assert.Single(bond.Arrived(0, (ushort)worker));
        }
    }

    [Fact]
    public void Two_workers_and_a_control_core_that_keeps_changing_the_plan_lose_no_mbuf()
    {
        using WiredBond bond = new(eal, 2, new DatapathOptions { Workers = 2 }, slots: 64, queues: 2);
        ForwardingPlan[] plans = [.. Enum.GetValues<BondMode>().SelectMany(mode => (ForwardingPlan[])
            [bond.Plan(mode), bond.Plan(mode) with { Usable = [1] }, bond.Plan(mode) with { Usable = [], Active = -1 }])];
        bond.Datapath.Publish(plans[0]);
        const int bursts = 4000;
        Thread[] threads = [.. Enumerable.Range(0, 2).Select(worker => new Thread(() => Load(bond, worker, bursts)))];
        foreach (Thread thread in threads) thread.Start();
        int published = 0;
        while (published < plans.Length || threads.Any(t => t.IsAlive))
        {
            bond.Datapath.Publish(plans[published++ % plans.Length]);
            Thread.Yield();
        }
        foreach (Thread thread in threads) thread.Join();
        Assert.True(bond.Datapath.WaitQuiescent(TimeSpan.FromSeconds(1)));
        UplinkCounters uplink = bond.Datapath.ReadUplink();
        Assert.Equal(2ul * bursts * 16, uplink.FromUplink);
    }

    private static void Load(WiredBond bond, int worker, int bursts)
    {
        Mbuf** frames = stackalloc Mbuf*[64];
        for (int burst = 0; burst < bursts; burst++)
        {
            if (!Burst.Allocate(bond.Pool.Handle, frames, 16)) throw new InvalidOperationException("the pool is empty");
            for (int i = 0; i < 16; i++)
            {
                frames[i]->DataLength = 60;
                frames[i]->PacketLength = 60;
                frames[i]->Data[5] = (byte)(burst + i);
            }
            bond.Datapath.Ports[worker].Transmit(frames, 16);
            for (int slave = 0; slave < 2; slave++)
            {
                uint count = Burst.Receive(bond.Wire(slave).B.Id, (ushort)worker, frames, 64);
                uint sent = Burst.Transmit(bond.Wire(slave).B.Id, (ushort)worker, frames, count);
                Burst.Free(frames + sent, count - sent);
            }
            Burst.Free(frames, bond.Datapath.Ports[worker].Receive(frames, 64));
        }
    }

    private static void Put(WiredBond bond, int slot, ushort queue)
    {
        Mbuf* frame = bond.Make(Frame.Ethernet(new byte[6], new byte[6], 0x88b5, [(byte)queue, .. new byte[45]]));
        Assert.Equal(1u, Burst.Transmit(bond.Wire(slot).B.Id, queue, &frame, 1));
    }
}
