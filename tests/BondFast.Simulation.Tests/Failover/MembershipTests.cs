using BondFast.Bonding;
using BondFast.Simulation.Tests.Network;
using BondFast.Wire;

namespace BondFast.Simulation.Tests.Failover;

/// <summary>IGMP and MLD reports repeated after a failover: option resend_igmp, linux-bonding 6.3.</summary>
public class MembershipTests
{
    private static readonly Ipv4Address Host = new(0x0a4d_0002);
    private static readonly Ipv4Address Group = new(0xef01_0203);
    private static readonly Ipv6Address Host6 = Parse("fe80::2");
    private static readonly Ipv6Address Group6 = Parse("ff05::1:3");

    private static Ipv6Address Parse(string text) => Ipv6Address.TryParse(text, out Ipv6Address address) ? address : throw new FormatException(text);

    private static Scenario With(int resend = 1, BondMode mode = BondMode.ActiveBackup) =>
        new(new BondOptions { Mode = mode, Miimon = 100, ResendIgmp = resend, NumGratArp = 0, NumUnsolNa = 0 });

    private static void Report(Scenario s, int version = 2, Ipv4Address? group = null, MembershipRecordType type = MembershipRecordType.ModeIsExclude, Ipv4Address[]? sources = null, int? vlan = null, MacAddress? mac = null)
    {
        byte[] frame = new byte[IgmpWriter.MaxLength];
        VlanTag[] tags = vlan is { } id ? [VlanTag.Customer(id)] : [];
        MacAddress from = mac ?? s.Bond.Mac;
        int length = version switch
        {
            1 => IgmpWriter.WriteVersion1Report(frame, from, Host, group ?? Group, tags),
            2 => IgmpWriter.WriteVersion2Report(frame, from, Host, group ?? Group, tags),
            _ => IgmpWriter.WriteVersion3Report(frame, from, Host, group ?? Group, type, sources, tags),
        };
        s.Host.SendFromUplink(frame[..length]);
    }

    /// <summary>Pulls eth0's cable and returns what eth1 sent in the next 5 s.</summary>
    private static List<CapturedFrame> FailOver(Scenario s)
    {
        foreach (SimulatedPort port in s.Ports) port.Sent.Clear();
        s.Ports[0].Carrier = false;
        s.Net.Run(5_000);
        return s.Ports[1].Sent;
    }

    private static (IgmpType Type, string Group, string From) Read(CapturedFrame frame)
    {
        Assert.True(IgmpView.TryParseFrame(frame.Bytes, out EthernetView ethernet, out IgmpView igmp));
        Assert.True(Ipv4View.TryParse(ethernet.Payload, out Ipv4View ip));
        foreach (IgmpRecord record in igmp.Records) return (igmp.Type, record.Group.ToString(), ip.Source.ToString());
        throw new InvalidDataException("no record");
    }

    // linux-bonding 6.3: first after about one clock tick, then every 200 ms, resend_igmp times
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void Reports_are_repeated_so_many_times_every_200_ms(int resend)
    {
        Scenario s = With(resend);
        Report(s);
        List<CapturedFrame> sent = FailOver(s);
        Assert.Equal(Enumerable.Range(0, resend).Select(i => 200.0 * i), sent.Select(frame => frame.AtMilliseconds - sent[0].AtMilliseconds));
    }

    [Theory]
    [InlineData(1, IgmpType.Version1Report)]
    [InlineData(2, IgmpType.Version2Report)]
    [InlineData(3, IgmpType.Version3Report)]
    public void A_group_is_reported_in_the_version_its_host_speaks(int version, IgmpType type)
    {
        Scenario s = With();
        Report(s, version);
        Assert.Equal((type, "239.1.2.3", "10.77.0.2"), Read(Assert.Single(FailOver(s))));
    }

    [Fact]
    public void A_group_that_was_left_is_not_reported()
    {
        Scenario s = With();
        Report(s, 3);
        Report(s, 3, type: MembershipRecordType.ChangeToInclude);
        Assert.Empty(FailOver(s));
    }

    [Fact]
    public void Source_lists_follow_the_reports()
    {
        Scenario s = With();
        Ipv4Address a = new(0x0a00_0001), b = new(0x0a00_0002), c = new(0x0a00_0003);
        Report(s, 3, type: MembershipRecordType.AllowNewSources, sources: [a, b]);
        Report(s, 3, type: MembershipRecordType.AllowNewSources, sources: [c]);
        Report(s, 3, type: MembershipRecordType.BlockOldSources, sources: [a]);
        CapturedFrame frame = Assert.Single(FailOver(s));
        Assert.True(IgmpView.TryParseFrame(frame.Bytes, out _, out IgmpView igmp));
        foreach (IgmpRecord record in igmp.Records)
        {
            Assert.Equal(MembershipRecordType.ModeIsInclude, record.Type);
            Assert.Equal((b, c), (record.Source(0), record.Source(1)));
        }
    }

