using BondFast.Wire;

namespace BondFast.Bonding.Addressing;

/// <summary>An address that can be announced.</summary>
/// <param name="FollowsBond">Its device has the bond's MAC, also after that changes.</param>
internal readonly record struct KnownAddress(BondAddress Address, bool FollowsBond)
{
    public MacAddress MacOn(Bond bond) => FollowsBond ? bond.Mac : Address.Mac;
}
