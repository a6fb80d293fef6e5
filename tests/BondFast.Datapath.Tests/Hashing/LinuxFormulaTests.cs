using BondFast.Bonding;

namespace BondFast.Datapath.Tests.Hashing;

public class LinuxFormulaTests
{
    [Fact]
    public void Every_observed_frame_has_the_hash_and_the_slave_of_the_real_driver()
    {
        Assert.True(ObservedFrame.All.Count >= 210);
        List<string> wrong = [];
        foreach (ObservedFrame frame in ObservedFrame.All)
        {
            foreach ((XmitHashPolicy policy, uint expected) in frame.Hash)
            {
                ulong hash = TransmitHash.Compute(policy, XmitHashFormula.Linux, frame.Bytes);
                if (hash != expected) wrong.Add($"{frame.Name} {policy}: {hash:x} instead of {expected:x}");
                foreach ((int slaves, int slave) in frame.Slave[policy])
                    if (TransmitHash.Place(hash, slaves) != slave) wrong.Add($"{frame.Name} {policy}: not slave {slave} of {slaves}");
            }
        }
        Assert.Empty(wrong);
    }

    private static readonly byte[] D = Frame.Mac("00:11:22:33:44:55");
    private static readonly byte[] S = Frame.Mac("66:77:88:99:aa:bb");

    public static TheoryData<string, XmitHashPolicy, byte[], uint> Vectors() => new()
    {
        { "L2-1", XmitHashPolicy.Layer2, Frame.Ethernet(D, S, 0x0800), 0x000008ee },
        { "L2-2", XmitHashPolicy.Layer2, Frame.Ethernet(D, S, 0x0806), 0x000008e8 },
        { "L2-3", XmitHashPolicy.Layer2, Frame.Ethernet(D, S, 0x86dd), 0x00008633 },
        { "L2-5", XmitHashPolicy.Layer2, Frame.Ethernet(Frame.Mac("ff:ff:ff:ff:ff:ff"), Frame.Mac("02:00:00:00:00:01"), 0x0806), 0x000008f8 },
        { "L23-1", XmitHashPolicy.Layer23, Ip("192.168.1.10", "192.168.1.20"), 0x1e1e16f8 },
        { "L23-2", XmitHashPolicy.Layer23, Ip("10.0.0.1", "172.16.5.9"), 0x080d155d },
        { "L23-3", XmitHashPolicy.Layer23, Frame.Ethernet(Frame.Mac("02:00:00:00:00:02"), Frame.Mac("02:00:00:00:00:01"), 0x0800, Frame.Ipv4("192.0.2.1", "198.51.100.7", 17, Frame.Ports(1, 2))), 0x06605b5e },
        { "L23-4", XmitHashPolicy.Layer23, Ip("2001:db8::1", "2001:db8::2"), 0x030385b6 },
        { "L23-5", XmitHashPolicy.Layer23, Ip("2001:db8:1:2::a", "fe80::1234:5678:9abc:def0"), 0x38bd3356 },
        { "L34-1", XmitHashPolicy.Layer34, Ip("192.168.1.10", "192.168.1.20", 6, Frame.Ports(12345, 80)), 0x27273ba3 },
        { "L34-2", XmitHashPolicy.Layer34, Ip("10.0.0.1", "10.0.0.2", 17, Frame.Ports(5000, 5001)), 0x454c8881 },
        { "L34-3", XmitHashPolicy.Layer34, L343, 0x5eed5499 },
        { "L34-4", XmitHashPolicy.Layer34, Frame.Ethernet(D, S, 0x0800, Frame.Ipv4("192.0.2.1", "198.51.100.7", 6, Frame.Ports(40000, 443), fragment: 0x2000)), 0x033029aa },
        { "L34-4 last", XmitHashPolicy.Layer34, Frame.Ethernet(D, S, 0x0800, Frame.Ipv4("192.0.2.1", "198.51.100.7", 6, Frame.Ports(40000, 443), fragment: 0x0010)), 0x033029aa },
        { "L34-5", XmitHashPolicy.Layer34, Ip("192.0.2.1", "198.51.100.7", 1, Frame.Icmp(8, 0, 0x1234)), 0x0a233abd },
        { "L34-6", XmitHashPolicy.Layer34, Ip("198.51.100.7", "192.0.2.1", 1, Frame.Icmp(0, 0, 0x1234)), 0x0a233ab9 },
        { "L34-7", XmitHashPolicy.Layer34, Ip("192.0.2.1", "198.51.100.7", 1, Frame.Icmp(8, 0, 0)), 0x0330a92e },
        { "L34-8", XmitHashPolicy.Layer34, Ip("2001:db8::1", "2001:db8::2", 6, Frame.Ports(40000, 443)), 0x5c5cfcb2 },
        { "L34-9", XmitHashPolicy.Layer34, Ip("192.0.2.1", "198.51.100.7", 50, [1, 2, 3, 4, 0, 0, 0, 0]), 0x0133ab28 },
        { "L34-10", XmitHashPolicy.Layer34, Ip("10.9.8.7", "10.6.5.4", 1, [.. Frame.Icmp(3, 0, 0), .. L343.AsSpan(14)]), 0x5eed5499 },
        { "L34-11", XmitHashPolicy.Layer34, Ip("10.0.0.1", "10.0.0.2", 17, Frame.Ports(4789, 4789)), 0x5b520881 },
        { "E23-1", XmitHashPolicy.Encap23, Ip("10.0.0.1", "10.0.0.2", 4, Ip("192.168.1.10", "192.168.1.20")[14..]), 0x1e1e16f8 },
        { "E34-1", XmitHashPolicy.Encap34, Ip("10.0.0.1", "10.0.0.2", 47, [0, 0, 8, 0, .. Ip("192.168.1.10", "192.168.1.20", 6, Frame.Ports(12345, 80)).AsSpan(14)]), 0x27273ba3 },
        { "E34-2", XmitHashPolicy.Encap34, Frame.Tagged(L343, 0x8100, 100), 0x5eed5499 },
        { "VS-1", XmitHashPolicy.VlanSrcMac, Frame.Ethernet(D, S, 0x0800), 0x00ffdd33 },
        { "VS-2", XmitHashPolicy.VlanSrcMac, Frame.Tagged(L343, 0x8100, 100), 0x00ffdd57 },
        { "VS-3", XmitHashPolicy.VlanSrcMac, Frame.Tagged(L343, 0x8100, 0xa064), 0x00ff7d57 },
        { "VS-4", XmitHashPolicy.VlanSrcMac, Frame.Tagged(Frame.Ethernet(D, Frame.Mac("02:00:00:00:00:01"), 0x0800), 0x8100, 3), 0x00020002 },
    };

