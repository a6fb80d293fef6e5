using BondFast.Wire;

namespace BondFast.Bonding.LoadBalancing;

/// <summary>
/// Learning packets of balance-tlb and balance-alb, by which switches learn the port behind which an address lives
/// (HOWTO, option lp_interval; section 6 for the tags).
/// </summary>
internal static class LearningPackets
{
    /// <summary>
    /// Teaches that <paramref name="address"/> is behind the slave, untagged and in every VLAN. A VLAN device with an address of its own
    /// lives behind the active slave alone (Linux teaches it behind every slave in turn, which makes it wander).
    /// </summary>
    public static void Teach(Bond bond, Slave via, MacAddress address)
    {
        Send(bond, via, address, []);
        foreach (BondVlan vlan in bond.Vlans)
        {
            bool inherited = vlan.Mac.IsZero || vlan.Mac == bond.Mac;
            if (inherited) Send(bond, via, address, vlan.Tags.AsSpan());
            else if (ReferenceEquals(via, bond.Active)) Send(bond, via, vlan.Mac, vlan.Tags.AsSpan());
        }
    }

    private static void Send(Bond bond, Slave via, MacAddress address, ReadOnlySpan<VlanTag> tags)
    {
        Span<byte> frame = stackalloc byte[LearningFrame.MaxLength];
        bond.Send(via, frame[..LearningFrame.Write(frame, address, tags)]);
    }
}
