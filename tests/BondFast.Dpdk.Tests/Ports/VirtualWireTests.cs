using BondFast.Dpdk;
using BondFast.Testing;

namespace BondFast.Dpdk.Tests;

[Collection("EAL")]
public sealed unsafe class VirtualWireTests(EalFixture eal)
{
    [Fact]
    public void Link_is_up_when_both_ends_run_and_down_on_both_when_cut()
    {
        using VirtualWire wire = VirtualWire.Create("w1");
        wire.A.Configure(new PortOptions(eal.Pool));
        wire.B.Configure(new PortOptions(eal.Pool));
        wire.A.Start();
        Assert.False(wire.A.ReadLink().Carrier);
        wire.B.Start();
        Assert.True(wire.A.ReadLink().IsUp);
        Assert.True(wire.B.ReadLink().IsUp);
        wire.Cut();
        Assert.False(wire.A.ReadLink().IsUp);
        Assert.False(wire.B.ReadLink().IsUp);
        wire.Join();
        Assert.True(wire.A.ReadLink().IsUp);
        Assert.Equal(10_000u, wire.A.ReadLink().SpeedMbps);
    }

    [Fact]
    public void Frames_arrive_in_order_and_a_cut_wire_loses_them()
    {
        using VirtualWire wire = VirtualWire.Create("w2");
        foreach (Port port in new[] { wire.A, wire.B })
        {
            port.Configure(new PortOptions(eal.Pool));
            port.Start();
        }
        int before = eal.Pool.InUse;
        Mbuf** frames = stackalloc Mbuf*[32];
        Assert.True(Burst.Allocate(eal.Pool.Handle, frames, 32));
        for (int i = 0; i < 32; i++)
        {
            frames[i]->DataLength = 60;
            frames[i]->PacketLength = 60;
            frames[i]->Data[0] = (byte)i;
        }
        Assert.Equal(32u, Burst.Transmit(wire.A.Id, 0, frames, 32));
        Assert.Equal(32u, Burst.Receive(wire.B.Id, 0, frames, 32));
        for (int i = 0; i < 32; i++) Assert.Equal(i, frames[i]->Data[0]);
        wire.Cut();
        Assert.Equal(32u, Burst.Transmit(wire.A.Id, 0, frames, 32));
        Assert.Equal(0u, Burst.Receive(wire.B.Id, 0, frames, 32));
        Assert.Equal(32, wire.LostFromA);
        Assert.Equal(before, eal.Pool.InUse);
    }
}
