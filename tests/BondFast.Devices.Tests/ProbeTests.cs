using BondFast.Dpdk;
using BondFast.Testing;

namespace BondFast.Devices.Tests;

[Collection("EAL")]
public sealed class ProbeTests(EalFixture eal)
{
    private void ComesAndGoes(string device, string driver)
    {
        int before = eal.Pool.InUse;
        for (int round = 0; round < 3; round++)
        {
            using Port port = Port.Probe("p", device);
            Assert.Equal(driver, port.Info.Driver);
            Frames.Start(port, eal.Pool);
            Assert.True(port.ReadLink().Running);
            Assert.Equal("BF2106", Assert.Throws<DpdkException>(() => Port.Probe("again", device)).Code);
            Assert.True(port.IsStarted);
            port.Dispose();
            Assert.Null(port.RemoveFailure);
        }
        Assert.Equal(before, eal.Pool.InUse);
    }

    [Fact]
    public void Null_device_comes_and_goes() => ComesAndGoes("net_null0,no-rx=1", "net_null");

    [Fact]
    public void Ring_device_comes_and_goes() => ComesAndGoes("net_ring7", "net_ring");

    [RootFact]
    public void Tap_comes_and_goes()
    {
        string name = VethPair.NewName();
        ComesAndGoes($"net_tap0,iface={name}", "net_tap");
        Assert.Null(KernelInterface.Find(name));
    }

    [RootFact]
    public void Packet_socket_comes_and_goes()
    {
        using VethPair veth = new();
        ComesAndGoes($"net_af_packet0,iface={veth.A}", "net_af_packet");
    }

    [Fact]
    public void Ports_end_at_the_limit_of_dpdk_with_an_error_that_says_so()
    {
        List<Port> ports = [];
        try
        {
            while (ports.Count < Eal.MaxPorts) ports.Add(Port.Probe($"n{ports.Count}", $"net_null{ports.Count + 100}"));
            DpdkException e = Assert.Throws<DpdkException>(() => Port.Probe("one too many", "net_null99"));
            Assert.Equal("BF2104", e.Code);
            Assert.Contains($"{Eal.MaxPorts} ports", e.Why);
            Assert.Equal("BF2104", Assert.Throws<DpdkException>(() => VirtualWire.Create("many")).Code);
            ports[^1].Dispose();
            ports.RemoveAt(ports.Count - 1);
            Assert.Equal("BF2104", Assert.Throws<DpdkException>(() => VirtualWire.Create("many")).Code);
            ports.Add(Port.Probe("fits again", "net_null99"));
        }
        finally
        {
            foreach (Port port in ports) port.Dispose();
        }
        using VirtualWire wire = VirtualWire.Create("many");
    }

    [Fact]
    public void A_port_without_its_wish_is_refused_in_words()
    {
        using Port port = Port.Probe("p", "net_null0");
        DpdkException e = Assert.Throws<DpdkException>(() => port.Configure(new PortOptions(eal.Pool) { RxQueues = 2000 }));
        Assert.Equal("BF2120", e.Code);
        Assert.Contains("2000 receive", e.Why);
        Assert.Contains("buffers hold 2048", Assert.Throws<DpdkException>(() => port.Configure(new PortOptions(eal.Pool) { Mtu = 9000 })).Why);
    }

    [RootFact]
    public void Frames_larger_than_the_pools_buffers_are_refused_in_words()
    {
        using VethPair veth = new();
        using Port port = Port.Probe("p", $"net_af_packet0,iface={veth.A},framesz=4096,blocksz=4096");
        Assert.Equal("BF2122", Assert.Throws<DpdkException>(() => port.Configure(new PortOptions(eal.Pool))).Code);
    }
}
