using System.Text;
using BondFast.Bonding.Lacp;
using BondFast.Wire;

namespace BondFast.Bonding.Tests.Lacp;

/// <summary>Check R9: the Sync bit that is recorded for the partner, over all cases.</summary>
public class RecordPduTests
{
    [Fact]
    public void R9_The_partner_is_in_Sync_only_when_it_says_so_means_us_and_the_link_is_kept_up()
    {
        var table = new StringBuilder("Sync  Aggregation  view of us  Activity  view's Activity  ->  partner Sync\n");
        int rows = 0;
        foreach (bool sync in Both)
            foreach (bool aggregation in Both)
                foreach (bool matches in Both)
                    foreach (bool activity in Both)
                        foreach (bool weAreActive in Both)
                        {
                            bool recorded = Record(sync, aggregation, matches, activity, weAreActive);
                            table.Append($"{Bit(sync),-4}  {Bit(aggregation),-11}  {(matches ? "matches" : "differs"),-10}  {Bit(activity),-8}  {Bit(weAreActive),-15}  ->  {Bit(recorded)}\n");
                            rows++;
                        }
        Assert.Equal(32, rows);
        Approved.Check("record-pdu.txt", table.ToString());
    }

    [Theory]
    [InlineData(false, true, false)]
    [InlineData(true, false, false)]
    [InlineData(true, true, true)]
    public void R9_A_passive_partner_keeps_the_link_up_only_when_we_are_active_and_it_knows(bool weAreActive, bool viewSaysActive, bool inSync)
    {
        var lab = new LacpLab(LacpLab.Fast with { LacpActive = weAreActive });
        LacpPortInfo us = lab[0].Actor;
        LacpState view = us.State & ~LacpState.Activity | (viewSaysActive ? LacpState.Activity : LacpState.None);
        lab.Hear(0, LacpLab.PartnerPort(1, LacpLab.Healthy & ~LacpState.Activity), us with { State = view });
        Assert.Equal(inSync, lab[0].Partner.State.HasFlag(LacpState.Synchronization));
    }

    [Fact]
    public void R9_A_partner_that_claims_everything_before_it_knows_us_is_not_in_Sync()
    {
        // Open vSwitch's first PDU: Sync, Collecting, Distributing and Expired, the partner block all zero
        var lab = new LacpLab();
        lab.Hear(0, LacpLab.PartnerPort(1, LacpLab.Healthy | LacpState.Expired), default(LacpPortInfo));
        Assert.Equal(ReceiveState.Current, lab[0].ReceiveState);
        Assert.False(lab[0].Partner.State.HasFlag(LacpState.Synchronization));
        lab.Run(2.5);
        Assert.Equal(MuxState.Attached, lab[0].MuxState);
        Assert.False(lab[0].Collecting);
    }

    private static readonly bool[] Both = [false, true];

    /// <summary>One row: our own Activity and the partner's idea of it are the same bit here; the theory above takes them apart.</summary>
    private static bool Record(bool sync, bool aggregation, bool matches, bool activity, bool weAreActive)
    {
        var lab = new LacpLab(LacpLab.Fast with { LacpActive = weAreActive });
        LacpState state = LacpState.None;
        if (sync) state |= LacpState.Synchronization;
        if (aggregation) state |= LacpState.Aggregation;
        if (activity) state |= LacpState.Activity;
        LacpPortInfo us = lab[0].Actor;
        lab.Hear(0, LacpLab.PartnerPort(1, state), matches ? us : us with { Key = 1 });
        Assert.Equal(ReceiveState.Current, lab[0].ReceiveState);
        return lab[0].Partner.State.HasFlag(LacpState.Synchronization);
    }

    private static int Bit(bool value) => value ? 1 : 0;
}
