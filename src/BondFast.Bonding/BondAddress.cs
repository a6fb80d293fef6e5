using System.Collections.Immutable;
using BondFast.Wire;

namespace BondFast.Bonding;

/// <summary>An IP address of the bond, or of a VLAN device on it.</summary>
/// <param name="Tags">VLAN tags between the bond and the device that has the address, outermost first; empty for the bond itself.</param>
/// <param name="V4">The address, or null for an IPv6 one.</param>
/// <param name="V6">The address, or null for an IPv4 one.</param>
/// <param name="PrefixLength">Bits of the subnet.</param>
/// <param name="Mac">The device's own MAC; zero, or the bond's, follows the bond.</param>
public sealed record BondAddress(ImmutableArray<VlanTag> Tags, Ipv4Address? V4, Ipv6Address? V6, int PrefixLength, MacAddress Mac);
