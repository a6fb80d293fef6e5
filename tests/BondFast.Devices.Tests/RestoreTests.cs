using BondFast.Dpdk;
using BondFast.Testing;

namespace BondFast.Devices.Tests;

/// <summary>What a bond changes on a device is real while it lasts and undone afterwards.</summary>
[Collection("EAL")]
public sealed class RestoreTests(EalFixture eal)
{
    private const ulong Mac = 0x02bf_1122_3344;

    [RootFact]
    public void A_kernel_interface_gets_mac_mtu_and_filters_back()
    {
        using VethPair veth = new();
        Assert.True(veth.NetdevA.TryRead(out NetdevState before));
        using (Port port = Port.Probe("p", $"net_af_packet0,iface={veth.A}"))
        {
            Assert.Equal(veth.NetdevA.Index, port.Info.InterfaceIndex);
            Assert.Equal(before.Mac, port.Mac);
            Frames.Start(port, eal.Pool);
            Assert.True(port.SetMac(Mac), Port.LastRefusal);
            Assert.True(port.SetMtu(1400), Port.LastRefusal);
            Assert.True(port.SetPromiscuous(true), Port.LastRefusal);
            Assert.True(port.SetAllMulticast(true), Port.LastRefusal);
            Assert.True(veth.NetdevA.TryRead(out NetdevState during));
            Assert.Equal((Mac, 1400, true, true), (during.Mac, during.Mtu, during.Promiscuous, during.AllMulticast));
            Assert.Equal((Mac, 1400, true, true), (port.Mac, port.Mtu, port.IsPromiscuous, port.IsAllMulticast));
        }
        Assert.True(veth.NetdevA.TryRead(out NetdevState after));
        Assert.Equal(before, after);
    }

    [RootFact]
    public void What_a_driver_cannot_do_is_done_on_the_kernel_interface()
    {
        using VethPair veth = new();
        Assert.True(veth.NetdevA.TryRead(out NetdevState before));
        using (Port port = Port.Probe("p", $"net_af_xdp0,iface={veth.A}"))
        {
            Assert.Equal(veth.NetdevA.Index, port.Netdev!.Index);
            Assert.True(port.SetMac(Mac), Port.LastRefusal);
            Assert.True(port.SetAllMulticast(true), Port.LastRefusal);
            Assert.True(port.SetPromiscuous(true), Port.LastRefusal);
            Assert.True(veth.NetdevA.TryRead(out NetdevState during));
            Assert.Equal((Mac, true, true), (during.Mac, during.Promiscuous, during.AllMulticast));
            Assert.Equal(Mac, port.Mac);
            VethPair.Ip($"link set {veth.B} down");
            Assert.True(Frames.Eventually(() => !port.ReadLink().Carrier));
            VethPair.Ip($"link set {veth.B} up");
        }
        Assert.True(Frames.Eventually(() => veth.NetdevA.TryRead(out NetdevState s) && s.Carrier));
        Assert.True(veth.NetdevA.TryRead(out NetdevState after));
        Assert.Equal(before, after);
    }

    [RootFact]
    public void An_interface_that_was_promiscuous_before_stays_so()
    {
        using VethPair veth = new();
        VethPair.Ip($"link set {veth.A} promisc on");
        using (Port port = Port.Probe("p", $"net_af_packet0,iface={veth.A}"))
        {
            Frames.Start(port, eal.Pool);
            port.SetPromiscuous(false);
        }
        Assert.True(veth.NetdevA.TryRead(out NetdevState after));
        Assert.True(after.Promiscuous);
    }

    [RootFact]
    public void A_tap_follows_mac_and_mtu()
    {
        string name = VethPair.NewName();
        using Port port = Port.Probe("p", $"net_tap0,iface={name}");
        Frames.Start(port, eal.Pool);
        Assert.True(port.SetMac(Mac), Port.LastRefusal);
        Assert.True(port.SetMtu(1400), Port.LastRefusal);
        Assert.True(port.Netdev!.TryRead(out NetdevState state));
        Assert.Equal((Mac, 1400), (state.Mac, state.Mtu));
        Assert.Equal(name, port.Netdev.Name);
    }

    [Fact]
    public void A_wire_takes_every_wish_because_it_filters_nothing()
    {
        using VirtualWire wire = VirtualWire.Create("wishes");
        Assert.NotEqual(wire.A.Mac, wire.B.Mac);
        Assert.NotEqual(0UL, wire.A.Mac);
        Frames.Start(wire.A, eal.Pool);
        Assert.True(wire.A.SetMac(Mac));
        Assert.True(wire.A.SetMtu(1400));
        Assert.True(wire.A.SetPromiscuous(true));
        Assert.True(wire.A.SetAllMulticast(true));
        Assert.True(wire.A.SetMulticastList([0x0180_c200_0002]));
        Assert.Equal((Mac, 1400, true, true), (wire.A.Mac, wire.A.Mtu, wire.A.IsPromiscuous, wire.A.IsAllMulticast));
        Assert.True(wire.A.SetPromiscuous(false));
        Assert.False(wire.A.IsPromiscuous);
    }

    [Fact]
    public void A_driver_without_filters_has_its_wishes_written_down()
    {
        using Port port = Port.Probe("p", "net_null0");
        foreach (bool on in new[] { false, true, false })
        {
            Assert.True(port.SetPromiscuous(on), Port.LastRefusal);
            Assert.True(port.SetAllMulticast(on), Port.LastRefusal);
            Assert.Equal((on, on), (port.IsPromiscuous, port.IsAllMulticast));
        }
    }

    [Fact]
    public void A_refused_wish_has_a_sentence()
    {
        using Port port = Port.Probe("p", "net_null0");
        Assert.True(port.SetMac(Mac));
        Assert.False(port.SetMac(0x0100_0000_0001));
        Assert.NotEmpty(Port.LastRefusal);
    }
}
