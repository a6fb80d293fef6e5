using BondFast.Bonding;
using BondFast.Wire;

namespace BondFast.Simulation.Tests.Histories;

/// <summary>
/// Any sequence of link events, enslaves, releases and option changes: never two active slaves, never an unusable one in the plan, no
/// frame on a released slave, every port restored, every plan up to date.
/// </summary>
public class RandomHistoryTests
{
    [Theory]
    [InlineData(BondMode.BalanceRoundRobin)]
    [InlineData(BondMode.ActiveBackup)]
    [InlineData(BondMode.BalanceXor)]
    [InlineData(BondMode.Broadcast)]
    [InlineData(BondMode.Ieee8023ad)]
    [InlineData(BondMode.BalanceTlb)]
    [InlineData(BondMode.BalanceAlb)]
    public void A_bond_stays_in_order_whatever_happens_with_miimon(BondMode mode) =>
        Live(new BondOptions { Mode = mode, Miimon = 100 });

    [Theory]
    [InlineData(BondMode.BalanceRoundRobin)]
    [InlineData(BondMode.ActiveBackup)]
    [InlineData(BondMode.BalanceXor)]
    [InlineData(BondMode.Broadcast)]
    public void A_bond_stays_in_order_whatever_happens_with_the_arp_monitor(BondMode mode) =>
        Live(new BondOptions { Mode = mode, ArpInterval = 100, ArpIpTarget = [new Ipv4Address(0x0a00_0001)] });

    [Theory]
    [InlineData(FailOverMac.Active)]
    [InlineData(FailOverMac.Follow)]
    public void A_bond_stays_in_order_whatever_happens_with_addresses_that_move(FailOverMac policy) =>
        Live(new BondOptions { Mode = BondMode.ActiveBackup, Miimon = 100, FailOverMac = policy, Updelay = 200, Downdelay = 100 });

    private static void Live(BondOptions options)
    {
        for (int seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            var history = new RandomHistory(options);
            int step = 0;
            try
            {
                for (; step < 250; step++) history.Step((uint)random.Next());
                history.End();
            }
            catch (Exception failure)
            {
                throw new InvalidOperationException($"seed {seed}, step {step}: {failure.Message}", failure);
            }
        }
    }
}
