namespace BondFast.Dpdk.Tests;

public sealed class PciDeviceTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("bondfast-pci").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private PciDevice Make(string address, string? driver, string? group = null, string? netdev = null)
    {
        string path = Directory.CreateDirectory(Path.Combine(_root, "sys/bus/pci/devices", address)).FullName;
        if (driver is not null) File.CreateSymbolicLink(Path.Combine(path, "driver"), Directory.CreateDirectory(Path.Combine(_root, "sys/bus/pci/drivers", driver)).FullName);
        if (netdev is not null) Directory.CreateDirectory(Path.Combine(path, "net", netdev));
        if (group is not null)
        {
            string groups = Directory.CreateDirectory(Path.Combine(_root, "sys/kernel/iommu_groups", group)).FullName;
            Directory.CreateDirectory(Path.Combine(groups, "devices", address));
            File.CreateSymbolicLink(Path.Combine(path, "iommu_group"), groups);
        }
        File.WriteAllText(Path.Combine(path, "numa_node"), "1\n");
        return PciDevice.Parse(address, _root)!;
    }

    [Theory]
    [InlineData("0000:3b:00.0", "0000:3b:00.0")]
    [InlineData("3B:00.1", "0000:3b:00.1")]
    [InlineData("pci:0000:3b:00.0,representor=0", "0000:3b:00.0")]
    [InlineData("net_tap0,iface=a:b", null)]
    [InlineData("0000:3b:00.8", null)]
    public void Addresses_are_told_from_virtual_devices(string device, string? address) => Assert.Equal(address, PciDevice.Parse(device, _root)?.Address);

    [Fact]
    public void A_missing_device_is_said_to_be_missing() => Assert.Equal("BF2110", PciDevice.Parse("0000:3b:00.0", _root)!.Obstacle()!.Code);

    [Fact]
    public void A_device_of_the_kernel_is_named_with_the_commands_there_and_back()
    {
        Fault fault = Make("0000:3b:00.0", "ixgbe", netdev: "ens5").Obstacle()!;
        Assert.Equal("BF2111", fault.Code);
        Assert.Contains("ixgbe has it as ens5", fault.Why);
        Assert.Contains("dpdk-devbind.py --bind=vfio-pci 0000:3b:00.0", fault.Remedy);
        Assert.Contains("--bind=ixgbe", fault.Remedy);
        Assert.Contains("net_af_packet,iface=ens5", fault.Remedy);
    }

    [Fact]
    public void A_device_without_driver_gets_the_bind_command()
    {
        PciDevice device = Make("0000:3b:00.0", null);
        Assert.Equal("BF2112", device.Obstacle()!.Code);
        Assert.Equal(1, device.Socket);
    }

    [Fact]
    public void Bifurcated_and_uio_drivers_are_fine()
    {
        Assert.Null(Make("0000:3b:00.0", "mlx5_core").Obstacle());
        Assert.Null(Make("0000:3b:00.1", "igb_uio").Obstacle());
        Assert.Null(Make("0000:3b:00.2", "vfio-pci").Obstacle());
    }

    [Fact]
    public void A_group_shared_with_a_kernel_driver_is_refused_by_name()
    {
        PciDevice device = Make("0000:3b:00.0", "vfio-pci", "12");
        Assert.Null(device.Obstacle());
        Make("0000:3b:00.1", "nvme", "12");
        Fault fault = device.Obstacle()!;
        Assert.Equal("BF2114", fault.Code);
        Assert.Contains("0000:3b:00.1 (nvme)", fault.Why);
    }
}
