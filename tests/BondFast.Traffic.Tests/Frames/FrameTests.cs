using System.Buffers.Binary;
using BondFast.Wire;

namespace BondFast.Traffic.Tests;

public sealed class FrameTests
{
    public static TheoryData<bool, bool, IpProtocol, int> Shapes()
    {
        TheoryData<bool, bool, IpProtocol, int> data = [];
        foreach (bool ipv6 in new[] { false, true })
            foreach (bool vlan in new[] { false, true })
                foreach (IpProtocol protocol in new[] { IpProtocol.Udp, IpProtocol.Tcp, (IpProtocol)253 })
                    foreach (int size in new[] { 64, 90, 128, 132, 570, 1518, 9000 })
                        if (size >= 14 + 4 + (vlan ? 4 : 0) + (ipv6 ? 40 : 20) + (protocol == IpProtocol.Udp ? 8 : protocol == IpProtocol.Tcp ? 20 : 0) + 12)
                            data.Add(ipv6, vlan, protocol, size);
        return data;
    }

    private static FlowSet Flows(bool ipv6, bool vlan, IpProtocol protocol, int size) => FlowSet.Create(new FlowSpec
    {
        Count = 3,
        IsIpv6 = ipv6,
        Vlan = vlan ? FieldRange.From(100, 3) : null,
        Protocol = protocol,
        SourcePort = FieldRange.From(1024, 3),
        Sizes = FrameSizes.Fixed(size),
    });

    /// <summary>A frame of flow 1 with a stamp in it, as a generator sends it.</summary>
    internal static byte[] Stamped(FlowSet flows, int flow, ulong sequence, ulong sent = 1, uint run = 1)
    {
        int template = flows.TemplateOf(flow, sequence);
        FrameTemplate shape = flows.Template(template);
        byte[] frame = flows.Frame(flow);
        Stamp stamp = new(run, (uint)flow, sequence, sent);
        if (shape.HasFullStamp) stamp.WriteFull(frame.AsSpan(shape.PayloadOffset));
        else stamp.WriteShort(frame.AsSpan(shape.PayloadOffset));
        return frame;
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Lengths_and_checksums_are_right_whatever_the_stamp_says(bool ipv6, bool vlan, IpProtocol protocol, int size)
    {
        FlowSet flows = Flows(ipv6, vlan, protocol, size);
        foreach (ulong sequence in new ulong[] { 0, 1, 0xffff, 0x1234_5678_9abc, ulong.MaxValue })
        {
            byte[] frame = Stamped(flows, 1, sequence, sequence * 77 + 3);
            Assert.Equal(size - 4, frame.Length);
            Assert.True(EthernetView.TryParse(frame, out EthernetView ethernet));
            Assert.Equal(vlan ? 1 : 0, ethernet.TagCount);
            if (vlan) Assert.Equal(101, ethernet.Tag(0).VlanId);
            ReadOnlySpan<byte> upper;
            ulong sum;
            if (ipv6)
            {
                Assert.True(Ipv6View.TryParse(ethernet.Payload, out Ipv6View ip));
                Assert.Equal(ethernet.Payload.Length - 40, ip.Payload.Length);
                Assert.Equal(protocol, ip.NextHeader);
                upper = ip.Payload;
                sum = InternetChecksum.Add((ulong)upper.Length + (byte)protocol, ethernet.Payload.Slice(8, 32));
            }
            else
            {
                Assert.True(Ipv4View.TryParse(ethernet.Payload, out Ipv4View ip));
                Assert.True(ip.ChecksumValid);
                Assert.Equal(ethernet.Payload.Length, ip.TotalLength);
                Assert.Equal(protocol, ip.Protocol);
                upper = ip.Payload;
                sum = InternetChecksum.Add((ulong)upper.Length + (byte)protocol, ethernet.Payload.Slice(12, 8));
            }
            if (protocol == IpProtocol.Udp) Assert.Equal(upper.Length, BinaryPrimitives.ReadUInt16BigEndian(upper[4..]));
            if (protocol is IpProtocol.Udp or IpProtocol.Tcp)
            {
                Assert.Equal(1025, BinaryPrimitives.ReadUInt16BigEndian(upper));
                Assert.Equal(0, InternetChecksum.Finish(InternetChecksum.Add(sum, upper)));
            }
        }
    }

    [Fact]
    public void A_small_frame_carries_the_short_stamp_and_a_larger_one_the_full()
    {
        FlowSet small = Flows(false, true, IpProtocol.Udp, 64), large = Flows(false, true, IpProtocol.Udp, 82);
        Assert.False(small.Template(0).HasFullStamp);
        Assert.True(large.Template(0).HasFullStamp);
    }

    [Fact]
    public void Every_single_flipped_bit_of_a_stamp_is_seen()
    {
        Span<byte> full = stackalloc byte[Stamp.FullLength], small = stackalloc byte[Stamp.ShortLength];
        new Stamp(7, 42, 0x0123_4567_89ab, 99).WriteFull(full);
        new Stamp(7, 42, 0x0123_4567_89ab, 99).WriteShort(small);
        Assert.True(Stamp.IsIntact(full));
        Assert.True(Stamp.IsIntact(small));
        Assert.Equal(new Stamp(7, 42, 0x0123_4567_89ab, 99), Stamp.ReadFull(full));
        Assert.Equal(new Stamp(0, 42, 0x4567_89ab, 0), Stamp.ReadShort(small));
        for (int bit = 0; bit < 8 * Stamp.FullLength; bit++)
        {
            full[bit / 8] ^= (byte)(1 << bit % 8);
            Assert.False(Stamp.IsIntact(full));
            full[bit / 8] ^= (byte)(1 << bit % 8);
        }
    }

    [Fact]
    public void Imix_is_seven_four_one()
    {
        FrameSizes imix = FrameSizes.Parse("imix");
        Assert.Equal([64, 570, 1518], imix.Distinct);
        int[] seen = new int[3];
        for (ulong i = 0; i < 1200; i++) seen[imix.IndexOf(i)]++;
        Assert.Equal([700, 400, 100], seen);
        Assert.Equal((7 * 64 + 4 * 570 + 1518) / 12.0, imix.Average, 6);
        Assert.Equal([64, 1518], FrameSizes.Parse("1518, 64").Distinct);
        Assert.Equal(1518, FrameSizes.Parse("1518,64").Distinct[FrameSizes.Parse("1518,64").IndexOf(0)]);
        Assert.Throws<ArgumentException>(() => FrameSizes.Parse("big"));
    }

    [Fact]
    public void Any_bytes_can_be_looked_at_for_a_stamp()
    {
        Random random = new(4711);
        FlowSet flows = Flows(false, true, IpProtocol.Udp, 128);
        Meter meter = new(flows, ticksPerSecond: 1_000_000_000);
        for (int i = 0; i < 20_000; i++)
        {
            byte[] frame = i % 2 == 0 ? Stamped(flows, 0, (ulong)i) : new byte[random.Next(0, 200)];
            if (i % 2 != 0) random.NextBytes(frame);
            for (int k = random.Next(0, 4); k > 0 && frame.Length > 0; k--) frame[random.Next(frame.Length)] = (byte)random.Next();
            int cut = random.Next(0, frame.Length + 1);
            meter.Take(frame.AsSpan(0, cut), cut, (ulong)i);
        }
        MeterTotals totals = meter.Read();
        Assert.Equal(20_000UL, totals.Received + totals.Foreign + totals.Corrupt + totals.OtherRuns);
    }
}
