using BondFast.Bonding.Lacp;

namespace BondFast.Bonding;

/// <summary>What others may see of mode 802.3ad.</summary>
public sealed partial class Bond
{
    /// <summary>Ports, machines and aggregators in mode 802.3ad; null in the other modes. To be read on the driver's thread.</summary>
    public LacpSystem? Lacp => (Mode as Ieee8023adMode)?.System;

    /// <summary>The slave's LACP port in mode 802.3ad, or null.</summary>
    public LacpPort? LacpPortOf(Slave slave) => (Mode as Ieee8023adMode)?.PortOf(slave);
}
