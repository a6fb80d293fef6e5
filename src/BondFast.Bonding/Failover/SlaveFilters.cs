using BondFast.Wire;

namespace BondFast.Bonding.Failover;

/// <summary>Receive filters that were put on a port. Owned by <see cref="SlaveFilters"/>.</summary>
internal sealed class AppliedFilters
{
    public bool Promiscuous { get; set; }
    public bool AllMulticast { get; set; }
    public List<MacAddress> Groups { get; } = [];
}

/// <summary>
/// Which slave is promiscuous, takes all multicast, and listens to which groups (HOWTO 10, linux-bonding 6). Works out what each
/// port should have and changes only what differs, so a failover moves exactly what must move.
/// </summary>
internal sealed class SlaveFilters(Bond bond)
{
    private readonly List<MacAddress> _wanted = [];
    private IReadOnlyList<MacAddress> _multicast = [];
    private bool _promiscuous;
    private bool _allMulticast;

    /// <summary>What the uplink wants from now on.</summary>
    public void Want(bool promiscuous, bool allMulticast, IReadOnlyList<MacAddress> multicast)
    {
        _promiscuous = promiscuous;
        _allMulticast = allMulticast;
        _multicast = [.. multicast];
        Apply();
    }

    public void Apply()
    {
        foreach (Slave slave in bond.SlaveList) Apply(slave);
    }

    /// <summary>Takes everything off a port that leaves.</summary>
    public void Clear(Slave slave)
    {
        _wanted.Clear();
        Set(slave, false, false);
    }

    private void Apply(Slave slave)
    {
        bool takes = bond.TakesBondFilters(slave);
        _wanted.Clear();
        if (bond.IsOpen)
        {
            if (takes) AddUplinkGroups();
            bond.AddMonitorGroups(slave, _wanted);
            bond.Mode.AddGroups(slave, _wanted);
        }
        Set(slave, takes && _promiscuous || slave.ModePromiscuous, takes && _allMulticast);
    }

    private void AddUplinkGroups()
    {
        foreach (MacAddress group in _multicast)
            if (group.IsMulticast && !_wanted.Contains(group)) _wanted.Add(group);
    }

    private void Set(Slave slave, bool promiscuous, bool allMulticast)
    {
        if (slave.Gone) return;
        AppliedFilters now = slave.Filters;
        if (now.Promiscuous != promiscuous && Did(bond.Effects.SetPromiscuous(slave, promiscuous), slave, "promiscuous mode")) now.Promiscuous = promiscuous;
        if (now.AllMulticast != allMulticast && Did(bond.Effects.SetAllMulticast(slave, allMulticast), slave, "all-multicast mode")) now.AllMulticast = allMulticast;
        if (SameGroups(now.Groups) || !Did(bond.Effects.SetMulticastList(slave, [.. _wanted]), slave, "its multicast filter")) return;
        now.Groups.Clear();
        now.Groups.AddRange(_wanted);
    }

    private bool SameGroups(List<MacAddress> groups)
    {
        if (groups.Count != _wanted.Count) return false;
        for (int i = 0; i < groups.Count; i++)
            if (groups[i] != _wanted[i]) return false;
        return true;
    }

    private bool Did(bool done, Slave slave, string what)
    {
        if (!done) bond.Raise(EventLevel.Warning, "filter-failed", slave, $"{bond.Name}: {slave.Name} refused to change {what}; frames may be missing on it or be too many");
        return done;
    }
}
