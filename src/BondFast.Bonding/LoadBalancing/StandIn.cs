using BondFast.Wire;

namespace BondFast.Bonding.LoadBalancing;

/// <summary>
/// balance-alb: while peers still send to an address whose slave is lost, the active slave answers for it. The switch is taught that the
/// address is there now, and the slave listens promiscuously for ten seconds, until every peer has been told another address.
/// </summary>
internal sealed class StandIn(Bond bond)
{
    public const long Duration = 10_000_000_000;

    private readonly List<MacAddress> _lost = [];
    private Slave? _slave;
    private long _until;

    public long NextDeadline => _slave is null ? long.MaxValue : _until;

    /// <summary>Addresses that are answered for at present.</summary>
    public IReadOnlyList<MacAddress> Addresses => _lost;

    public void Begin(MacAddress lost, long now)
    {
        if (bond.Active is not { CanTransmit: true } active || lost == active.CurrentMac) return;
        if (!ReferenceEquals(_slave, active)) End();
        _slave = active;
        _until = now + Duration;
        if (!_lost.Contains(lost)) _lost.Add(lost);
        if (!active.ModePromiscuous)
        {
            active.ModePromiscuous = true;
            bond.ApplyFilters();
        }
        LearningPackets.Teach(bond, active, lost);
        bond.MarkChanged();
    }

    public void Advance(long now)
    {
        if (now >= NextDeadline) End();
    }

    public void End()
    {
        if (_slave is null) return;
        _slave.ModePromiscuous = false;
        _slave = null;
        _lost.Clear();
        bond.ApplyFilters();
        bond.MarkChanged();
    }
}
