namespace BondFast.Dpdk.Tests;

/// <summary>Each line is one that EAL 22.11 or 25.11 wrote.</summary>
public sealed class StartFaultTests
{
    [Theory]
    [InlineData("BF2024", "no option '--foo'|knows no option --foo", "x: unrecognized option '--foo'", "EAL: FATAL: Invalid 'command line' arguments.")]
    [InlineData("BF2024", "knows no option --foo", "ARGPARSE: unknown argument --foo!")]
    [InlineData("BF2024", "needs a value", "x: option '--main-lcore' requires an argument")]
    [InlineData("BF2024", "exclude each other", "EAL: Option --legacy-mem is not compatible with --in-memory", "EAL: FATAL: Invalid 'command line' arguments.")]
    [InlineData("BF2024", "refused its arguments", "EAL: FATAL: Invalid 'command line' arguments.")]
    [InlineData("BF2023", "/var/run/dpdk/t1/config", "EAL: Cannot create lock on '/var/run/dpdk/t1/config'. Is another primary process running?", "EAL: FATAL: Cannot init config")]
    [InlineData("BF2006", "1024 MB of hugepages are needed and EAL could get 96 MB", "EAL: No free 1048576 kB hugepages reported on node 0",
        "EAL: Not enough memory available! Requested: 1024MB, available: 96MB", "EAL: FATAL: Cannot init memory")]
    [InlineData("BF2021", "no hugetlbfs is mounted", "EAL: 64 hugepages of size 2097152 reserved, but no mounted hugetlbfs found for that size", "EAL: FATAL: Cannot get hugepage information.")]
    [InlineData("BF2025", "/tmp/huge/t1map_8192", "EAL: get_seg_fd(): open '/tmp/huge/t1map_8192' failed: Permission denied", "EAL: FATAL: Cannot init memory")]
    [InlineData("BF2005", "no hugepage is free", "EAL: No free 2048 kB hugepages reported on node 0", "EAL: FATAL: Cannot get hugepage information.")]
    [InlineData("BF2005", "no hugepages are reserved", "EAL: FATAL: Cannot get hugepage information.")]
    [InlineData("BF2027", "did not give that much memory", "EAL: error allocating rte services array", "EAL: FATAL: rte_service_init() failed")]
    [InlineData("BF2028", "physical addresses", "EAL: FATAL: Cannot use IOVA as 'PA' since physical addresses are not available")]
    [InlineData("BF2028", "physical addresses", "EAL: 80 hugepages of size 2097152 reserved, but no mounted hugetlbfs found for that size", "EAL: No free 1048576 kB hugepages reported on node 0",
        "EAL: FATAL: Cannot use IOVA as 'PA' since physical addresses are not available")]
    [InlineData("BF2024", "refused its arguments", "EAL: Invalid command line arguments.")]
    [InlineData("BF2007", "do not fit", "EAL: lcore 500 >= RTE_MAX_LCORE (128)", "EAL: invalid core list syntax", "EAL: FATAL: Invalid 'command line' arguments.")]
    public void Known_lines_become_causes(string code, string why, params string[] log)
    {
        EalException e = Faults.Start("-1", log);
        Assert.Equal(code, e.Code);
        Assert.Contains(why.Split('|')[^1], e.Why);
        Assert.NotEmpty(e.Remedy);
        Assert.Equal(log, e.Log);
    }

    [Fact]
    public void An_unknown_line_is_quoted_without_its_prefix()
    {
        EalException e = Faults.Start("-1", ["EAL: something nobody has seen"]);
        Assert.Equal("BF2020", e.Code);
        Assert.Equal("something nobody has seen", e.Why);
        Assert.Equal("-1", Faults.Start("-1", []).Why);
    }
}
