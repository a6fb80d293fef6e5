namespace BondFast.Dpdk.Tests;

public sealed class EalArgumentsTests
{
    private static string Build(EalOptions options, MemoryMode memory, IovaMode iova = IovaMode.Virtual) =>
        string.Join(' ', EalArguments.Build(options, memory, iova, [0, 1]));

    [Fact]
    public void Without_hugepages_no_shared_files_are_made() =>
        Assert.EndsWith("-m 64 --no-huge --no-shconf", Build(new EalOptions { MemoryMegabytes = 64 }, MemoryMode.None));

    [Fact]
    public void Hugepages_are_used_without_a_mount() => Assert.EndsWith("-m 256 --in-memory", Build(new EalOptions(), MemoryMode.Hugepages));

    [Fact]
    public void Shared_memory_may_name_its_mount()
    {
        Assert.EndsWith("-m 256", Build(new EalOptions(), MemoryMode.Shared));
        Assert.EndsWith("--huge-dir /mnt/huge", Build(new EalOptions { HugepageDirectory = "/mnt/huge" }, MemoryMode.Shared));
    }

    [Fact]
    public void No_device_is_taken_at_start_and_yet_the_pci_bus_is_on()
    {
        string arguments = Build(new EalOptions(), MemoryMode.None);
        Assert.Contains("-a ffff:ff:1f.7", arguments);
        Assert.DoesNotContain("--no-pci", arguments);
    }

    [Fact]
    public void Lcores_are_mapped_and_those_without_cpus_may_run_anywhere()
    {
        EalOptions options = new() { Lcores = EalOptions.Workers(1, 1) };
        Assert.Contains("--lcores 0@(0,1),1@(1),2@(1) --main-lcore 0", Build(options, MemoryMode.None));
        Assert.Contains("--lcores 0@(0,1) ", Build(new EalOptions(), MemoryMode.None));
    }

    [Fact]
    public void Extra_arguments_come_last_and_addresses_follow_the_wish()
    {
        string arguments = Build(new EalOptions { ExtraArguments = ["--foo", "bar"] }, MemoryMode.None, IovaMode.Physical);
        Assert.EndsWith("--foo bar", arguments);
        Assert.Contains("--iova-mode pa", arguments);
    }
}
