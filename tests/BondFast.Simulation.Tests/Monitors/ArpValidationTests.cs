using BondFast.Bonding;
using BondFast.Simulation.Tests.Network;
using BondFast.Wire;

namespace BondFast.Simulation.Tests.Monitors;

/// <summary>
/// Which frames count: option arp_validate with its seven values, every row of linux-bonding 5.2 and the three cases (a), (b), (c) of a
/// validated frame. Slave 0 is active, slave 1 a backup.
/// </summary>
public class ArpValidationTests
{
    private const int Active = 0, Backup = 1;
    private static readonly Ipv4Address Ours = ArpScenario.Ip("10.0.0.2"), Target = ArpScenario.Ip("10.0.0.1"), Stranger = ArpScenario.Ip("10.0.0.66");
    private static readonly Ipv6Address Ours6 = ArpScenario.Ip6("2001:db8::2"), Target6 = ArpScenario.Ip6("2001:db8::1"), Stranger6 = ArpScenario.Ip6("2001:db8::66");
    private static readonly MacAddress TargetMac = new(0x0200_0000_0001);

    private readonly ArpScenario _a;

    public ArpValidationTests() => _a = Make(ArpValidate.All);

    private static ArpScenario Make(ArpValidate validate, ArpAllTargets all = ArpAllTargets.Any, string[]? targets = null)
    {
        var a = new ArpScenario(validate: validate, targets: targets ?? ["10.0.0.1", "10.0.0.9"], allTargets: all, addresses: ["10.0.0.2/24", "10.3.0.2/24@3", "2001:db8::2/64"]);
        a.S.Host.Set("ns_ip6_target", "+2001:db8::1");
        a.Net.Run(1_050);
        Assert.Equal(0, a.Active);
        return a;
    }

    /// <summary>Does the frame refresh the slave? It arrives on port and is reported as the workers do.</summary>
    private static bool Counts(ArpScenario a, int port, byte[] frame)
    {
        long before = a[port].LastReceived;
        a.Net.Run(1);
        a.Net.Deliver(a.S.Host, a.S.Ports[port], frame);
        a.Net.Run(0);
        return a[port].LastReceived > before;
    }

    private bool Counts(int port, byte[] frame) => Counts(_a, port, frame);

    private static byte[] Arp(ArpScenario a, ArpOperation operation, Ipv4Address sender, Ipv4Address target, MacAddress? to = null, VlanTag[]? tags = null)
    {
        byte[] frame = new byte[ArpWriter.MaxLength + 8];
        int length = ArpWriter.Write(frame, to ?? a.S.Bond.Mac, TargetMac, operation, TargetMac, sender, a.S.Bond.Mac, target, tags);
        return frame[..length];
    }

    private byte[] Reply(Ipv4Address sender, Ipv4Address target) => Arp(_a, ArpOperation.Reply, sender, target);

    private byte[] Request(Ipv4Address sender, Ipv4Address target) => Arp(_a, ArpOperation.Request, sender, target, MacAddress.Broadcast);

    private static byte[] Udp(ArpScenario a)
    {
        byte[] frame = new byte[60];
        EthernetWriter.Write(frame, a.S.Bond.Mac, TargetMac, [], EtherType.Ipv4);
        return frame;
    }

    private static byte[] PlainIpv6(ArpScenario a)
    {
        byte[] frame = new byte[74];
        EthernetWriter.Write(frame, a.S.Bond.Mac, TargetMac, [], EtherType.Ipv6);
        (frame[14], frame[19], frame[20], frame[21]) = (0x60, 20, (byte)IpProtocol.Udp, 64);
        Target6.Write(frame.AsSpan(22));
        Ours6.Write(frame.AsSpan(38));
        return frame;
    }

    private static byte[] Advertisement(ArpScenario a, Ipv6Address from, Ipv6Address to)
    {
        byte[] frame = new byte[NeighbourWriter.MaxLength];
        int length = NeighbourWriter.WriteAnswer(frame, to.IsMulticast ? to.MulticastMac : a.S.Bond.Mac, to, TargetMac, from);
        return frame[..length];
    }

