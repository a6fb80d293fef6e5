using BondFast.Bonding;
using static BondFast.Comparison.Direction;

namespace BondFast.Comparison;

/// <summary>The lines of the comparison, those with a bar first.</summary>
internal static class Rows
{
    public static IReadOnlyList<Row> Quick { get; } =
    [
        new(Transmit, BondMode.BalanceRoundRobin) { BarKind = BarKind.Ratio, Bar = 0.5 },
        new(Transmit, BondMode.ActiveBackup) { BarKind = BarKind.AboveRival, Bar = 0.5 },
        new(Transmit, BondMode.BalanceXor) { BarKind = BarKind.Ratio, Bar = 0.4 },
        new(Transmit, BondMode.BalanceXor, XmitHashPolicy.Layer23) { BarKind = BarKind.Ratio, Bar = 0.4 },
        new(Transmit, BondMode.BalanceXor, XmitHashPolicy.Layer34) { BarKind = BarKind.Ratio, Bar = 1 / 3.0 },
        new(Transmit, BondMode.BalanceXor, XmitHashPolicy.Layer34) { Cold = true, BarKind = BarKind.Ratio, Bar = 1 / 3.0 },
        new(Transmit, BondMode.Ieee8023ad, XmitHashPolicy.Layer34) { BarKind = BarKind.Ratio, Bar = 1 / 3.0 },
        new(Transmit, BondMode.Ieee8023ad, XmitHashPolicy.Layer34, 8) { BarKind = BarKind.Ratio, Bar = 1 / 3.0 },
        new(Transmit, BondMode.Broadcast) { BarKind = BarKind.Ratio, Bar = 1 },
        new(Transmit, BondMode.BalanceTlb) { BarKind = BarKind.AboveLayer2, Bar = 1.5 },
        new(Transmit, BondMode.BalanceAlb) { BarKind = BarKind.Ratio, Bar = 0.5 },
        new(Receive, BondMode.BalanceRoundRobin) { BarKind = BarKind.AboveRival, Bar = 0.5 },
        new(Receive, BondMode.ActiveBackup) { BarKind = BarKind.AboveRival, Bar = 0.5 },
        new(Receive, BondMode.BalanceXor) { BarKind = BarKind.AboveRival, Bar = 0.5 },
        new(Receive, BondMode.Broadcast) { BarKind = BarKind.AboveRival, Bar = 0.5 },
        new(Receive, BondMode.Ieee8023ad) { BarKind = BarKind.Ratio, Bar = 1 / 3.0 },
        new(Receive, BondMode.Ieee8023ad) { Cold = true, BarKind = BarKind.Ratio, Bar = 1 / 3.0 },
        new(Forward, BondMode.BalanceXor, XmitHashPolicy.Layer34) { BarKind = BarKind.Throughput, Bar = 1.3 },
    ];

    public static IReadOnlyList<Row> All { get; } = [.. Quick, .. Further()];

    private static IEnumerable<Row> Further()
    {
        XmitHashPolicy[] policies = [XmitHashPolicy.Layer2, XmitHashPolicy.Layer23, XmitHashPolicy.Layer34];
        foreach (int slaves in (int[])[1, 4, 8])
        {
            yield return new Row(Transmit, BondMode.BalanceRoundRobin, Slaves: slaves);
            yield return new Row(Transmit, BondMode.ActiveBackup, Slaves: slaves);
            foreach (XmitHashPolicy policy in policies) yield return new Row(Transmit, BondMode.BalanceXor, policy, slaves);
            if (slaves != 8) yield return new Row(Transmit, BondMode.Ieee8023ad, XmitHashPolicy.Layer34, slaves);
            yield return new Row(Transmit, BondMode.Broadcast, Slaves: slaves);
            yield return new Row(Transmit, BondMode.BalanceTlb, Slaves: slaves);
            yield return new Row(Transmit, BondMode.BalanceAlb, Slaves: slaves);
            yield return new Row(Receive, BondMode.BalanceXor, Slaves: slaves);
            yield return new Row(Receive, BondMode.Ieee8023ad, Slaves: slaves);
        }
        yield return new Row(Transmit, BondMode.BalanceXor, XmitHashPolicy.Layer34, 3);
        foreach (XmitHashPolicy policy in policies)
        {
            yield return new Row(Transmit, BondMode.BalanceXor, policy) { Formula = XmitHashFormula.Linux };
            if (policy != XmitHashPolicy.Layer34) yield return new Row(Transmit, BondMode.BalanceXor, policy) { Cold = true };
            foreach (Traffic traffic in (Traffic[])[Traffic.Vlan, Traffic.Ipv6, Traffic.Mixed]) yield return new Row(Transmit, BondMode.BalanceXor, policy) { Traffic = traffic };
        }
        yield return new Row(Transmit, BondMode.Ieee8023ad, XmitHashPolicy.Layer34) { Cold = true };
        yield return new Row(Transmit, BondMode.BalanceRoundRobin) { Cold = true };
        yield return new Row(Transmit, BondMode.BalanceTlb) { Cold = true };
        yield return new Row(Transmit, BondMode.BalanceAlb) { Cold = true };
        yield return new Row(Receive, BondMode.BalanceTlb);
        yield return new Row(Receive, BondMode.BalanceAlb);
        foreach (int burst in (int[])[1, 4, 8, 16, 64, 256])
        {
            yield return new Row(Transmit, BondMode.ActiveBackup) { Burst = burst };
            yield return new Row(Transmit, BondMode.BalanceXor, XmitHashPolicy.Layer34) { Burst = burst };
            yield return new Row(Receive, BondMode.Ieee8023ad) { Burst = burst };
        }
    }
}
