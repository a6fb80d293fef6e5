namespace BondFast.Bonding.Lacp;

/// <summary>
/// The operational key of a port, composed as Linux does it so that ports of one speed aggregate.
/// <code>
/// 15                6 5          1   0
/// |  ad_user_port_key | speed code | full duplex |
/// </code>
/// </summary>
internal static class LacpKey
{
    public static ushort Compose(int userPortKey, uint speedMbps, bool fullDuplex) =>
        (ushort)(userPortKey << 6 | SpeedCode(speedMbps) << 1 | (fullDuplex ? 1 : 0));

    /// <summary>The key with another user part.</summary>
    public static ushort WithUserPart(ushort key, int userPortKey) => (ushort)(userPortKey << 6 | key & 0x3f);

    /// <summary>Linux's numbering; 0 for a speed it does not know.</summary>
    private static int SpeedCode(uint speedMbps) => speedMbps switch
    {
        1 => 1,
        10 => 2,
        100 => 3,
        1_000 => 4,
        2_500 => 5,
        5_000 => 6,
        10_000 => 7,
        14_000 => 8,
        20_000 => 9,
        25_000 => 10,
        40_000 => 11,
        50_000 => 12,
        56_000 => 13,
        80_000 => 14,
        100_000 => 15,
        200_000 => 16,
        400_000 => 17,
        800_000 => 18,
        1_600_000 => 19,
        _ => 0,
    };
}
