using BondFast.Bonding.Failover;
using BondFast.Wire;

namespace BondFast.Bonding;

/// <summary>Link state of a slave as the monitors see it. The numbers are Linux's.</summary>
public enum SlaveLink : byte
{
    Up = 0,

    /// <summary>Carrier lost, downdelay running ("going down").</summary>
    Fail = 1,
    Down = 2,

    /// <summary>Carrier back, updelay running ("going back").</summary>
    Back = 3,
}

/// <summary>
/// One slave of a bond. Owned by the engine: only code that runs inside <see cref="Bond"/> changes it; everybody on the
/// control thread may read it. Lives from enslave to release.
/// </summary>
public sealed class Slave
{
    internal Slave(string name, int slot, MacAddress permanentMac, int mtu, SlaveOptions options)
    {
        Name = name;
        Slot = slot;
        PermanentMac = permanentMac;
        CurrentMac = permanentMac;
        OriginalMtu = mtu;
        Mtu = mtu;
        Options = options;
    }

    public string Name { get; }

    /// <summary>The datapath's name for the port, 0..31, given by the caller of <see cref="Bond.Enslave"/>.</summary>
    public int Slot { get; }

    /// <summary>The address the port had before it was enslaved; it gets it back on release.</summary>
    public MacAddress PermanentMac { get; }

    /// <summary>The address the port has now.</summary>
    public MacAddress CurrentMac { get; internal set; }

    /// <summary>The driver can change the port's address.</summary>
    public bool CanSetMac { get; init; } = true;

    /// <summary>The MTU the port had before it was enslaved; it gets it back on release.</summary>
    public int OriginalMtu { get; }

    public int Mtu { get; internal set; }

    public SlaveOptions Options { get; internal set; }

    /// <summary>Monotonic ns.</summary>
    public long EnslavedAt { get; init; }

    /// <summary>Last reported by the driver.</summary>
    public LinkStatus Status { get; internal set; }

    /// <summary>What the monitors made of it.</summary>
    public SlaveLink Link { get; internal set; } = SlaveLink.Down;

    /// <summary>Role bit: true is BACKUP, false ACTIVE (Linux).</summary>
    public bool Backup { get; internal set; }

    /// <summary>Receive bit: frames are suppressed (HOWTO 13.2).</summary>
    public bool Inactive { get; internal set; }

    /// <summary>Speed and duplex as last reported with a change; status shows these. 0 and Unknown go together.</summary>
    public uint SpeedMbps { get; internal set; }
    public Duplex Duplex { get; internal set; }

    public bool SpeedKnown => SpeedMbps != 0;

    public uint LinkFailureCount { get; internal set; }

    /// <summary>Ticks left of updelay or downdelay.</summary>
    internal int Delay { get; set; }

    /// <summary>Inspection's proposal, until it is committed in the same run.</summary>
    internal SlaveLink Proposed { get; set; }

    /// <summary>The MII monitor refused to bring it up because its speed is unknown (modes 4, 5, 6); it tries at every tick.</summary>
    internal bool AwaitsSpeed { get; set; }

    /// <summary>Monotonic ns of the last time the link became up or the slave was made active.</summary>
    public long LastLinkUp { get; internal set; }

    /// <summary>Monotonic ns of the last frame that counts for the ARP monitor, and of our last probe.</summary>
    public long LastReceived { get; internal set; }
    public long LastProbe { get; internal set; }

    /// <summary>When each ARP target, and from 16 on each NS target, was last heard here; monotonic ns.</summary>
    internal long[] TargetHeard { get; } = new long[2 * Monitors.ArpMonitor.MaxTargets];

    /// <summary>The device is gone: nothing may be done to it any more.</summary>
    internal bool Gone { get; set; }

    /// <summary>The mode wants it promiscuous for reasons of its own, besides what the uplink wants.</summary>
    internal bool ModePromiscuous { get; set; }

    /// <summary>Receive filters as the port has them.</summary>
    internal AppliedFilters Filters { get; } = new();

    public bool IsUp => Status.IsUp;

    /// <summary>Linux's can_tx: running, carrier, link up, role active.</summary>
    public bool CanTransmit => Status.IsUp && Link == SlaveLink.Up && !Backup;

    /// <summary>Takes over reported speed and duplex; one unknown makes both unknown.</summary>
    internal void ReadSpeed()
    {
        bool known = Status.SpeedMbps != 0 && Status.Duplex != Duplex.Unknown;
        SpeedMbps = known ? Status.SpeedMbps : 0;
        Duplex = known ? Status.Duplex : Duplex.Unknown;
    }

    internal void CountFailure()
    {
        if (LinkFailureCount != uint.MaxValue) LinkFailureCount++;
    }

    public override string ToString() => Name;
}
