using BondFast.Traffic;
using BondFast.Wire;

namespace BondFast.Demonstration;

/// <summary>The demonstration's flows: many MACs, addresses and ports, IPv4 and IPv6, UDP and TCP, so that every policy has something to tell apart.</summary>
internal static class DemoFlows
{
    private const int PerFamily = 256;

    /// <summary>Long enough for a full stamp in every kind of frame.</summary>
    private static readonly FrameSizes Sizes = FrameSizes.Fixed(128);

    public static FlowSet Create() => FlowSet.Create(
        Family(1, ipv6: false, IpProtocol.Udp),
        Family(2, ipv6: false, IpProtocol.Tcp),
        Family(3, ipv6: true, IpProtocol.Udp),
        Family(4, ipv6: true, IpProtocol.Tcp));

    private static FlowSpec Family(ulong seed, bool ipv6, IpProtocol protocol)
    {
        UInt128 network = ipv6 ? (UInt128)0xfd00 << 112 : 0x0a00_0000;
        return new FlowSpec
        {
            Count = PerFamily,
            Seed = seed,
            SourceMac = new FieldRange(0x0200_0000_1000 + seed * 0x100, 64, 1, Spread.Random),
            DestinationMac = new FieldRange(0x0200_0001_1000 + seed * 0x100, 64, 1, Spread.Random),
            IsIpv6 = ipv6,
            SourceAddress = new FieldRange(network + 0x100, 4096, 1, Spread.Random),
            DestinationAddress = new FieldRange(network + 0x1_0100, 4096, 1, Spread.Random),
            Protocol = protocol,
            SourcePort = new FieldRange(1024, 60_000, 1, Spread.Random),
            DestinationPort = new FieldRange(80, 1000, 1, Spread.Random),
            Sizes = Sizes,
        };
    }
}
