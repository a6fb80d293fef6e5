using BondFast.Bonding;
using BondFast.Bonding.LoadBalancing;
using BondFast.Wire;

namespace BondFast.Control.Status;

/// <summary>
/// One bond at one moment: a copy of the engine's state that any thread may print from. <see cref="Take"/> runs on the engine's
/// thread and reuses what is there, so that a status that is taken again and again allocates nothing.
/// </summary>
public sealed class BondStatus
{
    private SlaveStatus[] _slaves = [];
    private int _count;

    public string Name { get; set; } = "";
    public BondOptions Options { get; set; } = new();
    public MacAddress Mac { get; set; }
    public int Mtu { get; set; } = Bond.DefaultMtu;

    /// <summary>Administratively up.</summary>
    public bool IsOpen { get; set; }
    public bool CarrierUp { get; set; }

    /// <summary>Current active slave; null when there is none or the mode has none.</summary>
    public string? Active { get; set; }

    /// <summary>The primary, when it is a slave.</summary>
    public string? Primary { get; set; }

    /// <summary>In mode 802.3ad.</summary>
    public LacpStatus? Lacp { get; set; }

    /// <summary>In balance-tlb and balance-alb.</summary>
    public BalancingState? Balancing { get; set; }

    /// <summary>In order of enslavement.</summary>
    public ReadOnlySpan<SlaveStatus> Slaves => _slaves.AsSpan(0, _count);

    // Filled by whoever owns the datapath and the uplink, after Take.

    /// <summary>The kernel's interface index of a tap uplink; 0 when there is none.</summary>
    public int InterfaceIndex { get; set; }

    /// <summary>Uplink device; null when there is none.</summary>
    public string? Uplink { get; set; }
    public bool Promiscuous { get; set; }
    public bool AllMulticast { get; set; }

    /// <summary>What came from and went to the uplink: rx is towards the host.</summary>
    public TrafficCounters Counters;

    /// <summary>Drops that belong to no slave, as <see cref="SlaveStatus.Drops"/>.</summary>
    public ulong[] Drops { get; set; } = [];

    public void Take(Bond bond)
    {
        Name = bond.Name;
        Options = bond.Options;
        Mac = bond.Mac;
        Mtu = bond.Mtu;
        IsOpen = bond.IsOpen;
        CarrierUp = bond.CarrierUp;
        Active = bond.Options.HasActiveSlave ? bond.Active?.Name : null;
        Primary = bond.PrimarySlave?.Name;
        Lacp = bond.Lacp is { } lacp ? LacpStatus.Of(lacp) : null;
        Balancing = bond.Balancing;
        InterfaceIndex = 0;
        Uplink = null;
        Promiscuous = AllMulticast = false;
        Counters = default;
        Resize(bond.Slaves.Count);
        for (int i = 0; i < _count; i++) _slaves[i].Take(bond.Slaves[i], bond);
    }

    /// <summary>Makes room for that many slaves; new ones are blank.</summary>
    public void Resize(int slaves)
    {
        int had = _slaves.Length;
        if (slaves > had)
        {
            Array.Resize(ref _slaves, slaves);
            for (int i = had; i < slaves; i++) _slaves[i] = new SlaveStatus();
        }
        _count = slaves;
    }

    /// <summary>The slave of that name, or null.</summary>
    public SlaveStatus? Find(string slave)
    {
        foreach (SlaveStatus status in Slaves)
            if (status.Name == slave) return status;
        return null;
    }
}
