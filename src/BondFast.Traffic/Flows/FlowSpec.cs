using BondFast.Wire;

namespace BondFast.Traffic;

/// <summary>A family of flows. Every field has a range of its own, so a policy can be fed variety in just the fields it hashes.</summary>
public sealed record FlowSpec
{
    /// <summary>Flows in it.</summary>
    public int Count { get; init; } = 1;

    /// <summary>The same seed makes the same flows.</summary>
    public ulong Seed { get; init; } = 1;

    public FieldRange SourceMac { get; init; } = new(0x0200_0000_0001);

    public FieldRange DestinationMac { get; init; } = new(0x0200_0000_1001);

    /// <summary>VLAN ids; null: untagged.</summary>
    public FieldRange? Vlan { get; init; }

    public bool IsIpv6 { get; init; }

    /// <summary>Null: 10.0.0.1 or fd00::1.</summary>
    public FieldRange? SourceAddress { get; init; }

    /// <summary>Null: 10.1.0.1 or fd00:1::1.</summary>
    public FieldRange? DestinationAddress { get; init; }

    /// <summary>UDP and TCP have ports; with any other the payload follows the IP header.</summary>
    public IpProtocol Protocol { get; init; } = IpProtocol.Udp;

    public FieldRange SourcePort { get; init; } = FieldRange.From(1024);

    /// <summary>9 is "discard".</summary>
    public FieldRange DestinationPort { get; init; } = FieldRange.From(9);

    public FrameSizes Sizes { get; init; } = FrameSizes.Fixed(64);

    internal FieldRange Source => SourceAddress ?? new FieldRange(IsIpv6 ? (UInt128)0xfd00 << 112 | 1 : 0x0a00_0001);

    internal FieldRange Destination => DestinationAddress ?? new FieldRange(IsIpv6 ? (UInt128)0xfd00_0001 << 96 | 1 : 0x0a01_0001);

    /// <exception cref="ArgumentException">A range does not fit its field.</exception>
    internal void Check()
    {
        if (Count < 1) throw new ArgumentException($"a flow set has at least one flow, not {Count}");
        SourceMac.Check("source MAC", 0xffff_ffff_ffff);
        DestinationMac.Check("destination MAC", 0xffff_ffff_ffff);
        Vlan?.Check("VLAN", 4094);
        UInt128 address = IsIpv6 ? UInt128.MaxValue : uint.MaxValue;
        Source.Check("source address", address);
        Destination.Check("destination address", address);
        SourcePort.Check("source port", ushort.MaxValue);
        DestinationPort.Check("destination port", ushort.MaxValue);
    }
}
