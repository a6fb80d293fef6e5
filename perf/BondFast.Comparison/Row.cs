using BondFast.Bonding;

namespace BondFast.Comparison;

internal enum Direction { Transmit, Receive, Forward }

internal enum Traffic { Ipv4, Vlan, Ipv6, Mixed }

/// <summary>What a row's tax is held against.</summary>
internal enum BarKind
{
    /// <summary>Nothing: shown for information.</summary>
    None,

    /// <summary>Our tax is at most this share of the rival's.</summary>
    Ratio,

    /// <summary>Our tax is at most this many cycles above the rival's.</summary>
    AboveRival,

    /// <summary>Our tax is at most this many cycles above our own row "tx xor layer2".</summary>
    AboveLayer2,

    /// <summary>Our packets per second are at least this many times the rival's.</summary>
    Throughput,
}

/// <summary>One line of the comparison.</summary>
internal sealed record Row(Direction Direction, BondMode Mode, XmitHashPolicy Policy = XmitHashPolicy.Layer2, int Slaves = 2)
{
    public XmitHashFormula Formula { get; init; } = XmitHashFormula.Howto;
    public int Burst { get; init; } = 32;
    public bool Cold { get; init; }
    public Traffic Traffic { get; init; } = Traffic.Ipv4;
    public BarKind BarKind { get; init; }
    public double Bar { get; init; }

    public bool HasHash => Direction != Direction.Receive && Mode is BondMode.BalanceXor or BondMode.Ieee8023ad;

    public string Name
    {
        get
        {
            string name = Direction switch { Direction.Transmit => "tx ", Direction.Receive => "rx ", _ => "forward " } + Mode switch
            {
                BondMode.BalanceRoundRobin => "balance-rr",
                BondMode.ActiveBackup => "active-backup",
                BondMode.BalanceXor => "xor",
                BondMode.Broadcast => "broadcast",
                BondMode.Ieee8023ad => "802.3ad",
                BondMode.BalanceTlb => "tlb",
                _ => "alb",
            };
            if (HasHash && Direction != Direction.Receive) name += Policy switch { XmitHashPolicy.Layer2 => " layer2", XmitHashPolicy.Layer23 => " layer2+3", _ => " layer3+4" };
            if (Formula == XmitHashFormula.Linux) name += " linux";
            if (Traffic != Traffic.Ipv4) name += " " + Traffic.ToString().ToLowerInvariant();
            name += $", {Slaves} slave" + (Slaves == 1 ? "" : "s");
            if (Burst != 32) name += $", burst {Burst}";
            return name + (Cold ? ", cold" : "");
        }
    }
}
