namespace BondFast.Bonding.Lacp;

/// <summary>
/// An aggregator with at least one port. It is named after its lowest-numbered port, so that the same links give the same
/// numbers in whatever order they came up. Owned by <see cref="LacpSystem"/>.
/// </summary>
public sealed class Aggregator
{
    private readonly List<LacpPort> _ports = [];

    internal Aggregator() { }

    /// <summary>Aggregator_Identifier: the number of its lowest port; 0 while it has none.</summary>
    public int Id { get; private set; }

    public LagId LagId { get; internal set; }

    /// <summary>The bond's traffic goes through this one.</summary>
    public bool Active { get; internal set; }

    public IReadOnlyList<LacpPort> Ports => _ports;

    /// <summary>Ports whose link is up.</summary>
    public int EnabledPorts
    {
        get
        {
            int count = 0;
            foreach (LacpPort port in _ports)
                if (port.Enabled) count++;
            return count;
        }
    }

    /// <summary>Ports that both collect and distribute.</summary>
    public int DistributingPorts
    {
        get
        {
            int count = 0;
            foreach (LacpPort port in _ports)
                if (port.Distributing) count++;
            return count;
        }
    }

    /// <summary>Sum over the enabled ports, Mb/s.</summary>
    public ulong Bandwidth
    {
        get
        {
            ulong sum = 0;
            foreach (LacpPort port in _ports)
                if (port.Enabled) sum += port.SpeedMbps;
            return sum;
        }
    }

    /// <summary>Sum of actor_port_prio over the enabled ports.</summary>
    public ulong PrioritySum
    {
        get
        {
            ulong sum = 0;
            foreach (LacpPort port in _ports)
                if (port.Enabled) sum += port.Priority;
            return sum;
        }
    }

    public bool HasPartner => !LagId.Partner.System.IsZero;

    /// <summary>Of a port that cannot speak LACP (not full duplex).</summary>
    public bool WithoutLacp => _ports.Count > 0 && !_ports[0].LacpEnabled;

    /// <summary>Some port of it takes frames in.</summary>
    internal bool InUse
    {
        get
        {
            foreach (LacpPort port in _ports)
                if (port.Collecting) return true;
            return false;
        }
    }

    /// <summary>The standard's Ready: no SELECTED port in WAITING still has to wait.</summary>
    internal bool Ready
    {
        get
        {
            foreach (LacpPort port in _ports)
                if (port.MuxPosition.State == MuxState.Waiting && port.Selected == Selected.Selected && !port.ReadyN) return false;
            return true;
        }
    }

    internal void Add(LacpPort port)
    {
        _ports.Add(port);
        Rename();
    }

    internal void Remove(LacpPort port)
    {
        _ports.Remove(port);
        Rename();
    }

    private void Rename()
    {
        Id = _ports.Count == 0 ? 0 : int.MaxValue;
        foreach (LacpPort port in _ports) Id = Math.Min(Id, port.Number);
    }
}
