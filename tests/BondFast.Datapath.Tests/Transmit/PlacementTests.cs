using BondFast.Bonding;
using BondFast.Datapath.Tests.Hashing;
using BondFast.Testing;

namespace BondFast.Datapath.Tests.Transmit;

[Collection("EAL")]
public sealed class PlacementTests(EalFixture eal)
{
    [Theory]
    [InlineData(BondMode.BalanceXor, 2)]
    [InlineData(BondMode.BalanceXor, 3)]
    [InlineData(BondMode.BalanceXor, 8)]
    [InlineData(BondMode.Ieee8023ad, 2)]
    [InlineData(BondMode.Ieee8023ad, 5)]
    public void Every_frame_leaves_on_the_slave_of_its_hash_and_in_order(BondMode mode, int slaves)
    {
        RandomFrames random = new(slaves);
        List<byte[]> frames = [.. Enumerable.Range(0, 257).Select(_ => random.NextOrdinary()).Where(f => f.Length > 0)];
        using WiredBond bond = new(eal, slaves);
        foreach (XmitHashFormula formula in Enum.GetValues<XmitHashFormula>())
        {
            foreach (XmitHashPolicy policy in Enum.GetValues<XmitHashPolicy>())
            {
                bond.Datapath.Publish(bond.Plan(mode, policy, formula));
                Assert.Equal((uint)frames.Count, bond.Send(frames));
                for (int slave = 0; slave < slaves; slave++)
                {
                    IEnumerable<byte[]> expected = frames.Where(f => TransmitHash.Place(TransmitHash.Compute(policy, formula, f), slaves) == slave);
                    Assert.Equal(expected, bond.Arrived(slave));
                }
            }
        }
    }

    [Fact]
    public void The_hash_is_reduced_over_the_usable_slaves_only()
    {
        RandomFrames random = new(5);
        List<byte[]> frames = [.. Enumerable.Range(0, 100).Select(_ => random.NextOrdinary()).Where(f => f.Length > 0)];
        using WiredBond bond = new(eal, 4);
        bond.Datapath.Publish(bond.Plan(BondMode.BalanceXor, XmitHashPolicy.Layer2) with { Usable = [0, 2, 3] });
        bond.Send(frames);
        Assert.Empty(bond.Arrived(1));
        int[] usable = [0, 2, 3];
        for (int place = 0; place < 3; place++)
        {
            IEnumerable<byte[]> expected = frames.Where(f => TransmitHash.Place(TransmitHash.Compute(XmitHashPolicy.Layer2, XmitHashFormula.Howto, f), 3) == place);
            Assert.Equal(expected, bond.Arrived(usable[place]));
        }
    }
}