    // linux-bonding 5.2, the table: value x role x kind of frame
    [Theory]
    [InlineData(ArpValidate.None, Active, "uao6")]
    [InlineData(ArpValidate.None, Backup, "uao6")]
    [InlineData(ArpValidate.Active, Active, "a")]
    [InlineData(ArpValidate.Active, Backup, "uao6")]
    [InlineData(ArpValidate.Backup, Active, "uao6")]
    [InlineData(ArpValidate.Backup, Backup, "")]
    [InlineData(ArpValidate.All, Active, "a")]
    [InlineData(ArpValidate.All, Backup, "")]
    [InlineData(ArpValidate.Filter, Active, "ao6")]
    [InlineData(ArpValidate.Filter, Backup, "ao6")]
    [InlineData(ArpValidate.FilterActive, Active, "a")]
    [InlineData(ArpValidate.FilterActive, Backup, "ao6")]
    [InlineData(ArpValidate.FilterBackup, Active, "ao6")]
    [InlineData(ArpValidate.FilterBackup, Backup, "")]
    public void Each_value_has_its_rule_for_each_role(ArpValidate validate, int port, string counting)
    {
        // u: an IPv4 datagram, 6: an IPv6 one, o: ARP of somebody else, a: an answer of a target to us (which a backup is not expected to get)
        ArpScenario a = Make(validate);
        Assert.Equal(counting.Contains('u', StringComparison.Ordinal), Counts(a, port, Udp(a)));
        Assert.Equal(counting.Contains('6', StringComparison.Ordinal), Counts(a, port, PlainIpv6(a)));
        Assert.Equal(counting.Contains('o', StringComparison.Ordinal), Counts(a, port, Arp(a, ArpOperation.Reply, Stranger, Ours)));
        Assert.Equal(counting.Contains('a', StringComparison.Ordinal), Counts(a, port, Arp(a, ArpOperation.Reply, Target, Ours)));
    }

    // linux-bonding 5.2 (a): sender is a target, target is ours; the operation is not looked at
    [Fact]
    public void Case_a_the_active_slave_is_proven_by_targets_that_speak_to_us()
    {
        Assert.True(Counts(Active, Reply(Target, Ours)));
        Assert.True(Counts(Active, Request(Target, Ours)));
        Assert.True(Counts(Active, Reply(ArpScenario.Ip("10.0.0.9"), ArpScenario.Ip("10.3.0.2"))));
        Assert.False(Counts(Active, Reply(Stranger, Ours)));
        Assert.False(Counts(Active, Reply(Target, Stranger)));
    }

    // linux-bonding 5.2 (b): the active slave's own request comes back through the switch: roles swapped
    [Fact]
    public void Case_b_a_backup_is_proven_by_our_own_probe()
    {
        Assert.True(Counts(Backup, Request(Ours, Target)));
        Assert.False(Counts(Backup, Request(Ours, Stranger)));
        Assert.False(Counts(Backup, Request(Stranger, Target)));
        Assert.False(Counts(Backup, Reply(Target, Ours)));
    }

    // linux-bonding 5.2 (b): only once the active slave itself has been heard since it was activated
    [Fact]
    public void Case_b_needs_an_active_slave_that_was_heard_since_its_activation()
    {
        foreach (Station station in _a.Switch.Stations) station.Answers = false;
        _a.S.Host.Set("active_slave", "eth1");
        Assert.False(Counts(Active, Request(Ours, Target)));
        Assert.True(Counts(Backup, Reply(Target, Ours)));
        Assert.True(Counts(Active, Request(Ours, Target)));
    }

