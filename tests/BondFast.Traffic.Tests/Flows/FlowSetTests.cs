using BondFast.Wire;

namespace BondFast.Traffic.Tests;

public sealed class FlowSetTests
{
    [Fact]
    public void Ranges_walk_independently_of_each_other()
    {
        FlowSet flows = FlowSet.Create(new FlowSpec
        {
            Count = 6,
            SourceMac = FieldRange.From(new MacAddress(0x0200_0000_0001), 2),
            SourceAddress = FieldRange.From(new Ipv4Address(0x0a000001), 3, step: 256),
            SourcePort = FieldRange.From(5000, 6, step: 10),
        });
        Assert.Equal("1 2 1 2 1 2", string.Join(' ', Enumerable.Range(0, 6).Select(i => flows[i].SourceMac.Value & 0xff)));
        Assert.Equal([0x0a000001u, 0x0a000101u, 0x0a000201u, 0x0a000001u], [.. Enumerable.Range(0, 4).Select(i => (uint)flows[i].Source)]);
        Assert.Equal([5000, 5010, 5020, 5030, 5040, 5050], [.. Enumerable.Range(0, 6).Select(i => (int)flows[i].SourcePort)]);
        Assert.All(Enumerable.Range(0, 6), i => Assert.Equal(i, flows[i].Id));
    }

    [Fact]
    public void The_same_seed_makes_the_same_flows_and_another_seed_others()
    {
        FlowSpec spec = new()
        {
            Count = 100,
            SourceAddress = FieldRange.From(new Ipv4Address(0x0a000000), 1 << 24, spread: Spread.Random),
            SourcePort = FieldRange.From(1024, 60_000, spread: Spread.Random),
        };
        FlowSet a = FlowSet.Create(spec), b = FlowSet.Create(spec), c = FlowSet.Create(spec with { Seed = 2 });
        Assert.All(Enumerable.Range(0, 100), i => Assert.Equal(a[i], b[i] with { Sizes = a[i].Sizes }));
        Assert.NotEqual(a[0].Source, c[0].Source);
        Assert.True(Enumerable.Range(0, 100).Select(i => a[i].Source).Distinct().Count() > 95);
        Assert.All(Enumerable.Range(0, 100), i => Assert.InRange(a[i].SourcePort, 1024, 61_023));
    }

    [Fact]
    public void Families_follow_one_another()
    {
        FlowSet flows = FlowSet.Create(new FlowSpec { Count = 2 }, new FlowSpec { Count = 3, IsIpv6 = true, Sizes = FrameSizes.Fixed(128) });
        Assert.Equal(5, flows.Count);
        Assert.False(flows[1].IsIpv6);
        Assert.True(flows[2].IsIpv6);
        Assert.Equal(124, flows.MaxLength);
        Assert.Equal(60, flows.Frame(1).Length);
        Assert.Equal(124, flows.Frame(4).Length);
    }

    [Fact]
    public void What_does_not_fit_a_field_or_a_frame_is_refused_by_name()
    {
        Assert.Contains("source MAC", Refusal(new FlowSpec { SourceMac = new FieldRange(0xffff_ffff_ffff, 2) }));
        Assert.Contains("VLAN", Refusal(new FlowSpec { Vlan = FieldRange.From(4000, 100) }));
        Assert.Contains("source address", Refusal(new FlowSpec { SourceAddress = new FieldRange(uint.MaxValue, 2) }));
        Assert.Contains("destination port", Refusal(new FlowSpec { DestinationPort = FieldRange.From(65_530, 10) }));
        Assert.Contains("at least one flow", Refusal(new FlowSpec { Count = 0 }));
        Assert.Contains("at least 70", Refusal(new FlowSpec { Protocol = IpProtocol.Tcp }));
        Assert.Contains("at least 78", Refusal(new FlowSpec { IsIpv6 = true }));
        Assert.Contains("64 to 9216", Assert.Throws<ArgumentException>(() => FrameSizes.Fixed(63)).Message);

        static string Refusal(FlowSpec spec) => Assert.Throws<ArgumentException>(() => FlowSet.Create(spec)).Message;
    }
}
