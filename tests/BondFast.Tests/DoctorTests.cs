using System.Text.Json;
using BondFast.CommandLine;
using BondFast.Diagnosis;

namespace BondFast.Tests;

public sealed class DoctorTests : IDisposable
{
    private readonly TemporaryFolder _root = new();

    public void Dispose() => _root.Dispose();

    private Finding Of(string subject) => HostChecks.Run(new HostFacts(_root.Path)).Single(f => f.Subject == subject);

    private void GoodHost()
    {
        _root.Write("/usr/lib/x86_64-linux-gnu/librte_eal.so.23", "");
        _root.Write("/proc/cpuinfo", "processor\t: 0\nflags\t\t: fpu sse4_2 constant_tsc avx2 avx512bw\n");
        _root.Write("/proc/self/status", "Name:\tx\nCapEff:\t000001ffffffffff\nCpus_allowed_list:\t0-7\n");
        _root.Write("/sys/devices/system/cpu/online", "0-7\n");
        _root.Write("/sys/devices/system/cpu/isolated", "2-7\n");
        _root.Write("/sys/kernel/mm/hugepages/hugepages-2048kB/nr_hugepages", "512\n");
        _root.Write("/sys/kernel/mm/hugepages/hugepages-2048kB/free_hugepages", "500\n");
        _root.Write("/dev/net/tun", "");
        _root.Write("/sys/kernel/iommu_groups/0/type", "DMA");
    }

    [Fact]
    public void A_good_host_has_no_findings_but_OK_and_exit_code_0()
    {
        GoodHost();
        using var output = new StringWriter();
        Assert.Equal(0, DoctorCommand.Run(new HostFacts(_root.Path), json: false, output));
        Assert.DoesNotContain("WARN", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_host_fails_for_DPDK_with_the_command_that_installs_it_and_exit_code_2()
    {
        using var output = new StringWriter();
        Assert.Equal(2, DoctorCommand.Run(new HostFacts(_root.Path), json: false, output));
        Assert.Equal(Verdict.FAIL, Of("DPDK").Verdict);
        Assert.Contains("apt-get install libdpdk-dev", output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/sys/kernel/mm/hugepages/hugepages-2048kB/nr_hugepages", "0", "hugepages")]
    [InlineData("/sys/kernel/mm/hugepages/hugepages-2048kB/free_hugepages", "3", "hugepages")]
    [InlineData("/sys/devices/system/cpu/isolated", "\n", "isolated cores")]
    [InlineData("/proc/self/status", "CapEff:\t0000000000000000\nCpus_allowed_list:\t0-7\n", "capabilities")]
    [InlineData("/proc/self/status", "CapEff:\t0000000000001000\nCpus_allowed_list:\t0-7\n", "capabilities")]
    [InlineData("/proc/self/status", "CapEff:\t000001ffffffffff\nCpus_allowed_list:\t3\n", "cores")]
    [InlineData("/sys/class/net/bonding_masters", "bond0\n", "kernel bonding")]
    [InlineData("/proc/cpuinfo", "flags\t\t: fpu sse4_2\n", "processor")]
    public void One_thing_wrong_is_one_warning_and_exit_code_1(string file, string text, string subject)
    {
        GoodHost();
        _root.Write(file, text);
        using var output = new StringWriter();
        Assert.Equal(1, DoctorCommand.Run(new HostFacts(_root.Path), json: false, output));
        Assert.Equal(subject, Assert.Single(HostChecks.Run(new HostFacts(_root.Path)), f => f.Verdict != Verdict.OK).Subject);
    }

    [Fact]
    public void Json_holds_every_finding_with_a_version()
    {
        GoodHost();
        using var output = new StringWriter();
        DoctorCommand.Run(new HostFacts(_root.Path), json: true, output);
        using JsonDocument json = JsonDocument.Parse(output.ToString());
        Assert.Equal(1, json.RootElement.GetProperty("version").GetInt32());
        Assert.Equal("OK", json.RootElement.GetProperty("verdict").GetString());
        Assert.Equal(9, json.RootElement.GetProperty("findings").GetArrayLength());
    }

    [Theory]
    [InlineData("0-3,8,10-11", new[] { 0, 1, 2, 3, 8, 10, 11 })]
    [InlineData("", new int[0])]
    [InlineData("x,5", new[] { 5 })]
    public void Cpu_lists_are_read_as_the_kernel_writes_them(string text, int[] cpus) => Assert.Equal(cpus, CpuList.Parse(text));
}
