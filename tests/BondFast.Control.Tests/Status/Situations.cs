using BondFast.Bonding;
using BondFast.Bonding.Lacp;
using BondFast.Control.Status;
using BondFast.Wire;

namespace BondFast.Control.Tests.Status;

/// <summary>The situations in which the real driver's texts were taken, made again with the engine.</summary>
internal static class Situations
{
    public const long Millisecond = 1_000_000;

    public static readonly MacAddress Eth0 = new(0x5254_0009_0000);
    public static readonly MacAddress Eth1 = new(0x5254_0009_0001);

    /// <summary>eth0 and eth1, 1000 Mb/s, up; three seconds after the bond was opened.</summary>
    public static Bond TwoUp(BondOptions options)
    {
        var bond = new Bond("bond0", options, new BlankEffects(), 0);
        Assert.Null(bond.Enslave(new SlaveRequest("eth0", 0, Eth0, 1500, LinkStatus.Up(1000), new SlaveOptions()), 0, out _));
        Assert.Null(bond.Enslave(new SlaveRequest("eth1", 1, Eth1, 1500, LinkStatus.Up(1000), new SlaveOptions()), 0, out _));
        bond.Open(0);
        for (long now = 0; now < 3000; now += 50) bond.Advance(now * Millisecond);
        return bond;
    }

    public static BondStatus StatusOf(Bond bond)
    {
        var status = new BondStatus();
        status.Take(bond);
        return status;
    }

    public static BondOptions Options(BondMode mode) => new() { Mode = mode, Miimon = 100 };

    /// <summary>ARP monitor with three targets; eth0 has failed once.</summary>
    public static BondStatus ArpMonitor()
    {
        BondStatus status = StatusOf(TwoUp(new BondOptions
        {
            Mode = BondMode.ActiveBackup,
            ArpInterval = 250,
            ArpMissedMax = 3,
            ArpIpTarget = [.. new[] { 0x0a4d_0001u, 0x0a4d_0009u, 0x0a4d_0011u }.Select(ip => new Ipv4Address(ip))],
        }));
        status.CarrierUp = true;
        status.Active = "eth1";
        status.Slaves[0].Link = SlaveLink.Down;
        status.Slaves[0].LinkFailureCount = 1;
        status.Slaves[1].Link = SlaveLink.Up;
        status.Slaves[1].LinkFailureCount = 0;
        return status;
    }

    /// <summary>Without partner. The driver keeps one port per aggregator then, and each slave's port has these states.</summary>
    public static BondStatus Lacp(SlaveLink second, uint failures, byte actor0, byte partner0, byte actor1, byte partner1, ushort key1)
    {
        BondStatus status = StatusOf(TwoUp(Options(BondMode.Ieee8023ad)));
        status.CarrierUp = true;
        status.Lacp = new LacpStatus(65535, Eth0, 1, 1, 9, 1, default);
        status.Slaves[0].Backup = false;
        status.Slaves[1].Link = second;
        status.Slaves[1].LinkFailureCount = failures;
        status.Slaves[0].Lacp = Port(1, true, 9, actor0, partner0);
        status.Slaves[1].Lacp = Port(2, false, key1, actor1, partner1);
        return status;
    }

    private static LacpPortStatus Port(ushort number, bool active, ushort key, byte actor, byte partner) => new(
        number, active,
        new LacpPortInfo(65535, Eth0, key, 255, number, (LacpState)actor),
        new LacpPortInfo(65535, default, 1, 255, 1, (LacpState)partner),
        ReceiveState.Defaulted, MuxState.Attached, Selected.Selected, ChurnState.ChurnMonitor, ChurnState.ChurnMonitor, 0, 0, default);
}
