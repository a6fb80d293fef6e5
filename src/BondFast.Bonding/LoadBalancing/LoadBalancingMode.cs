using System.Collections.Immutable;
using System.Runtime.InteropServices;
using BondFast.Bonding.Modes;
using BondFast.Wire;

namespace BondFast.Bonding.LoadBalancing;

/// <summary>
/// What balance-tlb and balance-alb share: transmit flows assigned by load, one address for each slave, learning packets
/// (HOWTO, mode balance-tlb).
/// </summary>
internal abstract class LoadBalancingMode(Bond bond, bool addressesOnPorts) : ModeBehaviour(bond)
{
    /// <summary>From a slave's coming to the rebalance it causes, so that slaves that come together cause one.</summary>
    public const long Gathering = 100_000_000;

    public const long RebalanceInterval = FlowBalancer.IntervalSeconds * Second;

    private const long Second = 1_000_000_000;
    private const long Never = long.MaxValue;

    private long _rebalanceAt = Never;
    private long _lastLearning;
    private uint _transmitting;
    private uint _serving;

    protected SlaveAddresses Addresses { get; } = new(bond, addressesOnPorts);

    /// <summary>The assignment of transmit flows; unused with tlb_dynamic_lb 0, where the transmit hash chooses.</summary>
    public FlowBalancer Flows { get; } = new();

    /// <summary>A slave that is on its way out of the bond.</summary>
    protected Slave? Leaving { get; private set; }

    private bool Dynamic => Bond.Options.TlbDynamicLb;

    /// <summary>Learning packets go out; with tlb_dynamic_lb 0 only in balance-alb (Linux).</summary>
    protected virtual bool Teaches => Dynamic;

    private long NextLearning => Teaches ? _lastLearning + Bond.Options.LpInterval * Second : Never;

    public override long NextDeadline => Math.Min(_rebalanceAt, NextLearning);

    public override void Advance(long now)
    {
        if (now >= _rebalanceAt) Rebalance(now);
        if (now < NextLearning) return;
        _lastLearning = now;
        for (int i = 0; i < Bond.SlaveList.Count; i++) TeachOwn(Bond.SlaveList[i]);
    }

    public override void OnOpened(long now)
    {
        _lastLearning = now;
        Rebalance(now);
    }

    public override void OnClosing(long now) => _rebalanceAt = Never;

    public override bool OnEnslaved(Slave slave, long now, out string? refusal)
    {
        refusal = Addresses.Settle(slave);
        if (refusal is not null) return false;
        NoteLink(slave, now);
        RebalanceSoon(now);
        return true;
    }

    /// <summary>Before another slave is made active, as the one that carries the leaving one's address may get the bond's for it.</summary>
    public override void OnReleasing(Slave slave, long now)
    {
        Leaving = slave;
        MacAddress had = slave.CurrentMac;
        if (Addresses.ComeHome(slave) is { } other) OnSwapped(other, slave, had, now);
    }

    public override void OnReleased(Slave slave, long now)
    {
        uint bit = 1u << slave.Slot;
        bool served = (_serving & bit) != 0;
        _transmitting &= ~bit;
        _serving &= ~bit;
        if (served) OnSlaveLost(slave, now);
        Leaving = null;
        Addresses.ShowPortAddress(slave);
        Bond.MarkChanged();
    }

    public override void OnLinkChanged(Slave slave, long now) => NoteLink(slave, now);

    public override void OnActiveChanged(Slave? from, Slave? to, long now)
    {
        if (to is null) return;
        MacAddress had = to.CurrentMac;
        Slave? other = Addresses.Activate(to);
        OnSwapped(to, other, had, now);
    }

    public override void OnOptionsChanged(BondOptions before, long now)
    {
        if (Dynamic && !before.TlbDynamicLb) RebalanceSoon(now);
        Bond.MarkChanged();
    }

