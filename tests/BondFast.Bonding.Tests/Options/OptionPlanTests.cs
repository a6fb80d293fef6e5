using BondFast.Wire;
using FsCheck;
using FsCheck.Fluent;

namespace BondFast.Bonding.Tests.Options;

public class OptionPlanTests
{
    private static readonly OptionEntry[] Settable = [.. OptionTable.All.Where(o => o.Scope == OptionScope.Bond)];

    /// <summary>Any set that could be loaded: random values through the validator.</summary>
    private static Gen<BondOptions> AnyOptions()
    {
        Gen<GivenOption> one = Settable.Select(Given).ToArray() is var generators ? Gen.OneOf(generators) : null!;
        return Gen.ListOf(one).Select(given => OptionsValidator.Validate([.. given]).Options);
    }

    private static Gen<GivenOption> Given(OptionEntry entry)
    {
        Gen<string> value = entry.Kind switch
        {
            OptionKind.Range => Gen.Choose((int)entry.Minimum, (int)Math.Min(entry.Maximum, 500)).Select(n => n.ToString()),
            OptionKind.Ipv4List => Gen.Choose(1, 20).Select(n => $"10.0.0.{n}"),
            OptionKind.Ipv6List => Gen.Choose(1, 20).Select(n => $"2001:db8::{n}"),
            OptionKind.Mac => Gen.Choose(0, 3).Select(n => $"02:00:00:00:00:0{n}"),
            OptionKind.SlaveName => Gen.Choose(0, 3).Select(n => $"eth{n}"),
            _ => Gen.Elements(entry.Words.Select(w => w.Name)),
        };
        return value.Select(text => new GivenOption(entry.Name, text));
    }

    [Fact]
    public void The_steps_lead_from_any_set_to_any_other()
    {
        Prop.ForAll(AnyOptions().ToArbitrary(), AnyOptions().ToArbitrary(), (before, to) =>
        {
            BondOptions reached = before;
            foreach (OptionStep step in OptionPlan.Steps(before, to))
            {
                OptionOutcome outcome = OptionChange.TryApply(reached, BondState.Fresh, step.Option, step.Value);
                Assert.True(outcome.Succeeded, $"{step}: {outcome.Message}");
                reached = outcome.Options;
            }
            foreach (OptionEntry entry in Settable.Where(e => e.Modes.Has(to.Mode))) Assert.Equal(Sorted(to, entry), Sorted(reached, entry));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000).WithReplay(20240607, 31));
    }

    private static IEnumerable<string> Sorted(BondOptions options, OptionEntry entry) => OptionText.Plain(options, entry).Split(',').Order();

    [Fact]
    public void Nothing_to_do_is_no_step() => Assert.Empty(OptionPlan.Steps(new BondOptions { Miimon = 100 }, new BondOptions { Miimon = 100 }));

    /// <summary>miimon 100 to 50 halves updelay (the driver counts intervals): the file's 200 is set again.</summary>
    [Fact]
    public void A_delay_that_is_scaled_along_is_set_back()
    {
        BondOptions before = new() { Mode = BondMode.ActiveBackup, Miimon = 100, Updelay = 200 };
        Assert.Equal(["miimon=50", "updelay=200"], OptionPlan.Steps(before, before with { Miimon = 50 }).Select(s => s.ToString()));
    }

    [Fact]
    public void The_ARP_monitor_gets_its_targets_before_it_starts()
    {
        BondOptions before = new() { Mode = BondMode.ActiveBackup, Miimon = 100 };
        BondOptions to = new() { Mode = BondMode.ActiveBackup, ArpInterval = 200, ArpIpTarget = [new Ipv4Address(0x0a000001)], ArpValidate = ArpValidate.All };
        Assert.Equal(["miimon=0", "arp_ip_target=+10.0.0.1", "arp_interval=200", "arp_validate=all"], OptionPlan.Steps(before, to).Select(s => s.ToString()));
    }

    [Fact]
    public void A_full_list_of_targets_makes_room_first()
    {
        BondOptions before = new() { ArpIpTarget = [.. Enumerable.Range(1, 16).Select(i => new Ipv4Address((uint)(0x0a000000 + i)))] };
        BondOptions to = before with { ArpIpTarget = before.ArpIpTarget.SetItem(0, new Ipv4Address(0x0a000063)) };
        Assert.Equal(["arp_ip_target=-10.0.0.1", "arp_ip_target=+10.0.0.99"], OptionPlan.Steps(before, to).Select(s => s.ToString()));
    }

    [Fact]
    public void Options_that_the_new_mode_does_not_have_are_left_alone()
    {
        BondOptions before = new() { Mode = BondMode.Ieee8023ad, Miimon = 100, LacpRate = LacpRate.Fast };
        Assert.Equal(["mode=active-backup"], OptionPlan.Steps(before, new BondOptions { Mode = BondMode.ActiveBackup, Miimon = 100 }).Select(s => s.ToString()));
    }
}
