using System.Collections.Immutable;
using BondFast.Wire;

namespace BondFast.Bonding.LoadBalancing;

/// <summary>HOWTO mode 6, balance-alb: balance-tlb, and IPv4 peers are spread over the slaves for receiving, by ARP.</summary>
internal sealed class AlbMode : LoadBalancingMode
{
    private readonly ReceiveBalancer _receive;
    private readonly StandIn _standIn;
    private List<BondVlan> _vlans = [];
    private long _dealAt = long.MaxValue;

    public AlbMode(Bond bond) : base(bond, addressesOnPorts: true)
    {
        _receive = new ReceiveBalancer(bond);
        _standIn = new StandIn(bond);
    }

    public override ReceiveBalancer Receiving => _receive;

    public override FrameTaps Taps => FrameTaps.ReceivedArp | FrameTaps.SentArp;

    protected override bool Teaches => true;

    public override long NextDeadline =>
        Math.Min(Math.Min(base.NextDeadline, _dealAt), Math.Min(_receive.Updates.NextDeadline, _standIn.NextDeadline));

    public override void Advance(long now)
    {
        base.Advance(now);
        if (now >= _dealAt)
        {
            _dealAt = long.MaxValue;
            _receive.Rebalance(now);
        }
        _receive.Updates.Advance(now);
        _standIn.Advance(now);
    }

    public override void OnClosing(long now)
    {
        base.OnClosing(now);
        _dealAt = long.MaxValue;
        _receive.Clear();
        _standIn.End();
    }

    public override void OnActiveChanged(Slave? from, Slave? to, long now)
    {
        _standIn.End();
        base.OnActiveChanged(from, to, now);
    }

    public override void OnAddressesChanged(long now)
    {
        foreach (BondVlan vlan in _vlans)
            if (!Bond.Vlans.Exists(kept => kept.Has(vlan.Tags.AsSpan()))) _receive.OnVlanRemoved(vlan);
        _vlans = [.. Bond.Vlans];
    }

    public override void Receive(Slave slave, ReadOnlySpan<byte> frame, long arrived) => _receive.Receive(frame, arrived);

    public override Slave? SendArp(Span<byte> frame, long now) => _receive.Send(frame, now);

    public override ForwardingPlan Plan() => base.Plan() with { Aliases = Aliases() };

    protected override SlavePlan PlanOf(Slave slave)
    {
        SlavePlan plan = base.PlanOf(slave);
        return plan.Receive == ReceiveRule.Suppress ? plan with { Receive = ReceiveRule.UnicastOnly } : plan;
    }

    protected override void OnSlaveGained(long now) => _dealAt = Math.Min(_dealAt, now + Gathering);

    protected override void OnSlaveLost(Slave slave, long now)
    {
        bool left = ReferenceEquals(slave, Leaving);
        _receive.OnSlaveLost(slave, left, now);
        if (!ReferenceEquals(slave, Bond.Active)) AnswerFor(slave.CurrentMac, now);
    }

    protected override void OnSwapped(Slave one, Slave? other, MacAddress had, long now)
    {
        base.OnSwapped(one, other, had, now);
        _receive.OnMacChanged(one, now);
        if (other is null)
        {
            if (had != one.CurrentMac && !had.IsZero) AnswerFor(had, now);
            return;
        }
        _receive.OnMacChanged(other, now);
        if (CanTeach(one) != CanTeach(other)) AnswerFor(CanTeach(one) ? other.CurrentMac : one.CurrentMac, now);
    }

    private void AnswerFor(MacAddress lost, long now)
    {
        if (!ReferenceEquals(Bond.Active, Leaving)) _standIn.Begin(lost, now);
    }

    /// <summary>The addresses that are answered for, but those whose slave is back and hears for itself.</summary>
    private ImmutableArray<MacAddress> Aliases()
    {
        ImmutableArray<MacAddress>.Builder aliases = ImmutableArray.CreateBuilder<MacAddress>();
        foreach (MacAddress lost in _standIn.Addresses)
            if (!IsServed(lost)) aliases.Add(lost);
        return aliases.DrainToImmutable();
    }

    private bool IsServed(MacAddress address)
    {
        foreach (Slave slave in Bond.SlaveList)
            if (slave.CurrentMac == address && slave.CanTransmit) return true;
        return false;
    }
}