    public override string? ApplyBondMac(MacAddress mac, long now)
    {
        MacAddress had = Bond.Active?.CurrentMac ?? default;
        if (Addresses.ApplyBondMac(mac, out Slave? other) is { } refusal) return refusal;
        if (Bond.Active is { } active) OnSwapped(active, other, had, now);
        return null;
    }

    public override void OnFlowLoad(ReadOnlySpan<ulong> bytesPerBucket, ulong unbalancedBytes)
    {
        if (Dynamic) Flows.Report(bytesPerBucket, unbalancedBytes);
    }

    public override ForwardingPlan Plan()
    {
        int active = Bond.Active is { CanTransmit: true } ? IndexOf(Bond.Active) : -1;
        return BasePlan() with { Usable = TransmittingSlaves(), Active = active, FlowTable = FlowTable() };
    }

    protected override SlavePlan PlanOf(Slave slave) => base.PlanOf(slave) with { RewriteSource = !ReferenceEquals(slave, Bond.Active) };

    public BalancingState State =>
        new(Dynamic, Flows.Rebalances, Flows.Moves, Receiving?.Clients.Count ?? 0, Receiving?.Updates.Sent ?? 0);

    public SlaveShare ShareOf(Slave slave) =>
        new(Dynamic ? Flows.BucketsOf(slave) : 0, Dynamic ? Flows.LoadOf(slave) : 0, Receiving?.PeersOf(slave) ?? 0);

    /// <summary>Receive balancing, in balance-alb.</summary>
    public virtual ReceiveBalancer? Receiving => null;

    /// <summary>A slave that served has lost its link or has left.</summary>
    protected virtual void OnSlaveLost(Slave slave, long now) { }

    /// <summary>A slave can transmit that could not before, or was enslaved.</summary>
    protected virtual void OnSlaveGained(long now) { }

    /// <summary>
    /// Two slaves have exchanged addresses, or <paramref name="one"/>, that had <paramref name="had"/>, alone has a new one: the switch has to learn it.
    /// </summary>
    protected virtual void OnSwapped(Slave one, Slave? other, MacAddress had, long now)
    {
        TeachOwn(one);
        if (other is not null) TeachOwn(other);
    }

    protected bool CanTeach(Slave slave) => slave.CanTransmit && !ReferenceEquals(slave, Leaving) && Bond.IsOpen;

    protected void TeachOwn(Slave slave)
    {
        if (CanTeach(slave)) LearningPackets.Teach(Bond, slave, slave.CurrentMac);
    }

    private void RebalanceSoon(long now)
    {
        if (Dynamic) _rebalanceAt = Math.Min(_rebalanceAt, now + Gathering);
        OnSlaveGained(now);
    }

    private void Rebalance(long now)
    {
        _rebalanceAt = Dynamic ? now + RebalanceInterval : Never;
        if (Dynamic && Flows.Rebalance(Bond.SlaveList, Bond.Active)) Bond.MarkChanged();
    }

    private void NoteLink(Slave slave, long now)
    {
        uint bit = 1u << slave.Slot;
        bool could = (_transmitting & bit) != 0, served = (_serving & bit) != 0;
        if (slave.CanTransmit) _transmitting |= bit;
        else _transmitting &= ~bit;
        if (slave.Link == SlaveLink.Up) _serving |= bit;
        if (slave.CanTransmit && !could) RebalanceSoon(now);
        if (slave.Link != SlaveLink.Down || !served) return;
        _serving &= ~bit;
        OnSlaveLost(slave, now);
    }

    /// <summary>Every bucket's slave. Buckets of slaves that cannot transmit any more move here, whatever took the slave away.</summary>
    private ImmutableArray<byte> FlowTable()
    {
        if (!Dynamic) return [];
        Flows.Evacuate(Bond.SlaveList);
        if (Flows.SlaveOf(0) is null) return [];
        byte[] table = new byte[FlowBalancer.Buckets];
        for (int bucket = 0; bucket < table.Length; bucket++) table[bucket] = (byte)IndexOf(Flows.SlaveOf(bucket));
        return ImmutableCollectionsMarshal.AsImmutableArray(table);
    }
}
