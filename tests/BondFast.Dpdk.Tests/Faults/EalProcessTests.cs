using System.Diagnostics;
using BondFast.Testing;

namespace BondFast.Dpdk.Tests;

/// <summary>The real EAL in a child process. The child's whole output is compared: EAL prints nothing, on no path.</summary>
public sealed class EalProcessTests
{
    private static string Code(string line) => line.Split('|', ':')[0];

    [OrdinaryUserFact]
    public void Ordinary_memory_and_wires_work_for_an_ordinary_user() =>
        Assert.Equal(["ok None", "ok w.a", "ok net_null"], Child.Run(MemoryMode.None, ordinaryUser: true, devices: ["wire", "net_null0"]));

    [Fact]
    public void Auto_falls_back_to_ordinary_memory() =>
        Assert.Equal(["ok None"], Child.Run(Hugepages.Read().FreeMegabytes < 64 ? MemoryMode.Auto : MemoryMode.None));

    [HugepageFact]
    public void Hugepages_need_neither_root_nor_a_mount()
    {
        Assert.Equal(["ok Hugepages", "ok w.a"], Child.Run(MemoryMode.Hugepages, ordinaryUser: Child.OrdinaryUserHasDotnet, devices: ["wire"]));
        Assert.Equal(["ok Hugepages"], Child.Run(MemoryMode.Auto));
    }

    [Fact]
    public void Too_few_hugepages_are_refused_before_eal_starts()
    {
        string line = Assert.Single(Child.Run(MemoryMode.Hugepages, megabytes: 10_000_000));
        Assert.Matches("^BF200[56]\\|", line);
        Assert.Contains("vm.nr_hugepages=", line);
    }

    [Fact]
    public void A_wrong_eal_argument_is_named_and_usage_is_not_printed()
    {
        string line = Assert.Single(Child.Run(MemoryMode.None, extra: "--foo"));
        Assert.Equal("BF2024", Code(line));
        Assert.Contains("--foo", line);
        Assert.Equal("BF2024", Code(Assert.Single(Child.Run(MemoryMode.None, extra: "--iova-mode=nonsense"))));
    }

    [Fact]
    public void More_memory_than_there_is_is_refused() =>
        Assert.Equal("BF2027", Code(Assert.Single(Child.Run(MemoryMode.None, megabytes: 100_000_000))));

    [Fact]
    public void Wrong_devices_get_a_verdict_each_and_the_next_one_works()
    {
        IReadOnlyList<string> lines = Child.Run(MemoryMode.None, devices:
            ["net_foo0", "ffff:3b:00.0", "net_af_packet0,iface=bfnosuch0", "net_af_packet0", "net_null0,nonsense=1", "net_pcap0,rx_pcap=/nosuch", "net_null0"]);
        Assert.Equal(["ok None", "BF2102", "BF2110", "BF2101", "BF2135", "BF2100", "BF2137", "ok net_null"], [.. lines.Select(Code)]);
        Assert.Contains("net_foo0", lines[1]);
        Assert.Contains("bfnosuch0", lines[3]);
    }

    [OrdinaryUserFact]
    public void Missing_capabilities_are_named()
    {
        IReadOnlyList<string> lines = Child.Run(MemoryMode.None, ordinaryUser: true, devices: ["net_tap0", "net_af_packet0,iface=lo"]);
        Assert.Equal(["ok None", "BF2131", "BF2130"], [.. lines.Select(Code)]);
        Assert.Contains("CAP_NET_ADMIN", lines[1]);
        Assert.Contains("CAP_NET_RAW", lines[2]);
    }

    [Fact]
    public void A_nic_on_a_kernel_driver_is_left_alone()
    {
        foreach (string path in Directory.EnumerateDirectories("/sys/bus/pci/devices"))
        {
            PciDevice device = PciDevice.Parse(Path.GetFileName(path))!;
            if (device.Driver is null or "vfio-pci" or "igb_uio" or "uio_pci_generic" or "mlx4_core" or "mlx5_core" or "mana") continue;
            IReadOnlyList<string> lines = Child.Run(MemoryMode.None, devices: [device.Address]);
            Assert.Equal("BF2111", Code(lines[1]));
            Assert.Contains(device.Driver, lines[1]);
            return;
        }
    }

    [RootFact]
    public void Devices_open_in_the_network_namespace_that_was_entered()
    {
        string space = $"bfns{Environment.ProcessId}";
        Ip($"netns add {space}");
        try
        {
            Ip($"-n {space} link add bfinner0 type veth peer name bfinner1");
            IReadOnlyList<string> lines = Child.Run(MemoryMode.None, devices:
                ["net_af_packet0,iface=bfinner0", "netns:/run/netns/bfnosuch", $"netns:/run/netns/{space}", "net_af_packet0,iface=bfinner0"]);
            Assert.Equal(["ok None", "BF2101", "BF2140", "ok netns", "ok net_af_packet"], [.. lines.Select(Code)]);
        }
        finally
        {
            Ip($"netns del {space}");
        }

        static void Ip(string arguments)
        {
            using Process process = Process.Start("ip", arguments);
            process.WaitForExit();
            Assert.Equal(0, process.ExitCode);
        }
    }
}
