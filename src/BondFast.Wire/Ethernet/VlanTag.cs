namespace BondFast.Wire;

/// <summary>
/// One VLAN tag as it stands in a frame (802.1Q 9.3).
/// <code>
///  0                   1                   2                   3
///  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
/// |            TPID               | PCP |D|         VID           |
/// </code>
/// </summary>
/// <param name="Tpid">0x8100 or 0x88a8.</param>
/// <param name="Tci">Priority (3 bits), drop eligible (1 bit), VLAN id (12 bits).</param>
public readonly record struct VlanTag(ushort Tpid, ushort Tci)
{
    /// <summary>Bytes in a frame.</summary>
    public const int Length = 4;

    [HotPath]
    public int VlanId => Tci & 0xfff;

    [HotPath]
    public int Priority => Tci >> 13;

    [HotPath]
    public bool DropEligible => (Tci & 0x1000) != 0;

    /// <summary>An 802.1Q tag with priority 0.</summary>
    public static VlanTag Customer(int vlanId) => new(EtherType.Vlan, (ushort)(vlanId & 0xfff));
}
