using BondFast.Bonding;
using BondFast.Simulation.Tests.Network;

namespace BondFast.Simulation.Tests.Failover;

/// <summary>Choice of the active slave: linux-bonding 4.1 and 1.4, HOWTO mode active-backup and option primary.</summary>
public class BestSlaveTests
{
    private static Scenario With(PrimaryReselect reselect = PrimaryReselect.Always, string? primary = null, BondMode mode = BondMode.ActiveBackup, params int[] prios)
    {
        var s = new Scenario(new BondOptions { Mode = mode, Miimon = 100, Primary = primary, PrimaryReselect = reselect }, ports: 0);
        for (int i = 0; i < Math.Max(prios.Length, 3); i++)
            s.Host.Enslave(s.Host.AddPort(), new SlaveOptions { Prio = i < prios.Length ? prios[i] : 0 });
        s.Net.Run(100);
        return s;
    }

    // HOWTO mode 1: another slave becomes active if, and only if, the active one fails
    [Fact]
    public void Recovery_of_a_slave_does_not_move_the_traffic_back()
    {
        Scenario s = With();
        s.Carrier(0, false);
        Assert.Equal(1, s.Active);
        s.Carrier(0, true);
        Assert.Equal(1, s.Active);
    }

    // HOWTO mode 1 again: also not for an enslave or a new primary_reselect, where today's driver goes back to the first slave
    [Fact]
    public void Among_equals_the_active_slave_stays_when_the_choice_is_made_again()
    {
        Scenario s = With();
        s.Carrier(0, false);
        s.Carrier(0, true);
        s.Host.Enslave(s.Host.AddPort());
        s.Host.Set("primary_reselect", "always");
        Assert.Equal(1, s.Active);
    }

    // linux-bonding 4.1 rule 1, always; HOWTO primary: "will always be the active slave while it is available"
    [Fact]
    public void The_primary_takes_over_when_it_comes_back()
    {
        Scenario s = With(primary: "eth1");
        Assert.Equal(1, s.Active);
        s.Carrier(1, false);
        Assert.Equal(0, s.Active);
        s.Carrier(1, true);
        Assert.Equal(1, s.Active);
    }

    // linux-bonding 4.1 rule 1, better: by speed, then duplex
    [Theory]
    [InlineData(2000, Duplex.Full, 1)]
    [InlineData(1000, Duplex.Full, 0)]
    [InlineData(500, Duplex.Full, 0)]
    [InlineData(1000, Duplex.Half, 0)]
    public void With_better_the_primary_takes_over_only_when_it_is_better(uint speed, Duplex duplex, int active)
    {
        Scenario s = With(PrimaryReselect.Better, "eth1");
        s.Carrier(1, false);
        Assert.Equal(0, s.Active);
        s.Ports[1].SpeedMbps = speed;
        s.Ports[1].Duplex = duplex;
        s.Carrier(1, true);
        Assert.Equal(active, s.Active);
    }

    [Fact]
    public void With_better_full_duplex_beats_half_duplex_at_equal_speed()
    {
        Scenario s = With(PrimaryReselect.Better, "eth1");
        s.Carrier(1, false);
        s.Ports[0].Duplex = Duplex.Half;
        s.Carrier(1, true);
        Assert.Equal(1, s.Active);
    }

    // linux-bonding 4.1 rule 1, failure: only when the current one fails
    [Fact]
    public void With_failure_the_primary_waits_until_the_active_slave_fails()
    {
        Scenario s = With(PrimaryReselect.Failure, "eth1");
        s.Carrier(1, false);
        s.Carrier(1, true);
        Assert.Equal(0, s.Active);
        s.Carrier(0, false);
        Assert.Equal(1, s.Active);
    }

    // linux-bonding 4.1: the force flag, primary set at run time or enslaved
    [Theory]
    [InlineData(PrimaryReselect.Failure)]
    [InlineData(PrimaryReselect.Better)]
    public void Setting_the_primary_overrides_primary_reselect_once(PrimaryReselect reselect)
    {
        Scenario s = With(reselect);
        Assert.Equal(0, s.Active);
        s.Host.Set("primary", "eth2");
        Assert.Equal(2, s.Active);
        s.Carrier(2, false);
        Assert.Equal(0, s.Active);
        s.Carrier(2, true);
        Assert.Equal(0, s.Active);
    }

    [Fact]
    public void A_primary_that_is_enslaved_takes_over_whatever_primary_reselect_says()
    {
        Scenario s = With(PrimaryReselect.Failure, "eth3");
        Assert.Equal(0, s.Active);
        s.Host.Enslave(s.Host.AddPort());
        Assert.Equal(3, s.Active);
    }

    // linux-bonding 1.4: a name that is not enslaved is remembered; an existing primary is cleared
    [Fact]
    public void A_primary_that_is_no_slave_yet_is_remembered_by_name()
    {
        Scenario s = With(primary: "eth1");
        s.Host.Set("primary", "eth3");
        Assert.Null(s.Bond.PrimarySlave);
        s.Host.Enslave(s.Host.AddPort());
        Assert.Equal(3, s.Active);
        s.Host.Release(s.Ports[3]);
        Assert.Null(s.Bond.PrimarySlave);
        Assert.Equal("eth3", s.Bond.Options.Primary);
    }