    // linux-bonding 5.2 (c): while hunting, backups are proven by replies to the hunting slave within 1.5 intervals
    [Fact]
    public void Case_c_while_hunting_a_reply_proves_a_backup()
    {
        foreach (Station station in _a.Switch.Stations) station.Answers = false;
        _a.Net.Run(2_000);
        Assert.Equal(-1, _a.Active);
        int backup = _a[0].Backup ? 0 : 1;
        Assert.False(Counts(backup, Request(Target, Ours)));
        Assert.False(Counts(backup, Request(Ours, Target)));
        Assert.True(Counts(backup, Reply(Target, Ours)));
    }

    // linux-bonding 5.2: hardware type, protocol, lengths
    [Theory]
    [InlineData(15)]
    [InlineData(17)]
    [InlineData(18)]
    [InlineData(19)]
    public void Arp_that_is_not_for_ipv4_over_ethernet_is_ignored(int offset)
    {
        byte[] frame = Reply(Target, Ours);
        frame[offset] ^= 0x40;
        Assert.False(Counts(Active, frame));
    }

    // linux-bonding 5.2: not addressed to another host
    [Fact]
    public void Arp_for_another_host_is_ignored()
    {
        _a.S.Ports[Active].Unfiltered = true;
        Assert.False(Counts(Active, Arp(_a, ArpOperation.Reply, Target, Ours, new MacAddress(0x0200_0000_0099))));
        Assert.True(Counts(Active, Arp(_a, ArpOperation.Reply, Target, Ours, MacAddress.Broadcast)));
    }

    // linux-bonding 5.2: sender 0 is never accepted
    [Fact]
    public void An_address_probe_proves_nothing()
    {
        Assert.False(Counts(Active, Request(Ipv4Address.Any, Ours)));
        Assert.False(Counts(Backup, Request(Ours, Ipv4Address.Any)));
    }

    // linux-bonding 5.2: tags do not matter for validation
    [Fact]
    public void A_tagged_answer_counts()
    {
        Assert.True(Counts(Active, Arp(_a, ArpOperation.Reply, Target, ArpScenario.Ip("10.3.0.2"), tags: [VlanTag.Customer(3)])));
    }

    [Fact]
    public void A_frame_that_ends_early_is_ignored()
    {
        byte[] frame = Reply(Target, Ours);
        for (int length = 14; length < 42; length++) Assert.False(Counts(Active, frame[..length]));
    }

    // linux-bonding 5.2, IPv6: source a target, destination ours or all nodes
    [Fact]
    public void Neighbour_discovery_is_validated_by_source_and_destination()
    {
        _a.S.Ports[Active].AllMulticast = true;
        Assert.True(Counts(Active, Advertisement(_a, Target6, Ours6)));
        Assert.True(Counts(Active, Advertisement(_a, Target6, Ipv6Address.AllNodes)));
        Assert.False(Counts(Active, Advertisement(_a, Stranger6, Ours6)));
        Assert.False(Counts(Active, Advertisement(_a, Target6, Stranger6)));
        Assert.False(Counts(Active, PlainIpv6(_a)));
    }

    // linux-bonding 5.2, IPv6 (b): our own solicitation of a target
    [Fact]
    public void A_backup_is_proven_by_our_own_solicitation()
    {
        byte[] frame = new byte[NeighbourWriter.MaxLength];
        int length = NeighbourWriter.WriteSolicitation(frame, _a.S.Bond.Mac, Ours6, Target6);
        Assert.True(Counts(Backup, frame[..length]));
        length = NeighbourWriter.WriteSolicitation(frame, TargetMac, Stranger6, Target6);
        Assert.False(Counts(Backup, frame[..length]));
        Assert.False(Counts(Backup, Advertisement(_a, Target6, Ours6)));
    }

    // linux-bonding 5.2, IPv6 (c): no test of the kind of message
    [Fact]
    public void While_hunting_neighbour_discovery_of_a_target_proves_a_backup()
    {
        foreach (Station station in _a.Switch.Stations) station.Answers = false;
        _a.Net.Run(2_000);
        int backup = _a[0].Backup ? 0 : 1;
        Assert.True(Counts(backup, Advertisement(_a, Target6, Ours6)));
    }

