using BondFast.Dpdk;
using BondFast.Testing;

namespace BondFast.Devices.Tests;

[Collection("EAL")]
public sealed class LinkTests(EalFixture eal)
{
    [RootFact]
    public void A_packet_socket_follows_the_carrier_of_its_interface()
    {
        using VethPair veth = new();
        using Port port = Port.Probe("p", $"net_af_packet0,iface={veth.A}");
        Frames.Start(port, eal.Pool);
        Assert.False(port.DriverKnowsLink);
        foreach (bool useCarrier in new[] { true, false })
        {
            Assert.True(Frames.Eventually(() => port.ReadLink(useCarrier).IsUp));
            Assert.Equal((10_000u, LinkDuplex.Full), (port.ReadLink(useCarrier).SpeedMbps, port.ReadLink(useCarrier).Duplex));
            VethPair.Ip($"link set {veth.B} down");
            Assert.True(Frames.Eventually(() => !port.ReadLink(useCarrier).Carrier));
            Assert.True(port.ReadLink(useCarrier).Running);
            VethPair.Ip($"link set {veth.B} up");
        }
        VethPair.Ip($"link set {veth.A} down");
        Assert.True(Frames.Eventually(() => !port.ReadLink().Running));
    }

    [RootFact]
    public void An_interface_deleted_under_running_traffic_is_reported_gone_and_nothing_crashes()
    {
        int before = eal.Pool.InUse;
        VethPair veth = new();
        using Port port = Port.Probe("p", $"net_af_packet0,iface={veth.A}");
        using Port peer = Port.Probe("q", $"net_af_packet1,iface={veth.B}");
        Frames.Start(port, eal.Pool);
        Frames.Start(peer, eal.Pool);
        for (uint i = 0; i < 20; i++) Assert.True(Frames.Send(port, eal.Pool, i));
        Assert.Equal(20, Frames.Receive(peer, 20).Count);
        VethPair.Ip($"link del {veth.A}");
        for (uint i = 0; i < 100; i++)
        {
            Frames.Send(port, eal.Pool, i);
            Frames.Receive(port, 1, 1);
        }
        Assert.True(port.IsGone);
        Assert.False(port.ReadLink().Present);
        Assert.False(port.ReadLink(useCarrier: false).IsUp);
        Assert.False(port.SetMac(0x02bf_0000_0001));
        Assert.False(port.SetPromiscuous(true) && port.Netdev!.Exists);
        Assert.Equal("", port.Netdev!.Name);
        port.Dispose();
        peer.Dispose();
        Assert.Null(port.RemoveFailure);
        Assert.Equal(before, eal.Pool.InUse);
    }

    [RootFact]
    public void A_tap_has_the_link_its_interface_has()
    {
        string name = VethPair.NewName();
        using Port port = Port.Probe("p", $"net_tap0,iface={name}");
        Frames.Start(port, eal.Pool);
        Assert.True(Frames.Eventually(() => port.ReadLink().IsUp));
        VethPair.Ip($"link set {name} down");
        Assert.True(Frames.Eventually(() => !port.ReadLink().Carrier));
        VethPair.Ip($"link set {name} up");
        Assert.True(Frames.Eventually(() => port.ReadLink().IsUp));
    }

    [RootFact]
    public void A_tap_deleted_under_running_traffic_is_reported_gone_and_nothing_crashes()
    {
        int before = eal.Pool.InUse;
        string name = VethPair.NewName();
        using Port port = Port.Probe("p", $"net_tap0,iface={name}");
        Frames.Start(port, eal.Pool);
        for (uint i = 0; i < 20; i++) Assert.True(Frames.Send(port, eal.Pool, i));
        VethPair.Ip($"link del {name}");
        for (uint i = 0; i < 100; i++)
        {
            Frames.Send(port, eal.Pool, i);
            Frames.Receive(port, 1, 1);
        }
        Assert.True(port.IsGone);
        Assert.False(port.ReadLink().Present);
        Assert.False(port.Netdev!.SetCarrier(true));
        port.Dispose();
        Assert.Null(port.RemoveFailure);
        Assert.Equal(before, eal.Pool.InUse);
        using Port again = Port.Probe("p", $"net_tap0,iface={name}");
        Assert.False(again.IsGone);
    }

    [RootFact]
    public void The_carrier_of_a_tap_uplink_can_be_taken_away_and_given_back()
    {
        string name = VethPair.NewName();
        using Port port = Port.Probe("p", $"net_tap0,iface={name}");
        Frames.Start(port, eal.Pool);
        Assert.True(port.Netdev!.SetCarrier(false), KernelInterface.LastRefusal);
        Assert.True(Frames.Eventually(() => port.Netdev.TryRead(out NetdevState s) && !s.Carrier));
        Assert.True(port.Netdev.SetCarrier(true), KernelInterface.LastRefusal);
        Assert.True(Frames.Eventually(() => port.Netdev.TryRead(out NetdevState s) && s.Carrier));
    }

    [RootFact]
    public void Only_a_tap_of_our_own_has_a_carrier_to_set()
    {
        using VethPair veth = new();
        Assert.False(veth.NetdevA.SetCarrier(false));
        Assert.Contains(veth.A, KernelInterface.LastRefusal);
    }

    [Fact]
    public void Asking_for_the_link_allocates_nothing()
    {
        using Port port = Port.Probe("p", "net_null0");
        KernelInterface loopback = KernelInterface.Find("lo")!;
        for (int i = 0; i < 100; i++)
        {
            port.ReadLink();
            loopback.TryRead(out _);
        }
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            port.ReadLink();
            loopback.TryRead(out _);
        }
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }
}
