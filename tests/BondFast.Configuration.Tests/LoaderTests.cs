using BondFast.Bonding;

namespace BondFast.Configuration.Tests;

public class LoaderTests
{
    private const string Ports = """

        [port.eth0]
        device = "0000:3b:00.0"

        [port.eth1]
        device = "3B:00.1,mprq_en=1"
        """;

    [Fact]
    public void A_file_that_is_not_there_is_a_problem()
    {
        ConfigurationResult result = ConfigurationLoader.Load("/nonexistent/bond.toml");
        Assert.Equal("/nonexistent/bond.toml: error: The file cannot be read: there is no such file. Check the path.", Assert.Single(result.Problems).ToString());
        Assert.True(result.HasErrors);
    }

    [Fact]
    public void A_directory_is_a_problem() =>
        Assert.Equal("/tmp: error: The file cannot be read: it is a directory. Name a file.", Assert.Single(ConfigurationLoader.Load("/tmp").Problems).ToString());

    [Fact]
    public void Everything_has_its_default()
    {
        HostConfiguration host = RepositoryFiles.Good("[bond.bond0]\n");
        BondConfiguration bond = Assert.Single(host.Bonds);
        Assert.Equal(new BondOptions(), bond.Options);
        Assert.Null(bond.Uplink);
        Assert.Null(bond.Mac);
        Assert.Null(bond.Mtu);
        Assert.Equal(TxUnsent.Drop, bond.TxUnsent);
        Assert.Equal(new WorkersConfiguration(), host.Workers);
        Assert.Equal(new MemoryConfiguration(), host.Memory);
        Assert.Equal(new ControlConfiguration(), host.Control);
        Assert.Equal("bondfast", host.Eal.FilePrefix);
        Assert.Empty(host.Eal.ExtraArgs);
    }

    [Fact]
    public void Numbers_names_and_truth_values_work_where_the_HOWTO_has_words()
    {
        BondOptions options = RepositoryFiles.Good("[bond.bond0]\nmode = 4\nmiimon = \"100\"\nlacp_rate = 1\nxmit_hash_policy = \"2\"\nuse_carrier = false\nlacp_active = \"off\"\ncoupled_control = 0\nlacp_strict = true\n" + Ports).Bonds[0].Options;
        Assert.Equal(BondMode.Ieee8023ad, options.Mode);
        Assert.Equal(100, options.Miimon);
        Assert.Equal(LacpRate.Fast, options.LacpRate);
        Assert.Equal(XmitHashPolicy.Layer23, options.XmitHashPolicy);
        Assert.Equal((false, false, false, true), (options.UseCarrier, options.LacpActive, options.CoupledControl, options.LacpStrict));
    }

    [Fact]
    public void Targets_are_an_array_or_a_list_with_commas()
    {
        const string Start = "[bond.bond0]\nmode = 1\narp_interval = 100\naddresses = [\"10.0.0.9/24\"]\n";
        foreach (string targets in new[] { "arp_ip_target = [\"10.0.0.1\", \"10.0.0.2\"]", "arp_ip_target = \"10.0.0.1,10.0.0.2\"" })
            Assert.Equal(["10.0.0.1", "10.0.0.2"], RepositoryFiles.Good(Start + targets).Bonds[0].Options.ArpIpTarget.Select(t => t.ToString()));
    }

    [Fact]
    public void Slaves_have_their_order_and_their_options()
    {
        BondConfiguration bond = RepositoryFiles.Good("[bond.bond0]\nmode = 1\nmiimon = 100\nslaves = [\"eth1\", \"eth0\"]\nprimary_reselect = \"better\"\n[bond.bond0.slave.eth0]\nprio = -7\nqueue_id = 3\n" + Ports).Bonds[0];
        Assert.Equal(["eth1", "eth0"], bond.Slaves.Select(s => s.Port));
        Assert.Equal(new SlaveOptions { Prio = -7, QueueId = 3 }, bond.Slaves[1].Options);
        Assert.Equal(PrimaryReselect.Better, bond.Options.PrimaryReselect);
    }

    [Fact]
    public void A_PCI_address_may_be_short_and_carry_arguments() =>
        Assert.Equal("0000:3b:00.1,mprq_en=1", RepositoryFiles.Good("[bond.bond0]\n" + Ports).FindPort("eth1")!.Device);

    [Fact]
    public void Origins_say_where_a_value_stands_and_know_no_defaults()
    {
        HostConfiguration host = RepositoryFiles.Good("[bond.bond0]\nmode = 1\nmiimon = 100\n[workers]\ncount = 2\n[bond.bond0.slave]\n");
        Assert.Equal(new SourcePosition(3, 10), host.Origins["bond.bond0.miimon"]);
        Assert.Equal(new SourcePosition(5, 9), host.Origins["workers.count"]);
        Assert.False(host.Origins.ContainsKey("bond.bond0.updelay"));
    }

    [Fact]
    public void Problems_come_in_the_order_of_the_file()
    {
        ConfigurationResult result = ConfigurationLoader.Parse("[port.eth0]\ndevise = 1\n[bond.bond0]\nslaves = [\"eth9\"]\nmode = 9\n[workers]\nburst = 0\n");
        Assert.Equal(result.Problems.Select(p => p.Position).Order(), result.Problems.Select(p => p.Position));
        Assert.Equal(5, result.Problems.Count);
    }
}
