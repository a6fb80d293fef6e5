namespace BondFast.Dpdk.Tests;

/// <summary>Each line is one that EAL or a driver of 22.11 wrote.</summary>
public sealed class DeviceFaultTests
{
    private const string Attach = "EAL: Driver cannot attach the device (net_x0)";

    [Theory]
    [InlineData("BF2104", "the most this DPDK can have", "Reached maximum number of Ethernet ports")]
    [InlineData("BF2102", "no driver for 'net_foo0'", "EAL: failed to parse device \"net_foo0\"")]
    [InlineData("BF2110", "no device 0000:3b:00.0", "EAL: Cannot find device (0000:3b:00.0)")]
    [InlineData("BF2131", "CAP_NET_ADMIN", "tun_alloc(): Unable to set TUNSETIFF for dtap%d: Operation not permitted", "eth_dev_tap_create(): Unable to create TAP interface")]
    [InlineData("BF2133", "lo exists already", "tun_alloc(): Unable to set TUNSETIFF for lo: Invalid argument", "eth_dev_tap_create(): Unable to create TAP interface")]
    [InlineData("BF2133", "held by another program", "tun_alloc(): Unable to set TUNSETIFF for bond0: Device or resource busy", "eth_dev_tap_create(): Unable to create TAP interface")]
    [InlineData("BF2132", "/dev/net/tun", "tun_alloc(): Unable to open /dev/net/tun interface", "eth_dev_tap_create(): Unable to create TAP interface")]
    [InlineData("BF2134", "at most 15 characters", "set_interface_name(): TAP invalid remote interface name (thisnameiswaytoolong)")]
    [InlineData("BF2130", "CAP_NET_RAW", "open_packet_iface(): Could not open AF_PACKET socket")]
    [InlineData("BF2101", "no kernel interface nosuch", "init_internals(): Failed to get channel info of interface: nosuch")]
    [InlineData("BF2101", "no kernel interface", "rte_pmd_init_internals(): net_af_packet0: ioctl failed (SIOCGIFINDEX):No such device")]
    [InlineData("BF2136", "No such file or directory", "vhost_user_setup(): connect error, No such file or directory", "virtio_user_pmd_probe(): virtio_user_dev_init fails")]
    [InlineData("BF2137", "/nosuch", "open_single_rx_pcap(): Couldn't open /nosuch: /nosuch: No such file or directory")]
    [InlineData("BF2116", "IOMMU", "EAL: Expecting 'PA' IOVA mode but current mode is 'VA', not initializing")]
    [InlineData("BF2114", "IOMMU group", "EAL: 0000:3b:00.0 VFIO group is not viable! Not all devices in IOMMU group bound to VFIO or unbound")]
    [InlineData("BF2113", "/dev/vfio/12", "EAL: Cannot open /dev/vfio/12: Permission denied")]
    [InlineData("BF2113", "/dev/vfio/vfio", "EAL:   cannot open VFIO container, error 13 (Permission denied)")]
    [InlineData("BF2115", "locked memory", "EAL: Cannot set up DMA remapping, error 12 (Cannot allocate memory)")]
    [InlineData("BF2122", "4048 bytes", "eth_rx_queue_setup(): net_af_packet0: 4048 bytes will not fit in mbuf (2048 bytes)")]
    [InlineData("BF2106", "in use by this program", "Ethernet device with name net_null0 already allocated")]
    public void Known_lines_become_causes(string code, string why, params string[] log)
    {
        DpdkException e = Faults.Probe("eth0", "net_x0", -1, "", [.. log, Attach, "EAL: Failed to attach device on primary process"]);
        Assert.Equal(code, e.Code);
        Assert.Contains(why, e.Why);
        Assert.Contains("eth0", e.What);
    }

    [Fact]
    public void An_unknown_refusal_quotes_the_drivers_last_word()
    {
        DpdkException e = Faults.Probe("eth0", "net_x0", -1, "why", ["net_x: bad luck", Attach, "EAL: Failed to attach device on primary process"]);
        Assert.Equal("BF2100", e.Code);
        Assert.Equal("bad luck", e.Why);
        Assert.Equal("why", Faults.Probe("eth0", "net_x0", -1, "why", [Attach]).Why);
    }

    [Fact]
    public void A_device_no_driver_knows_is_told_from_one_a_driver_refused() =>
        Assert.Equal("BF2117", Faults.Probe("eth0", "0000:00:01.0", -95, "", ["EAL: Driver cannot attach the device (0000:00:01.0)"]).Code);
}
