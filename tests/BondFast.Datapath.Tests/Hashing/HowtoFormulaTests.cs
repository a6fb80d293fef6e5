using System.Numerics;
using BondFast.Bonding;

namespace BondFast.Datapath.Tests.Hashing;

public class HowtoFormulaTests
{
    private static readonly XmitHashPolicy[] Policies = [XmitHashPolicy.Layer2, XmitHashPolicy.Layer23, XmitHashPolicy.Layer34];
    private static readonly byte[] D = Frame.Mac("00:11:22:33:44:55");
    private static readonly byte[] S = Frame.Mac("66:77:88:99:aa:bb");

    public static TheoryData<string, XmitHashPolicy, byte[], ulong> Vectors() => new()
    {
        { "layer2", XmitHashPolicy.Layer2, Ip("192.168.1.10", "192.168.1.20"), 0x6666aaaaeeee },
        { "layer2, neighbours", XmitHashPolicy.Layer2, Frame.Ethernet(Frame.Mac("02:02:02:02:02:02"), Frame.Mac("02:02:02:02:02:01"), 0x0806), 3 },
        { "layer2, broadcast", XmitHashPolicy.Layer2, Frame.Ethernet(Frame.Mac("ff:ff:ff:ff:ff:ff"), Frame.Mac("02:00:00:00:00:01"), 0x0806), 0xfdfffffffffe },
        { "layer2+3 a", XmitHashPolicy.Layer23, Ip("192.168.1.10", "192.168.1.20"), 0x6666aaaaeef0 },
        { "layer2+3 b", XmitHashPolicy.Layer23, Ip("10.0.0.1", "172.16.5.9"), 0x6666aaaaebe6 },
        { "layer2+3 c", XmitHashPolicy.Layer23, Ip("192.0.2.1", "198.51.100.7"), 0x6666aaaa88e8 },
        { "layer2+3, not IP", XmitHashPolicy.Layer23, Frame.Ethernet(D, S, 0x0806, new byte[28]), 0x6666aaaaeeee },
        { "layer3+4 a", XmitHashPolicy.Layer34, Ip("192.168.1.10", "192.168.1.20", 6, 12345, 80), 0x3077 },
        { "layer3+4 b", XmitHashPolicy.Layer34, Ip("10.0.0.1", "10.0.0.2", 17, 5000, 5001), 0x2 },
        { "layer3+4 c", XmitHashPolicy.Layer34, Ip("192.0.2.1", "198.51.100.7", 6, 40000, 443), 0xfbfd },
        { "layer3+4, fragment", XmitHashPolicy.Layer34, Frame.Ethernet(D, S, 0x0800, Frame.Ipv4("192.0.2.1", "198.51.100.7", 6, Frame.Ports(40000, 443), fragment: 0x2000)), 0x6606 },
        { "layer3+4, SCTP", XmitHashPolicy.Layer34, Ip("192.0.2.1", "198.51.100.7", 132, 40000, 443), 0x6606 },
        { "layer3+4, not IP", XmitHashPolicy.Layer34, Frame.Ethernet(D, S, 0x8847, new byte[40]), 0x6666aaaaeeee },
    };

    [Theory]
    [MemberData(nameof(Vectors))]
    public void The_vectors_hold(string id, XmitHashPolicy policy, byte[] frame, ulong expected)
    {
        Assert.True(expected == TransmitHash.Compute(policy, XmitHashFormula.Howto, frame), id);
        Assert.True(expected == HowtoReference.Compute(policy, frame), $"{id}, reference");
    }

    [Fact]
    public void Frames_of_every_shape_agree_with_a_reference_written_from_the_text()
    {
        RandomFrames frames = new(2007);
        for (int i = 0; i < 60_000; i++) AssertAgrees(frames.Next());
    }

    [Fact]
    public void Every_observed_frame_cut_at_every_byte_agrees_with_the_reference()
    {
        foreach (ObservedFrame frame in ObservedFrame.All)
            for (int length = 0; length <= frame.Bytes.Length; length++) AssertAgrees(frame.Bytes[..length]);
    }

    [Fact]
    public void A_tagged_frame_has_the_hash_of_its_inner_headers()
    {
        byte[] plain = Ip("192.0.2.1", "198.51.100.7", 6, 40000, 443);
        foreach (XmitHashPolicy policy in Policies)
        {
            ulong expected = TransmitHash.Compute(policy, XmitHashFormula.Howto, plain);
            byte[] once = Frame.Tagged(plain, 0x8100, 0xa064);
            Assert.Equal(expected, TransmitHash.Compute(policy, XmitHashFormula.Howto, once));
            Assert.Equal(expected, TransmitHash.Compute(policy, XmitHashFormula.Howto, Frame.Tagged(once, 0x88a8, 5)));
        }
    }

    [Fact]
    public void A_slave_count_divides_every_hash_exactly()
    {
        Random random = new(1);
        for (int slaves = 1; slaves <= ForwardingPlan.MaxSlaves; slaves++)
        {
            foreach (ulong edge in (ulong[])[0, 1, 31, 32, uint.MaxValue, uint.MaxValue - 1, 1UL << 32, (1UL << 48) - 1, (1UL << 48) - 2, 0xffffff, 0x1000000])
                Assert.Equal((int)(edge % (ulong)slaves), TransmitHash.Place(edge, slaves));
            for (int i = 0; i < 20_000; i++)
            {
                ulong hash = (ulong)random.NextInt64(1L << 48) >> random.Next(48);
                Assert.Equal((int)(hash % (ulong)slaves), TransmitHash.Place(hash, slaves));
            }
        }
    }

    private static void AssertAgrees(byte[] frame)
    {
        foreach (XmitHashPolicy policy in Policies)
        {
            BigInteger expected = HowtoReference.Compute(policy, frame);
            ulong hash = TransmitHash.Compute(policy, XmitHashFormula.Howto, frame);
            if (expected != hash) Assert.Fail($"{policy} {Convert.ToHexString(frame)}: {hash:x} instead of {expected:x}");
            for (int slaves = 2; slaves <= 8; slaves++) Assert.Equal((int)(expected % slaves), TransmitHash.Place(hash, slaves));
        }
    }

    private static byte[] Ip(string source, string destination, byte protocol = 17, ushort sourcePort = 1, ushort destinationPort = 2) =>
        Frame.Ip(D, S, source, destination, protocol, Frame.Ports(sourcePort, destinationPort));
}
