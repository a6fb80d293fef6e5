namespace BondFast.Dpdk.Tests;

public sealed class PreflightTests
{
    private static readonly Hugepages NoPages = new([new Hugepages.Size(2048, 0, 0)]);
    private static readonly Hugepages SomePages = new([new Hugepages.Size(2048, 64, 50), new Hugepages.Size(1048576, 0, 0)]);

    private static EalOptions Wants(MemoryMode memory, int megabytes) => new() { Memory = memory, MemoryMegabytes = megabytes };

    [Fact]
    public void Auto_takes_hugepages_when_enough_are_free_and_ordinary_memory_otherwise()
    {
        Assert.Equal(MemoryMode.Hugepages, Preflight.Memory(Wants(MemoryMode.Auto, 100), SomePages));
        Assert.Equal(MemoryMode.None, Preflight.Memory(Wants(MemoryMode.Auto, 101), SomePages));
        Assert.Equal(MemoryMode.None, Preflight.Memory(Wants(MemoryMode.Auto, 1), NoPages));
    }

    [Fact]
    public void Missing_hugepages_are_told_with_the_command_that_reserves_them()
    {
        EalException e = Assert.Throws<EalException>(() => Preflight.Memory(Wants(MemoryMode.Hugepages, 255), NoPages));
        Assert.Equal("BF2005", e.Code);
        Assert.Contains("255 MB", e.What);
        Assert.Contains("sysctl -w vm.nr_hugepages=128", e.Remedy);
    }

    [Fact]
    public void Too_few_hugepages_are_told_in_numbers()
    {
        EalException e = Assert.Throws<EalException>(() => Preflight.Memory(Wants(MemoryMode.Shared, 200), SomePages));
        Assert.Equal("BF2006", e.Code);
        Assert.Equal("100 MB of 128 MB are free", e.Why);
        Assert.Contains("vm.nr_hugepages=114", e.Remedy);
    }

    [Fact]
    public void Hugepages_are_read_from_sysfs()
    {
        string directory = Directory.CreateTempSubdirectory("bondfast").FullName;
        try
        {
            foreach ((string size, string total, string free) in new[] { ("2048kB", "64", "50"), ("1048576kB", "2", "1") })
            {
                string path = Directory.CreateDirectory(Path.Combine(directory, "hugepages-" + size)).FullName;
                File.WriteAllText(Path.Combine(path, "nr_hugepages"), total + "\n");
                File.WriteAllText(Path.Combine(path, "free_hugepages"), free + "\n");
            }
            Hugepages pages = Hugepages.Read(directory);
            Assert.Equal(1124, pages.FreeMegabytes);
            Assert.Equal(2176, pages.TotalMegabytes);
            Assert.Equal(2048, pages.Sizes[0].Kilobytes);
            Assert.Empty(Hugepages.Read(directory + "/none").Sizes);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    [Fact]
    public void A_cpu_that_is_not_there_is_refused_before_eal_can_abort_over_it()
    {
        EalException e = Assert.Throws<EalException>(() => Preflight.Cpus(new EalOptions { Lcores = EalOptions.Workers(1000) }));
        Assert.Equal("BF2007", e.Code);
        Assert.Contains("CPU 1000", e.What);
        Assert.Equal("BF2008", Assert.Throws<EalException>(() => Preflight.Cpus(new EalOptions { Lcores = [new(1, 0), new(1, 0)] })).Code);
    }

    [Theory]
    [InlineData("0-3,8", new[] { 0, 1, 2, 3, 8 })]
    [InlineData(" 5\n", new[] { 5 })]
    [InlineData("", new int[0])]
    public void Cpu_lists_are_read_as_the_kernel_writes_them(string list, int[] cpus) => Assert.Equal(cpus, Machine.ParseList(list));
}
