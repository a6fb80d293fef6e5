namespace BondFast.Wire;

/// <summary>EtherType numbers (IANA ieee-802-numbers) as they stand on the wire after the addresses or a tag.</summary>
public static class EtherType
{
    public const ushort Ipv4 = 0x0800;
    public const ushort Arp = 0x0806;

    /// <summary>Customer VLAN tag, 802.1Q.</summary>
    public const ushort Vlan = 0x8100;

    /// <summary>Service VLAN tag, 802.1ad.</summary>
    public const ushort ServiceVlan = 0x88a8;

    public const ushort Ipv6 = 0x86dd;

    /// <summary>Slow protocols: LACP and Marker, 802.3 Annex 57A.</summary>
    public const ushort SlowProtocols = 0x8809;

    /// <summary>Loopback test protocol; the learning frames of balance-tlb and balance-alb use it.</summary>
    public const ushort Loopback = 0x9000;

    [HotPath]
    public static bool IsTag(ushort etherType) => etherType is Vlan or ServiceVlan;
}
