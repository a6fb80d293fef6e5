using BondFast.Bonding;
using BondFast.Wire;

namespace BondFast.Configuration.Tests;

/// <summary>The files in configs/.</summary>
public class ExampleTests
{
    public static TheoryData<string> Files() => new(Directory.GetFiles(RepositoryFiles.Configs, "*.toml").Select(Path.GetFileNameWithoutExtension).Order()!);

    [Theory]
    [MemberData(nameof(Files))]
    public void An_example_has_no_problem(string name)
    {
        ConfigurationResult result = RepositoryFiles.LoadConfig(name);
        Assert.Empty(result.Problems);
        Assert.NotNull(result.Configuration);
    }

    [Theory]
    [InlineData("balance-rr", BondMode.BalanceRoundRobin)]
    [InlineData("active-backup", BondMode.ActiveBackup)]
    [InlineData("balance-xor", BondMode.BalanceXor)]
    [InlineData("broadcast", BondMode.Broadcast)]
    [InlineData("802.3ad", BondMode.Ieee8023ad)]
    [InlineData("balance-tlb", BondMode.BalanceTlb)]
    [InlineData("balance-alb", BondMode.BalanceAlb)]
    public void Every_mode_has_an_example(string name, BondMode mode)
    {
        BondConfiguration bond = Assert.Single(RepositoryFiles.LoadConfig(name).Configuration!.Bonds);
        Assert.Equal(mode, bond.Options.Mode);
        Assert.Equal(["eth0", "eth1"], bond.Slaves.Select(s => s.Port));
        Assert.Equal("host0", bond.Uplink);
    }

    [Fact]
    public void What_a_file_says_arrives()
    {
        HostConfiguration host = RepositoryFiles.LoadConfig("lacp-2x100g").Configuration!;
        BondConfiguration bond = host.FindBond("bond0")!;
        Assert.Equal(LacpRate.Fast, bond.Options.LacpRate);
        Assert.Equal(XmitHashPolicy.Layer34, bond.Options.XmitHashPolicy);
        Assert.Equal(10, bond.Options.Miimon);
        Assert.Equal(1, bond.Options.MinLinks);
        Assert.Equal(9000, bond.Mtu);
        Assert.Equal(TxUnsent.Drop, bond.TxUnsent);
        Assert.Equal([2, 3, 4, 5], host.Workers.Cpus.AsEnumerable());
        Assert.Equal(4, host.Workers.Count);
        Assert.Equal(1, host.Workers.ControlCpu);
        Assert.Equal(IdlePolicy.Poll, host.Workers.Idle);
        Assert.Equal(MemoryMode.Hugepages, host.Memory.Mode);
        Assert.Equal(2048, host.Memory.Megabytes);
        Assert.Equal("bondfast", host.Control.Group);
        Assert.Null(host.Control.Owner);
        PortConfiguration p1 = host.FindPort("p1")!;
        Assert.Equal((DeviceKind.Pci, "0000:3b:00.1", 4, 2048, 2048), (p1.Kind, p1.Device, p1.Queues, p1.RxDescriptors, p1.TxDescriptors));
    }

    [Fact]
    public void Addresses_go_to_the_engine_with_their_tags()
    {
        BondConfiguration bond = RepositoryFiles.LoadConfig("vhost-user").Configuration!.Bonds[0];
        Assert.Equal(["192.0.2.10/24", "198.51.100.10/24 vlan 100"], bond.Addresses.Select(a => a.ToString()));
        BondAddress tagged = bond.Addresses[1].ToBondAddress();
        Assert.Equal(new VlanTag(0x8100, 100), Assert.Single(tagged.Tags));
        Assert.Equal("198.51.100.10", tagged.V4.ToString());
        Assert.Null(tagged.V6);
        Assert.Equal(24, tagged.PrefixLength);
    }

    [Fact]
    public void A_tap_has_the_name_of_its_bond_or_of_its_port()
    {
        HostConfiguration two = RepositoryFiles.LoadConfig("two-bonds").Configuration!;
        Assert.Equal("storage", two.FindPort("storage-host")!.Interface);
        Assert.Equal("eth-a", RepositoryFiles.LoadConfig("lab-taps").Configuration!.FindPort("eth-a")!.Interface);
    }

    [Fact]
    public void A_wire_knows_its_peer_from_either_end()
    {
        HostConfiguration host = RepositoryFiles.LoadConfig("wires").Configuration!;
        Assert.Equal("right1", host.FindPort("left1")!.Peer);
        Assert.Equal("left1", host.FindPort("right1")!.Peer);
    }

    /// <summary>DPDK wants a name of its own for each virtual device.</summary>
    [Fact]
    public void Two_vdevs_of_one_driver_get_names_that_differ()
    {
        HostConfiguration host = RepositoryFiles.LoadConfig("vm-af-packet").Configuration!;
        Assert.Equal("net_af_packet_ens5,iface=ens5", host.FindPort("ens5")!.Device);
        Assert.Equal("net_af_packet_ens6,iface=ens6", host.FindPort("ens6")!.Device);
    }
}