    [Fact]
    public void Blocking_the_last_source_ends_the_membership()
    {
        Scenario s = With();
        Report(s, 3, type: MembershipRecordType.AllowNewSources, sources: [Host]);
        Report(s, 3, type: MembershipRecordType.BlockOldSources, sources: [Host]);
        Assert.Empty(FailOver(s));
    }

    [Fact]
    public void Excluded_sources_are_taken_back_by_allowing_them()
    {
        Scenario s = With();
        Report(s, 3, type: MembershipRecordType.ChangeToExclude, sources: [Host]);
        Report(s, 3, type: MembershipRecordType.AllowNewSources, sources: [Host]);
        CapturedFrame frame = Assert.Single(FailOver(s));
        Assert.True(IgmpView.TryParseFrame(frame.Bytes, out _, out IgmpView igmp));
        foreach (IgmpRecord record in igmp.Records) Assert.Equal((MembershipRecordType.ModeIsExclude, 0), (record.Type, record.SourceCount));
    }

    // HOWTO 6, linux-bonding 6.3: propagated to VLAN devices
    [Fact]
    public void Memberships_of_vlans_are_repeated_with_their_tag()
    {
        Scenario s = With();
        Report(s);
        Report(s, vlan: 100);
        Assert.Equal([null, 100], FailOver(s).Select(frame => frame.VlanId));
    }

    // a virtual machine behind the uplink: its switch port moves as well
    [Fact]
    public void Hosts_behind_the_uplink_are_reported_with_their_own_mac()
    {
        Scenario s = With();
        var guest = new MacAddress(0x0200_0000_0042);
        Report(s, mac: guest);
        Assert.Equal(guest, Assert.Single(FailOver(s)).Ethernet.Source);
    }

    [Theory]
    [InlineData(1, MldType.Version1Report)]
    [InlineData(2, MldType.Version2Report)]
    public void Mld_memberships_are_repeated_too(int version, MldType type)
    {
        Scenario s = With();
        byte[] frame = new byte[MldWriter.MaxLength];
        int length = version == 1
            ? MldWriter.WriteVersion1Report(frame, s.Bond.Mac, Host6, Group6)
            : MldWriter.WriteVersion2Report(frame, s.Bond.Mac, Host6, Group6);
        s.Host.SendFromUplink(frame[..length]);
        CapturedFrame sent = Assert.Single(FailOver(s));
        Assert.True(MldView.TryParseFrame(sent.Bytes, out EthernetView ethernet, out MldView mld));
        Assert.Equal(type, mld.Type);
        Assert.Equal(s.Bond.Mac, ethernet.Source);
        foreach (MldRecord record in mld.Records) Assert.Equal(Group6, record.Group);
    }

    // linux-bonding 6 step 5: primary modes, or mode 0
    [Theory]
    [InlineData(BondMode.BalanceRoundRobin, true)]
    [InlineData(BondMode.BalanceTlb, true)]
    [InlineData(BondMode.BalanceXor, false)]
    [InlineData(BondMode.Broadcast, false)]
    public void Modes_without_an_active_slave_repeat_nothing_except_round_robin(BondMode mode, bool repeats)
    {
        Scenario s = With(mode: mode);
        Report(s);
        Assert.Equal(repeats, FailOver(s).Exists(frame => frame.Type == EtherType.Ipv4));
    }

    [Fact]
    public void What_an_uplink_can_make_us_remember_is_bounded()
    {
        Scenario s = With();
        for (uint i = 0; i < 5_000; i++) Report(s, group: new Ipv4Address(0xef00_0000 + i));
        Assert.Equal(256, FailOver(s).Count);
    }

    [Fact]
    public void Nonsense_from_the_uplink_teaches_nothing()
    {
        Scenario s = With();
        var random = new Random(7);
        byte[] frame = new byte[IgmpWriter.MaxLength];
        for (int i = 0; i < 20_000; i++)
        {
            int length = IgmpWriter.WriteVersion3Report(frame, s.Bond.Mac, Host, Group, sources: [Host]);
            for (int flips = random.Next(1, 6); flips > 0; flips--) frame[random.Next(14, length)] ^= (byte)(1 << random.Next(8));
            s.Bond.ObserveSent(frame.AsSpan(0, random.Next(length + 1)), s.Net.Now);
        }
        FailOver(s);
    }
}
