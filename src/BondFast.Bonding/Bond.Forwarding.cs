using BondFast.Wire;

namespace BondFast.Bonding;

/// <summary>What a command or a run leaves behind: the bond's carrier and one forwarding plan.</summary>
public sealed partial class Bond
{
    private bool _changed;

    /// <summary>The last published plan; before the first, what it would be.</summary>
    public ForwardingPlan Plan { get; private set; }

    /// <summary>By the mode's rule (linux-bonding 3.4), and only while the bond is open.</summary>
    public bool CarrierUp { get; private set; }

    /// <summary>
    /// Something that plan or carrier depend on has changed: both are worked out anew at the end of the present call, and the
    /// plan is published if it differs from the last one. Cheap, may be called any number of times.
    /// </summary>
    internal void MarkChanged() => _changed = true;

    /// <summary>Publishes now. For work that must not touch a port before the workers have let go of it.</summary>
    internal void PublishNow()
    {
        _changed = true;
        Settle();
    }

    /// <summary>End of every call: first the workers, then the peers.</summary>
    private void Finish()
    {
        Settle();
        if (IsOpen) _notifications.Run(Now);
    }

    private void Settle()
    {
        if (!_changed) return;
        _changed = false;
        UpdateCarrier();
        ForwardingPlan plan = IsOpen ? Mode.Plan() : ClosedPlan();
        if (plan.SameAs(Plan)) return;
        Plan = plan;
        Effects.Publish(plan);
    }

    private void UpdateCarrier()
    {
        bool up = IsOpen && Mode.Carrier;
        if (up == CarrierUp) return;
        CarrierUp = up;
        Effects.SetBondCarrier(up);
        if (up) Raise(EventLevel.Info, "carrier-up", null, $"{Name}: carrier on");
        else Raise(EventLevel.Warning, "carrier-down", null, $"{Name}: carrier off, {(IsOpen ? "no usable slave" : "the bond is down")}");
    }

    /// <summary>Nothing leaves and nothing comes in.</summary>
    private ForwardingPlan ClosedPlan()
    {
        ForwardingPlan plan = Mode.Plan();
        return plan with
        {
            Slaves = [.. plan.Slaves.Select(slave => slave with { Receive = ReceiveRule.Suppress, Up = false })],
            Usable = [],
            Active = -1,
            FlowTable = [],
            Taps = FrameTaps.None,
            StampReceive = false,
            StampIpv6 = false,
        };
    }

    /// <summary>Sends a self-made frame; false when the slave cannot take it or is gone.</summary>
    internal bool Send(Slave slave, ReadOnlySpan<byte> frame) => !slave.Gone && Effects.SendFrame(slave, frame);

    /// <summary>Gives the port an address and remembers it; true at once when it has it already.</summary>
    internal bool SetSlaveMac(Slave slave, MacAddress address)
    {
        if (slave.CurrentMac == address) return true;
        if (slave.Gone || !slave.CanSetMac || !Effects.SetSlaveMac(slave, address)) return false;
        slave.CurrentMac = address;
        MarkChanged();
        return true;
    }
}