    [Theory]
    [MemberData(nameof(Vectors))]
    public void The_vectors_hold(string id, XmitHashPolicy policy, byte[] frame, uint expected)
    {
        ulong hash = TransmitHash.Compute(policy, XmitHashFormula.Linux, frame);
        Assert.True(hash == expected, $"{id}: {hash:x8} instead of {expected:x8}");
    }

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Policies_younger_than_the_HOWTO_have_one_formula(string id, XmitHashPolicy policy, byte[] frame, uint expected)
    {
        if (policy is not (XmitHashPolicy.Encap23 or XmitHashPolicy.Encap34 or XmitHashPolicy.VlanSrcMac)) return;
        Assert.True(expected == TransmitHash.Compute(policy, XmitHashFormula.Howto, frame), id);
    }

    [Fact]
    public void A_tag_counts_as_taken_off_the_frame()
    {
        foreach (XmitHashPolicy policy in (XmitHashPolicy[])[XmitHashPolicy.Layer2, XmitHashPolicy.Layer23, XmitHashPolicy.Layer34])
            foreach (ushort tpid in (ushort[])[0x8100, 0x88a8])
                Assert.Equal(TransmitHash.Compute(policy, XmitHashFormula.Linux, L343), TransmitHash.Compute(policy, XmitHashFormula.Linux, Frame.Tagged(L343, tpid, 7)));
    }

    private static byte[] L343 => Ip("192.0.2.1", "198.51.100.7", 6, Frame.Ports(40000, 443));

    private static byte[] Ip(string source, string destination, byte protocol = 17, byte[]? payload = null) =>
        Frame.Ip(D, S, source, destination, protocol, payload ?? Frame.Ports(1, 2));
}
