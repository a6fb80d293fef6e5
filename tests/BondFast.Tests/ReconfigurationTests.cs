using System.Diagnostics;
using BondFast.Bonding;
using BondFast.Demonstration;
using BondFast.Hosting;

namespace BondFast.Tests;

/// <summary>
/// Ten thousand changes under traffic, drawn from a seed: options, modes, slaves that come and go, cables that are pulled, bonds that
/// close and open. No frame buffer may be lost, nothing may be damaged, and the worker allocates nothing for a change or a frame.
/// </summary>
public sealed class ReconfigurationTests
{
    private const int Changes = 10_000;
    private const int Seed = 20071121;

    /// <summary>A slow machine makes fewer changes, but never fewer than this.</summary>
    private const int Least = 2_000;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>Bytes that the runtime allocates on the worker when strategies run for the first time, all told; frames and changes cost nothing.</summary>
    private const long FirstRuns = 1024;

    private readonly Random _random = new(Seed);
    private readonly int[] _made = new int[6];

    [Fact]
    public void No_buffer_is_lost_over_ten_thousand_changes_under_traffic()
    {
        var options = new BondOptions { Mode = BondMode.BalanceXor, Miimon = 10 };
        using var rig = new DemoRig(options, 3, _ => { });
        rig.Launch();
        rig.Traffic.Start();
        Stopwatch clock = Stopwatch.StartNew();
        int made = 0;
        for (; made < Changes && (made < Least || clock.Elapsed < Limit); made++) Change(rig);
        foreach (var wire in rig.Wires) wire.Join();
        long allocated = rig.Traffic.AllocatedBytes;
        rig.Finish();
        Assert.True(rig.Generator.Frames > 0);
        Assert.Equal(0UL, rig.Meter.Read().Corrupt);
        Assert.Equal(0, rig.CountLeaks());
        Assert.InRange(allocated, 0, FirstRuns);
        Assert.All(_made, count => Assert.True(count > 0, "a kind of change was never made"));
    }

    private void Change(DemoRig rig)
    {
        HostedBond bond = _random.Next(2) == 0 ? rig.Sender : rig.Receiver;
        int kind = _random.Next(100) switch { < 40 => 0, < 60 => 1, < 80 => 2, < 90 => 3, < 95 => 4, _ => 5 };
        _made[kind]++;
        switch (kind)
        {
            case 0:
                (string option, string[] values) = Options[_random.Next(Options.Length)];
                string value = values[_random.Next(values.Length)];
                rig.Do(now => bond.Engine.Set(option, value, now)); // may well be refused: that must do no harm either
                break;
            case 1:
                var wire = rig.Wires[_random.Next(rig.Wires.Count)];
                if (wire.IsCut) wire.Join();
                else wire.Cut();
                break;
            case 2:
                int slave = _random.Next(rig.Wires.Count);
                rig.Do(now => Toggle(rig, bond, slave, now));
                break;
            case 3:
                rig.Do(now =>
                {
                    if (bond.Engine.IsOpen) bond.Engine.Close(now);
                    else bond.Engine.Open(now);
                });
                break;
            case 4:
                rig.Do(bond.Engine.Open);
                break;
            default:
                var mode = (BondMode)_random.Next(7);
                rig.Do(now => ChangeMode(rig, bond, mode, now));
                break;
        }
    }

    private static readonly (string Option, string[] Values)[] Options =
    [
        ("miimon", ["1", "10", "100", "0"]), ("updelay", ["0", "20"]), ("downdelay", ["0", "20"]),
        ("xmit_hash_policy", ["layer2", "layer2+3", "layer3+4", "encap3+4", "vlan+srcmac"]),
        ("packets_per_slave", ["0", "1", "7"]), ("all_slaves_active", ["0", "1"]), ("primary_reselect", ["always", "better", "failure"]),
        ("primary", ["wire0", "wire1", "wire2", ""]), ("active_slave", ["wire0", "wire1", ""]), ("num_grat_arp", ["0", "3"]),
        ("resend_igmp", ["0", "2"]), ("lp_interval", ["1", "5"]), ("min_links", ["0", "2"]), ("lacp_rate", ["slow", "fast"]),
        ("tlb_dynamic_lb", ["0", "1"]), ("queue_id", ["wire0:0", "wire1:2"]), ("prio", ["wire0:5", "wire1:-5"]), ("nonsense", ["1"]),
    ];

    private static void Toggle(DemoRig rig, HostedBond bond, int slave, long now)
    {
        if (bond.Engine.Slaves.FirstOrDefault(s => s.Name == $"wire{slave}") is { } enslaved) bond.Release(enslaved, now);
        else bond.Enslave(rig.EndOf(bond, slave), new SlaveOptions(), now);
    }

    /// <summary>The mode changes while the bond is down and has no slaves (HOWTO 3.4.3), as an operator has to do it.</summary>
    private static void ChangeMode(DemoRig rig, HostedBond bond, BondMode mode, long now)
    {
        bond.Engine.Close(now);
        while (bond.Engine.Slaves.Count > 0) bond.Release(bond.Engine.Slaves[^1], now);
        OptionOutcome outcome = bond.Engine.Set("mode", mode.OptionName(), now);
        Assert.True(outcome.Succeeded, outcome.Message);
        for (int i = 0; i < rig.Wires.Count; i++) bond.Enslave(rig.EndOf(bond, i), new SlaveOptions(), now);
        bond.Engine.Open(now);
    }
}