    // linux-bonding 4.1 rule 2: highest prio, first in list on ties
    [Fact]
    public void Without_a_primary_the_highest_prio_is_chosen()
    {
        Scenario s = With(prios: [0, 10, 11]);
        Assert.Equal(2, s.Active);
        s.Carrier(2, false);
        Assert.Equal(1, s.Active);
        s.Carrier(1, false);
        Assert.Equal(0, s.Active);
        s.Carrier(1, true);
        Assert.Equal(1, s.Active);
    }

    [Fact]
    public void On_ties_of_prio_the_order_of_enslavement_decides()
    {
        Scenario s = With(prios: [-5, 7, 7]);
        Assert.Equal(1, s.Active);
    }

    [Fact]
    public void Candidates_by_prio_are_subject_to_primary_reselect()
    {
        Scenario s = With(PrimaryReselect.Failure, prios: [0, 10, 11]);
        s.Carrier(0, false);
        int before = s.Active;
        s.Carrier(0, true);
        Assert.Equal(before, s.Active);
    }

    // linux-bonding 1.4, prio: immediate reselection, only a warning while a primary exists
    [Fact]
    public void A_new_prio_moves_the_traffic_at_once_unless_there_is_a_primary()
    {
        Scenario s = With();
        s.Host.Set("prio", "eth2:1000000");
        Assert.Equal(2, s.Active);
        s.Host.Set("primary", "eth1");
        s.Host.Set("prio", "eth0:2000000");
        Assert.Equal(1, s.Active);
        s.Host.Set("prio", "eth2:-1000000");
        s.Carrier(1, false);
        Assert.Equal(0, s.Active);
    }

    // linux-bonding 1.4, active_slave
    [Fact]
    public void Active_slave_moves_the_traffic_and_refuses_what_cannot_carry_it()
    {
        Scenario s = With();
        s.Host.Set("active_slave", "eth2");
        Assert.Equal(2, s.Active);
        s.Host.Set("active_slave", "eth2");
        s.Carrier(1, false);
        OptionOutcome outcome = s.Bond.Set("active_slave", "eth1", s.Net.Now);
        Assert.Equal(OptionError.Invalid, outcome.Error);
        Assert.Equal(2, s.Active);
        Assert.False(s.Bond.Set("active_slave", "eth9", s.Net.Now).Succeeded);
        Assert.Equal("eth2", s.Bond.Get("active_slave"));
    }

    [Fact]
    public void An_empty_active_slave_chooses_anew()
    {
        Scenario s = With(prios: [5, 0, 0]);
        s.Host.Set("active_slave", "eth2");
        s.Host.Set("active_slave", "");
        Assert.Equal(0, s.Active);
    }

    // linux-bonding 4.1 rule 3: nothing UP, no BACK slave: none
    [Fact]
    public void With_every_link_down_no_slave_is_active()
    {
        Scenario s = With();
        foreach (SimulatedPort port in s.Ports) port.Carrier = false;
        s.Net.Run(200);
        Assert.Equal(-1, s.Active);
        Assert.Single(s.Texts("no-active"));
    }

    // HOWTO downdelay: time to wait before disabling; another choice meanwhile does not drop the last slave
    [Fact]
    public void The_only_slave_stays_active_through_downdelay_even_when_the_choice_is_made_again()
    {
        var s = new Scenario(new BondOptions { Mode = BondMode.ActiveBackup, Miimon = 100, Downdelay = 1000 }, ports: 1);
        s.Carrier(0, false);
        s.Host.Set("primary_reselect", "better");
        Assert.Equal(0, s.Active);
    }

    // linux-bonding 11, bond_options.sh prio: modes 1, 5, 6; primary eth1; prios 0, 10, 11; all three primary_reselect
    [Theory]
    [InlineData(BondMode.ActiveBackup, 0)]
    [InlineData(BondMode.ActiveBackup, 1)]
    [InlineData(BondMode.ActiveBackup, 2)]
    [InlineData(BondMode.BalanceTlb, 0)]
    [InlineData(BondMode.BalanceTlb, 1)]
    [InlineData(BondMode.BalanceTlb, 2)]
    [InlineData(BondMode.BalanceAlb, 0)]
    [InlineData(BondMode.BalanceAlb, 1)]
    [InlineData(BondMode.BalanceAlb, 2)]
    public void Kernel_self_test_prio_with_miimon(BondMode mode, int reselect)
    {
        Scenario s = With((PrimaryReselect)reselect, "eth1", mode, 0, 10, 11);
        PrioSequence(s, reselect);
    }

    internal static void PrioSequence(Scenario s, int reselect, int settle = 200)
    {
        void Carrier(int port, bool up)
        {
            s.Ports[port].Carrier = up;
            s.Net.Run(settle);
        }
        Assert.Equal(1, s.Active);
        Carrier(1, false);
        Assert.Equal(2, s.Active);
        Carrier(2, false);
        Assert.Equal(0, s.Active);
        Carrier(2, true);
        Assert.Equal(reselect == 0 ? 2 : 0, s.Active);
        Carrier(1, true);
        Assert.Equal(reselect switch { 0 => 1, 1 => 0, _ => 0 }, s.Active);
        if (reselect != 2) return;
        Carrier(0, false);
        Assert.Equal(1, s.Active);
    }
}
