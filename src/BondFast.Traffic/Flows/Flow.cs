using BondFast.Wire;

namespace BondFast.Traffic;

/// <summary>One flow: what its frames' headers say.</summary>
/// <param name="Id">Its number in the set, also in the stamp.</param>
/// <param name="Vlan">VLAN id; 0: untagged.</param>
/// <param name="Source">IPv4 or IPv6 address as a number.</param>
public sealed record Flow(
    int Id, MacAddress SourceMac, MacAddress DestinationMac, int Vlan, bool IsIpv6, UInt128 Source, UInt128 Destination,
    IpProtocol Protocol, ushort SourcePort, ushort DestinationPort, FrameSizes Sizes)
{
    internal bool HasPorts => Protocol is IpProtocol.Udp or IpProtocol.Tcp;

    internal static Flow Make(FlowSpec spec, int id, int index, ref SplitMix random)
    {
        ulong a = random.Next(), b = random.Next(), c = random.Next(), d = random.Next(), e = random.Next(), f = random.Next(), g = random.Next();
        return new Flow(id,
            new MacAddress((ulong)spec.SourceMac.Value(index, a)), new MacAddress((ulong)spec.DestinationMac.Value(index, b)),
            spec.Vlan is { } vlan ? (int)vlan.Value(index, c) : 0, spec.IsIpv6,
            spec.Source.Value(index, d), spec.Destination.Value(index, e), spec.Protocol,
            (ushort)spec.SourcePort.Value(index, f), (ushort)spec.DestinationPort.Value(index, g), spec.Sizes);
    }
}
