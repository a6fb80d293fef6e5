using BondFast.Configuration.Reload;

namespace BondFast.Configuration.Tests;

/// <summary>What a reload would have to do.</summary>
public class ReloadTests
{
    private const string Base = """
        [bond.bond0]
        mode = "active-backup"
        miimon = 100
        slaves = ["eth0", "eth1"]
        uplink = "host0"

        [bond.bond0.slave.eth0]
        prio = 1

        [port.eth0]
        device = "0000:3b:00.0"

        [port.eth1]
        device = "0000:3b:00.1"

        [port.eth2]
        device = "0000:3b:00.2"

        [port.host0]
        device = "tap"

        """;

    /// <summary>Replaces a line, or adds text with an empty <paramref name="line"/>.</summary>
    private static IReadOnlyList<ConfigurationChange> Changes(params (string Line, string By)[] edits)
    {
        string text = Base;
        foreach ((string line, string by) in edits)
        {
            Assert.Contains(line, text, StringComparison.Ordinal);
            text = line.Length == 0 ? text + by : text.Replace(line, by, StringComparison.Ordinal);
        }
        return ConfigurationDiff.Between(RepositoryFiles.Good(Base), RepositoryFiles.Good(text));
    }

    [Fact]
    public void The_same_file_is_no_change() => Assert.Empty(Changes());

    [Fact]
    public void Comments_order_of_tables_and_spelling_of_values_are_no_change() =>
        Assert.Empty(Changes(("mode = \"active-backup\"", "mode = 1 # one"), ("miimon = 100", "miimon = \"100\"")));

    [Theory]
    [InlineData("miimon = 100", "miimon = 50", "bond0: miimon was 100 and becomes 50")]
    [InlineData("miimon = 100", "miimon = 100\nupdelay = 200", "bond0: updelay was 0 and becomes 200")]
    [InlineData("miimon = 100", "miimon = 100\nprimary = \"eth1\"", "bond0: primary becomes eth1")]
    [InlineData("miimon = 100", "miimon = 100\nmac = \"02:00:00:00:00:01\"", "bond0: mac becomes 02:00:00:00:00:01")]
    [InlineData("miimon = 100", "miimon = 100\ntx_unsent = \"retry\"", "bond0: tx_unsent was drop and becomes retry")]
    [InlineData("miimon = 100", "miimon = 100\nfail_over_mac = 1", "bond0: fail_over_mac was none and becomes active (ports of the bond restart)")]
    [InlineData("miimon = 100", "miimon = 100\ntx_queues = 4", "bond0: tx_queues was 16 and becomes 4 (ports of the bond restart)")]
    [InlineData("miimon = 100", "miimon = 100\nmtu = 9000", "bond0: mtu becomes 9000 (ports of the bond restart)")]
    [InlineData("mode = \"active-backup\"", "mode = \"balance-tlb\"", "bond0: mode was active-backup and becomes balance-tlb (ports of the bond restart)")]
    [InlineData("\"eth1\"]", "\"eth1\", \"eth2\"]", "bond0: eth2 becomes a slave")]
    [InlineData("[\"eth0\", \"eth1\"]", "[\"eth1\", \"eth0\"]", "bond0: order of slaves was eth0, eth1 and becomes eth1, eth0 (ports of the bond restart)")]
    [InlineData("prio = 1", "prio = 5", "bond0: eth0 prio was 1 and becomes 5")]
    [InlineData("0000:3b:00.2", "0000:3b:00.3", "eth2 was 0000:3b:00.2 and becomes 0000:3b:00.3 (ports of the bond restart)")]
    [InlineData("\"0000:3b:00.1\"", "\"0000:3b:00.1\"\nqueues = 2", "eth1 was queues 0 and becomes queues 2 (ports of the bond restart)")]
    [InlineData("", "[bond.bond1]\nmiimon = 100\n", "bond1 becomes a bond")]
    [InlineData("", "[port.eth3]\ndevice = \"net_null0\"\n", "eth3 becomes net_null0")]
    [InlineData("", "[workers]\ncount = 2\n", "workers count was 1 and becomes 2 (needs a restart of the program)")]
    [InlineData("", "[memory]\nmode = \"none\"\n", "memory mode was auto and becomes none (needs a restart of the program)")]
    [InlineData("", "[control]\nsocket = \"/tmp/x\"\n", "control socket was /run/bondfast/bondfast.sock and becomes /tmp/x (needs a restart of the program)")]
    [InlineData("", "[control]\ngroup = \"net\"\n", "control group becomes net")]
    [InlineData("", "[eal]\nextra_args = [\"--log-level=8\"]\n", "eal extra_args becomes --log-level=8 (needs a restart of the program)")]
    public void A_change_is_named_with_its_class(string line, string by, string expected) =>
        Assert.Equal(expected, Assert.Single(Changes((line, by))).ToString());

    [Fact]
    public void What_goes_comes_before_what_comes()
    {
        IReadOnlyList<ConfigurationChange> changes = Changes(
            ("slaves = [\"eth0\", \"eth1\"]", "slaves = [\"eth0\", \"eth3\"]"),
            ("[port.eth1]", "[port.eth3]"),
            ("miimon = 100", "miimon = 200"),
            ("uplink = \"host0\"\n", ""),
            ("[port.host0]\ndevice = \"tap\"", ""));
        Assert.Equal(
            [ChangeKind.SlaveRemoved, ChangeKind.PortRemoved, ChangeKind.PortRemoved, ChangeKind.PortAdded, ChangeKind.Uplink, ChangeKind.Option, ChangeKind.SlaveAdded],
            changes.Select(c => c.Kind));
        Assert.Equal(ChangeClass.MemberRestart, changes.Max(c => c.Class));
    }

    [Fact]
    public void A_bond_that_goes_is_one_change()
    {
        IReadOnlyList<ConfigurationChange> changes = ConfigurationDiff.Between(
            RepositoryFiles.LoadConfig("two-bonds").Configuration!,
            RepositoryFiles.LoadConfig("two-bonds").Configuration! is var host ? host with { Bonds = [host.Bonds[0]] } : null!);
        Assert.Equal("mgmt was a bond and goes", Assert.Single(changes).ToString());
    }
}
