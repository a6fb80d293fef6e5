using System.Collections.Immutable;
using BondFast.Bonding.Modes;
using BondFast.Wire;

namespace BondFast.Bonding.Lacp;

/// <summary>
/// HOWTO mode 4: LACP decides which slaves carry traffic. Data leaves on the distributing ports of the active aggregator,
/// and is taken from collecting ports.
/// </summary>
internal sealed class Ieee8023adMode : ModeBehaviour, ILacpEffects
{
    private readonly Slave?[] _slaves = new Slave?[ForwardingPlan.MaxSlaves];
    private readonly LacpPort?[] _ports = new LacpPort?[ForwardingPlan.MaxSlaves];

    public Ieee8023adMode(Bond bond) : base(bond) =>
        System = new LacpSystem(bond.Options, bond.Mac, this, bond.Now, bond.IsOpen);

    public LacpSystem System { get; }

    public LacpPort? PortOf(Slave slave) => _slaves[slave.Slot] == slave ? _ports[slave.Slot] : null;

    public override long NextDeadline => System.NextDeadline;

    public override void Advance(long now) => System.Advance(now);

    public override void OnOpened(long now) => System.Open(now);

    public override void OnClosing(long now) => System.Close(now);

    /// <summary>The system id is the bond's address at the moment its first slave came (linux-bonding 7.2).</summary>
    public override bool OnEnslaved(Slave slave, long now, out string? refusal)
    {
        refusal = null;
        if (Bond.SlaveList.Count == 1) System.SetDefaultSystem(Bond.Mac, now);
        _slaves[slave.Slot] = slave;
        LacpPort port = System.AddPort(slave.Name, slave.Slot, slave.PermanentMac, slave.Options.ActorPortPrio, now);
        _ports[slave.Slot] = port;
        TakeLink(slave, port, now);
        return true;
    }

    public override void OnReleasing(Slave slave, long now)
    {
        if (PortOf(slave) is { } port) System.RemovePort(port, canSend: !slave.Gone, now);
        _slaves[slave.Slot] = null;
        _ports[slave.Slot] = null;
    }

    public override void OnLinkChanged(Slave slave, long now)
    {
        if (PortOf(slave) is not { } port) return;
        TakeLink(slave, port, now);
        TakeRoles(slave, port);
    }

    public override void OnSlaveOptionsChanged(Slave slave, SlaveOptions before, long now)
    {
        if (PortOf(slave) is { } port) System.SetPortPriority(port, slave.Options.ActorPortPrio, now);
    }

    /// <summary>Writing ad_actor_system or ad_actor_sys_prio also takes over the bond's present address, as in Linux.</summary>
    public override void OnOptionsChanged(BondOptions before, long now)
    {
        if (before.AdActorSystem != Bond.Options.AdActorSystem || before.AdActorSysPrio != Bond.Options.AdActorSysPrio) System.SetDefaultSystem(Bond.Mac, now);
        System.SetOptions(Bond.Options, now);
        Bond.MarkChanged();
    }

    public override void Receive(Slave slave, ReadOnlySpan<byte> frame, long arrived)
    {
        if (PortOf(slave) is { } port) System.Receive(port, frame, arrived);
    }

    public override void AddGroups(Slave slave, List<MacAddress> groups) => groups.Add(MacAddress.SlowProtocols);

    public override bool Carrier => System.Carrier;

    public override ForwardingPlan Plan() => BasePlan() with
    {
        Usable = DistributingSlaves(),
        BroadcastNeighbor = Bond.Options.BroadcastNeighbor,
    };

    bool ILacpEffects.Send(LacpPort port, ReadOnlySpan<byte> frame) => Bond.Send(_slaves[port.Slot]!, frame);

    /// <summary>Published at once, not at the end of the call: a PDU that follows must not be ahead of what the workers do.</summary>
    void ILacpEffects.ForwardingChanged(long now)
    {
        for (int slot = 0; slot < _ports.Length; slot++)
            if (_ports[slot] is { } port) TakeRoles(_slaves[slot]!, port);
        Bond.PublishNow();
    }

    void ILacpEffects.Raise(long now, EventLevel level, string kind, LacpPort? port, string text) =>
        Bond.Raise(level, kind, port is null ? null : _slaves[port.Slot], $"{Bond.Name}: {text}");

    /// <summary>A port is enabled from the commit of "up" to the commit of "down"; while its speed is unknown it keeps the old one.</summary>
    private void TakeLink(Slave slave, LacpPort port, long now)
    {
        bool up = slave.Link is SlaveLink.Up or SlaveLink.Fail;
        if (slave.SpeedKnown) System.SetLink(port, up, slave.SpeedMbps, slave.Duplex == Duplex.Full, now);
        else System.SetLink(port, up, port.SpeedMbps, port.FullDuplex, now);
    }

    private void TakeRoles(Slave slave, LacpPort port)
    {
        bool active = port.Distributing;
        if (slave.Backup == !active && slave.Inactive == Suppressed(port)) return;
        if (active && slave.Backup && Bond.Options.BroadcastNeighbor) Bond.NotifyPeers();
        slave.Backup = !active;
        slave.Inactive = Suppressed(port);
        Bond.MarkChanged();
    }

    private bool Suppressed(LacpPort port) => !port.Collecting && !Bond.Options.AllSlavesActive;

    private ImmutableArray<int> DistributingSlaves()
    {
        ImmutableArray<int>.Builder usable = ImmutableArray.CreateBuilder<int>();
        for (int i = 0; i < Bond.SlaveList.Count; i++)
            if (Bond.SlaveList[i].CanTransmit && PortOf(Bond.SlaveList[i]) is { Distributing: true, Aggregator.Active: true }) usable.Add(i);
        return usable.DrainToImmutable();
    }
}
