using BondFast.Wire;

namespace BondFast.Bonding;

/// <summary>What the uplink wants to receive, and which slaves get it (HOWTO 10).</summary>
public sealed partial class Bond
{
    /// <summary>
    /// The uplink's receive filters. balance-rr, balance-xor, broadcast and 802.3ad give them to every slave, the other modes
    /// to the active slave only; they move with it.
    /// </summary>
    public void SetFilters(bool promiscuous, bool allMulticast, IReadOnlyList<MacAddress> multicast, long now)
    {
        Enter(now);
        _filters.Want(promiscuous, allMulticast, multicast);
        Finish();
    }

    /// <summary>Brings the filters of all slaves to what bond, mode and monitors want now. Touches only ports that differ.</summary>
    internal void ApplyFilters() => _filters.Apply();

    /// <summary>Groups that the ARP monitor must hear on the slave.</summary>
    internal void AddMonitorGroups(Slave slave, List<MacAddress> groups) => _arp.AddGroups(slave, groups);

    /// <summary>The slave hears for the whole bond.</summary>
    internal bool TakesBondFilters(Slave slave) => !Options.HasActiveSlave || slave == Active;
}
