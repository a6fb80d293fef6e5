using BondFast.Wire;

namespace BondFast.Bonding.Tests.LoadBalancing;

/// <summary>Slaves without a bond, for tests of the parts that only look at them.</summary>
internal static class SlaveBuilder
{
    public static Slave Up(int slot, uint speedMbps = 1000) => new($"eth{slot}", slot, new MacAddress(0x5254_00f1_0000 + (ulong)slot), 1500, new SlaveOptions())
    {
        Status = LinkStatus.Up(speedMbps),
        Link = SlaveLink.Up,
        SpeedMbps = speedMbps,
        Duplex = Duplex.Full,
    };

    public static List<Slave> Several(int count, uint speedMbps = 1000) => [.. Enumerable.Range(0, count).Select(slot => Up(slot, speedMbps))];

    public static void TakeDown(Slave slave)
    {
        slave.Status = LinkStatus.Down;
        slave.Link = SlaveLink.Down;
    }

    public static void BringUp(Slave slave)
    {
        slave.Status = LinkStatus.Up(slave.SpeedMbps);
        slave.Link = SlaveLink.Up;
    }
}
