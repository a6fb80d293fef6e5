using System.Text.RegularExpressions;

namespace BondFast.Dpdk;

/// <summary>
/// A PCI device as sysfs shows it. Asked before DPDK touches it: a NIC that the kernel uses is refused here, with the reason,
/// instead of being half taken over.
/// </summary>
public sealed partial class PciDevice
{
    private readonly string _root, _path;

    private PciDevice(string root, string address)
    {
        _root = root;
        _path = Path.Combine(root, "sys/bus/pci/devices", address);
        Address = address;
    }

    public string Address { get; }

    public bool Exists => Directory.Exists(_path);

    /// <summary>Kernel driver it is bound to, or null.</summary>
    public string? Driver => LinkName("driver");

    /// <summary>Kernel interfaces on it.</summary>
    public IReadOnlyList<string> Interfaces => Names("net");

    /// <summary>Number of its IOMMU group, or null without an IOMMU.</summary>
    public string? IommuGroup => LinkName("iommu_group");

    /// <summary>NUMA node, -1 is none.</summary>
    public int Socket => int.TryParse(Text("numa_node"), out int node) ? node : -1;

    /// <summary>A device argument that starts with a PCI address (the domain may be missing).</summary>
    /// <param name="device">As in the configuration; arguments may follow after a comma.</param>
    /// <param name="root">Where sys and dev are; for tests.</param>
    public static PciDevice? Parse(string device, string root = "/")
    {
        string address = device.Split(',')[0].Trim().ToLowerInvariant();
        if (address.StartsWith("pci:", StringComparison.Ordinal)) address = address[4..];
        if (!AddressPattern().IsMatch(address)) return null;
        return new PciDevice(root, address.Count(static c => c == ':') == 1 ? "0000:" + address : address);
    }

    /// <summary>Why DPDK cannot have the device now, or null.</summary>
    internal Fault? Obstacle()
    {
        if (!Exists) return new Fault("BF2110", $"there is no PCI device {Address}", "List them: lspci -D | grep -i ethernet");
        return Driver switch
        {
            null => new Fault("BF2112", "no driver is bound to it", $"Bind it: modprobe vfio-pci && dpdk-devbind.py --bind=vfio-pci {Address}"),
            "vfio-pci" => VfioObstacle(),
            "igb_uio" or "uio_pci_generic" or "mlx4_core" or "mlx5_core" or "mana" => null,
            string kernel => new Fault("BF2111",
                $"the kernel's driver {kernel} has it{(Interfaces.Count > 0 ? $" as {string.Join(", ", Interfaces)}" : "")}",
                $"If nothing else needs it: {Down()}modprobe vfio-pci && dpdk-devbind.py --bind=vfio-pci {Address} (back: dpdk-devbind.py --bind={kernel} {Address})."
                + (Interfaces.Count > 0 ? $" To share it with the kernel: device = \"net_af_packet,iface={Interfaces[0]}\"." : "")),
        };

        string Down() => Interfaces.Count > 0 ? $"ip link set {Interfaces[0]} down && " : "";
    }

    private Fault? VfioObstacle()
    {
        if (IommuGroup is not { } group) return null; /* no-IOMMU mode: the driver says more */
        string file = Path.Combine(_root, "dev/vfio", group);
        List<string> others = [];
        foreach (string name in Names("iommu_group/devices"))
        {
            string? driver = new PciDevice(_root, name).Driver;
            if (driver is not (null or "vfio-pci" or "pci-stub" or "pcieport")) others.Add($"{name} ({driver})");
        }
        if (others.Count > 0)
            return new Fault("BF2114", $"its IOMMU group {group} also holds {string.Join(", ", others)}, bound to kernel drivers", "Bind those to vfio-pci too, or unbind them.");
        try
        {
            using FileStream _ = new(file, FileMode.Open, FileAccess.ReadWrite);
            return null;
        }
        catch (UnauthorizedAccessException)
        {
            return new Fault("BF2113", $"this user may not open {file}", $"chown it to the user (for good: a udev rule), or run as root.");
        }
        catch (IOException)
        {
            return null; /* busy or missing: the driver says more */
        }
    }

    private List<string> Names(string directory)
    {
        string path = Path.Combine(_path, directory);
        List<string> names = [];
        if (Directory.Exists(path))
            foreach (string entry in Directory.EnumerateFileSystemEntries(path)) names.Add(Path.GetFileName(entry));
        names.Sort(StringComparer.Ordinal);
        return names;
    }

    private string? LinkName(string link)
    {
        FileSystemInfo info = new DirectoryInfo(Path.Combine(_path, link));
        return info.LinkTarget is { } target ? Path.GetFileName(target) : null;
    }

    private string Text(string file)
    {
        string path = Path.Combine(_path, file);
        return File.Exists(path) ? File.ReadAllText(path).Trim() : "";
    }

    [GeneratedRegex("^([0-9a-f]{4,8}:)?[0-9a-f]{2}:[0-9a-f]{2}\\.[0-7]$")]
    private static partial Regex AddressPattern();
}
