using System.Collections.Immutable;
using BondFast.Wire;

namespace BondFast.Bonding;

/// <summary>A VLAN on the bond: self-made frames get its tags (HOWTO 6).</summary>
/// <param name="Tags">Outermost first, at least one.</param>
/// <param name="Mac">The VLAN device's own MAC; zero, or the bond's, follows the bond.</param>
internal sealed record BondVlan(ImmutableArray<VlanTag> Tags, MacAddress Mac)
{
    public bool Has(ReadOnlySpan<VlanTag> tags)
    {
        if (tags.Length != Tags.Length) return false;
        for (int i = 0; i < tags.Length; i++)
            if (tags[i].Tpid != Tags[i].Tpid || tags[i].VlanId != Tags[i].VlanId) return false;
        return true;
    }
}