    // linux-bonding 5.2, arp_all_targets=all: the target that is silent the longest decides
    [Theory]
    [InlineData(ArpAllTargets.Any, 0)]
    [InlineData(ArpAllTargets.All, -1)]
    public void One_silent_target_matters_only_when_all_must_answer(ArpAllTargets all, int active)
    {
        var a = new ArpScenario(validate: ArpValidate.All, targets: ["10.0.0.1", "10.0.0.9"], allTargets: all);
        a.Net.Run(1_000);
        Assert.Equal(0, a.Active);
        a.Switch.Stations[1].Answers = false;
        a.Net.Run(800);
        if (active == 0) Assert.Equal((0, 0u), (a.Active, a[0].LinkFailureCount));
        else Assert.True(a[0].LinkFailureCount > 0);
    }

    // design: without validation there is nothing to tell the targets apart, so "all" does not take slaves down
    [Fact]
    public void All_targets_without_validation_does_not_take_slaves_down()
    {
        var a = new ArpScenario(targets: ["10.0.0.1", "10.0.0.9"], allTargets: ArpAllTargets.All);
        a.Net.Run(5_000);
        Assert.Equal((0, 0u, 0u), (a.Active, a[0].LinkFailureCount, a[1].LinkFailureCount));
    }

    // linux-bonding 1.4: a new target counts as heard now; removing one shifts the others' times along
    [Fact]
    public void Changing_targets_keeps_the_times_of_those_that_stay()
    {
        var a = new ArpScenario(validate: ArpValidate.All, targets: ["10.0.0.1", "10.0.0.9"], allTargets: ArpAllTargets.All);
        a.Net.Run(1_050);
        a.Switch.AddStation("10.0.0.17");
        a.S.Host.Set("arp_ip_target", "+10.0.0.17");
        a.S.Host.Set("arp_ip_target", "-10.0.0.1");
        a.Net.Run(5_000);
        Assert.Equal((0, 0u, 0u), (a.Active, a[0].LinkFailureCount, a[1].LinkFailureCount));
    }

    // linux-bonding 11, bond_options.sh arp_validate: mode 1, interval 100, each value, an ARP target and two NS targets: all slaves UP
    [Theory]
    [InlineData(ArpValidate.None)]
    [InlineData(ArpValidate.Active)]
    [InlineData(ArpValidate.Backup)]
    [InlineData(ArpValidate.All)]
    [InlineData(ArpValidate.Filter)]
    [InlineData(ArpValidate.FilterActive)]
    [InlineData(ArpValidate.FilterBackup)]
    public void Kernel_self_test_arp_validate(ArpValidate validate)
    {
        var a = new ArpScenario(ports: 3, validate: validate);
        a.Net.Run(5_000);
        Assert.All(a.S.Bond.Slaves, slave => Assert.Equal((SlaveLink.Up, 0u), (slave.Link, slave.LinkFailureCount)));
        a.S.Host.Set("active_slave", "eth1");
        a.Net.Run(5_000);
        Assert.All(a.S.Bond.Slaves, slave => Assert.Equal((SlaveLink.Up, 0u), (slave.Link, slave.LinkFailureCount)));
        Assert.Equal(1, a.Active);
    }

    // HOWTO arp_validate: other bonds' probes fool the monitor without validation, not with it
    [Theory]
    [InlineData(ArpValidate.None, true)]
    [InlineData(ArpValidate.All, false)]
    public void Probes_of_other_hosts_keep_a_dead_path_alive_only_without_validation(ArpValidate validate, bool fooled)
    {
        var a = new ArpScenario(validate: validate);
        a.Net.Run(1_000);
        a.Switch.Stations[0].Answers = false;
        for (int i = 0; i < 100; i++)
        {
            a.Switch.Inject(Arp(a, ArpOperation.Request, Stranger, Target, MacAddress.Broadcast));
            a.Net.Run(50);
        }
        Assert.Equal(fooled, a.S.Bond.CarrierUp);
    }
}
