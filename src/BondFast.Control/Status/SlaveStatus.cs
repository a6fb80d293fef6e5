using BondFast.Bonding;
using BondFast.Bonding.LoadBalancing;
using BondFast.Wire;

namespace BondFast.Control.Status;

/// <summary>One slave at one moment. Belongs to a <see cref="BondStatus"/>, which reuses it.</summary>
public sealed class SlaveStatus
{
    public string Name { get; set; } = "";
    public int Slot { get; set; }

    /// <summary>It is the bond's current active slave.</summary>
    public bool IsActive { get; set; }

    /// <summary>Administratively up, and carrier, as the driver says.</summary>
    public bool Running { get; set; }
    public bool Carrier { get; set; }

    /// <summary>What the monitors made of it.</summary>
    public SlaveLink Link { get; set; }

    /// <summary>Linux's role bit.</summary>
    public bool Backup { get; set; }

    /// <summary>Its frames are suppressed as duplicates.</summary>
    public bool Inactive { get; set; }
    public bool CanTransmit { get; set; }

    /// <summary>Mb/s; 0 is unknown.</summary>
    public uint SpeedMbps { get; set; }
    public Duplex Duplex { get; set; }
    public uint LinkFailureCount { get; set; }
    public MacAddress PermanentMac { get; set; }
    public MacAddress CurrentMac { get; set; }
    public int Mtu { get; set; }
    public SlaveOptions Options { get; set; } = new();

    /// <summary>In mode 802.3ad.</summary>
    public LacpPortStatus? Lacp { get; set; }

    /// <summary>In balance-tlb and balance-alb.</summary>
    public SlaveShare? Share { get; set; }

    // Filled by whoever owns the datapath and the port, after Take.

    /// <summary>Device as configured; null when unknown.</summary>
    public string? Device { get; set; }

    public TrafficCounters Counters;

    /// <summary>Drops by reason, in the order of <see cref="HostStatus.DropReasons"/>; empty when they are not known.</summary>
    public ulong[] Drops { get; set; } = [];

    public void Take(Slave slave, Bond bond)
    {
        Name = slave.Name;
        Slot = slave.Slot;
        IsActive = bond.Active == slave;
        Running = slave.Status.Running;
        Carrier = slave.Status.Carrier;
        Link = slave.Link;
        Backup = slave.Backup;
        Inactive = slave.Inactive;
        CanTransmit = slave.CanTransmit;
        SpeedMbps = slave.SpeedMbps;
        Duplex = slave.Duplex;
        LinkFailureCount = slave.LinkFailureCount;
        PermanentMac = slave.PermanentMac;
        CurrentMac = slave.CurrentMac;
        Mtu = slave.Mtu;
        Options = slave.Options;
        Lacp = bond.LacpPortOf(slave) is { } port ? LacpPortStatus.Of(port) : null;
        Share = bond.ShareOf(slave);
        Device = null;
        Counters = default;
    }
}
