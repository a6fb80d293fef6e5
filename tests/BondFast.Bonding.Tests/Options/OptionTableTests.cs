using System.Reflection;

namespace BondFast.Bonding.Tests.Options;

public class OptionTableTests
{
    [Fact]
    public void Names_are_unique_and_found()
    {
        Assert.Equal(OptionTable.All.Length, OptionTable.All.Select(o => o.Name).Distinct().Count());
        foreach (OptionEntry entry in OptionTable.All) Assert.Same(entry, OptionTable.Find(entry.Name));
        Assert.Null(OptionTable.Find("nosuch"));
    }

    /// <summary>arp_ip_target is ArpIpTarget: no option of a bond can be forgotten in the table.</summary>
    [Fact]
    public void Every_property_of_the_options_has_an_entry()
    {
        IEnumerable<string> properties = typeof(BondOptions).GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Concat(typeof(SlaveOptions).GetProperties(BindingFlags.Public | BindingFlags.Instance))
            .Where(p => p.CanWrite).Select(p => p.Name);
        IEnumerable<string> entries = OptionTable.All
            .Where(o => o.Scope is OptionScope.Bond or OptionScope.Creation or OptionScope.Slave)
            .Select(o => string.Concat(o.Name.Split('_').Select(part => char.ToUpperInvariant(part[0]) + part[1..])));
        Assert.Equal(properties.Order(), entries.Order());
    }

    [Fact]
    public void The_defaults_in_the_table_are_those_of_a_new_bond()
    {
        foreach (OptionEntry entry in OptionTable.All.Where(o => o.Scope is OptionScope.Bond or OptionScope.Creation))
            Assert.Equal(entry.Default, OptionText.Plain(new BondOptions(), entry));
    }

    [Fact]
    public void A_number_written_is_the_number_read()
    {
        foreach (OptionEntry entry in OptionTable.All.Where(o => o.Read is not null))
        {
            IEnumerable<long> values = entry.Kind == OptionKind.Range ? [entry.Minimum, entry.Maximum] : entry.Words.Select(w => w.Number);
            BondOptions monitored = new() { Miimon = 1 };
            foreach (long value in values) Assert.Equal(value, entry.Read!(entry.Write!(monitored, value)));
        }
    }

    [Fact]
    public void Every_entry_can_be_documented()
    {
        foreach (OptionEntry entry in OptionTable.All)
        {
            Assert.InRange(entry.Summary.Length, 10, 120);
            Assert.NotEmpty(entry.Reference);
            Assert.NotEmpty(entry.Takes);
            Assert.Equal(BondModes.None, entry.UsedIn & ~entry.Modes);
        }
    }

    [Theory]
    [InlineData("mimon", "miimon")]
    [InlineData("MIIMON", "miimon")]
    [InlineData("arp-interval", "arp_interval")]
    [InlineData("xmit_hash_polciy", "xmit_hash_policy")]
    [InlineData("lacprate", "lacp_rate")]
    [InlineData("peer_notify_delay", "peer_notif_delay")]
    [InlineData("zzz", null)]
    [InlineData("", null)]
    public void The_nearest_name_is_the_one_that_was_meant(string typed, string? meant) => Assert.Equal(meant, OptionTable.Nearest(typed));

    [Fact]
    public void A_swap_of_two_letters_is_one_edit()
    {
        Assert.Equal(1, NearestName.Distance("mode", "mdoe"));
        Assert.Equal(0, NearestName.Distance("", ""));
        Assert.Equal(4, NearestName.Distance("", "mode"));
        Assert.Equal(3, NearestName.Distance("kitten", "sitting"));
    }

    [Theory]
    [InlineData("eth0", null)]
    [InlineData("0000:3b:00.0", "it has a ':' in it")]
    [InlineData("abcdefghijklmno", null)]
    [InlineData("abcdefghijklmnop", "it has 16 characters, and 15 is the most")]
    [InlineData("", "it is empty")]
    [InlineData("..", "it is a name of the file system")]
    [InlineData("eth 0", "it has a blank in it")]
    [InlineData("éth0", "it has a character in it that is not plain ASCII")]
    [InlineData("a\0", "it has a character in it that is not plain ASCII")]
    public void Names_of_ports_follow_the_kernels_rules(string name, string? refusal) => Assert.Equal(refusal, PortName.Refusal(name));

    [Fact]
    public void Reading_back_has_the_form_of_the_drivers_files()
    {
        BondState state = new(true, [new("eth0", new SlaveOptions { Prio = -5, QueueId = 2 }), new("eth1", new SlaveOptions())], "eth1");
        BondOptions options = new() { Mode = BondMode.ActiveBackup, Primary = "eth0", NsIp6Target = [new(1), new(2)] };
        Assert.Equal("active-backup 1", OptionText.Get(options, state, "mode"));
        Assert.Equal("eth0", OptionText.Get(options, state, "primary"));
        Assert.Equal("eth1", OptionText.Get(options, state, "active_slave"));
        Assert.Equal("eth0 eth1", OptionText.Get(options, state, "slaves"));
        Assert.Equal("eth0:-5 eth1:0", OptionText.Get(options, state, "prio"));
        Assert.Equal("eth0:2 eth1:0", OptionText.Get(options, state, "queue_id"));
        Assert.Equal("eth0:255 eth1:255", OptionText.Get(options, state, "actor_port_prio"));
        Assert.Equal("::1 ::2", OptionText.Get(options, state, "ns_ip6_target"));
        Assert.Equal("1", OptionText.Get(options, state, "use_carrier"));
        Assert.Null(OptionText.Get(options, state, "max_bonds"));
        Assert.Null(OptionText.Get(options, state, "mii_status"));
    }
}
