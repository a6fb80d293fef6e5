using System.Collections.Immutable;
using BondFast.Wire;

namespace BondFast.Bonding.Modes;

/// <summary>
/// What differs between the seven modes, as hooks that <see cref="Bond"/> calls. One class per mode; each holds the
/// state that only its mode has (802.3ad its LACP ports, balance-alb its client table). Runs on the driver's thread.
/// </summary>
/// <remarks>
/// What a mode may use of the bond: <see cref="Bond.SlaveList"/>, <see cref="Bond.Active"/>, <see cref="Bond.Now"/>;
/// <see cref="Bond.MarkChanged"/> after changing anything that plan or carrier depend on (one plan per call is published at
/// its end); <see cref="Bond.Reselect"/> to choose the active slave again; <see cref="Bond.SetActiveRole"/> and
/// <see cref="Bond.SetInactiveRole"/> for role and receive bit; <see cref="Bond.SetSlaveMac"/>; <see cref="Bond.Send"/>;
/// <see cref="Bond.ApplyFilters"/> after changing <see cref="Slave.ModePromiscuous"/> or what <see cref="AddGroups"/> adds;
/// <see cref="Bond.Addresses"/> and <see cref="Bond.Vlans"/>; <see cref="Bond.NotifyPeers"/>; <see cref="Bond.Raise"/>; <see cref="Bond.NextRandom"/>.
/// Hooks run inside a call into the bond: they never call its public methods.
/// </remarks>
internal abstract class ModeBehaviour(Bond bond)
{
    protected Bond Bond { get; } = bond;

    // Time

    /// <summary>Next moment, monotonic ns, at which <see cref="Advance"/> has work; long.MaxValue is none. Asked only while the bond is open.</summary>
    public virtual long NextDeadline => long.MaxValue;

    /// <summary>Runs timers that are due. Allocates nothing when nothing changes.</summary>
    public virtual void Advance(long now) { }

    /// <summary>The bond was opened; slaves may be there already.</summary>
    public virtual void OnOpened(long now) { }

    /// <summary>The bond is about to be closed; frames can still be sent.</summary>
    public virtual void OnClosing(long now) { }

    // Slaves

    /// <summary>
    /// Gives a new slave its address, before it is in the list and before its port runs. For the first slave
    /// <see cref="Bond.Mac"/> is already its own address (unless the user set one). Default: the bond's address.
    /// Null, or the reason for a refusal; the caller puts <see cref="Slave.PermanentMac"/> back.
    /// </summary>
    public virtual string? AssignMac(Slave slave, long now) =>
        Bond.SetSlaveMac(slave, Bond.Mac) ? null : $"its address cannot be set to {Bond.Mac}, the address of {Bond.Name}";

    /// <summary>The slave is in the list, its port runs, its MAC is set, its role bits and initial link state are known. False refuses it (with a reason).</summary>
    public virtual bool OnEnslaved(Slave slave, long now, out string? refusal) { refusal = null; return true; }

    /// <summary>The slave is about to leave; it still is in the list and can send (unless <see cref="Slave.Gone"/>).</summary>
    public virtual void OnReleasing(Slave slave, long now) { }

    /// <summary>The slave has left the list and another is active; its port still runs and gets <see cref="Slave.PermanentMac"/> back after this.</summary>
    public virtual void OnReleased(Slave slave, long now) { }

    /// <summary>A monitor committed a new link state, or reported running, carrier, speed or duplex changed.</summary>
    public virtual void OnLinkChanged(Slave slave, long now) { }

    /// <summary><c>prio</c>, <c>queue_id</c> or <c>actor_port_prio</c> of a slave changed; <paramref name="before"/> is the old set.</summary>
    public virtual void OnSlaveOptionsChanged(Slave slave, SlaveOptions before, long now) { }

    /// <summary>The current active slave changes (modes with one). Called before pointers are switched.</summary>
    public virtual void OnActiveChanging(Slave? from, Slave? to, long now) { }

    /// <summary>The current active slave has changed; role bits are set.</summary>
    public virtual void OnActiveChanged(Slave? from, Slave? to, long now) { }

    /// <summary>True while at least one slave can carry traffic; when false the MII monitor ignores updelay (HOWTO 13.1).</summary>
    public virtual bool HasUsableSlave
    {
        get
        {
            if (Bond.Options.HasActiveSlave) return Bond.Active is not null;
            foreach (Slave slave in Bond.SlaveList)
                if (slave.CanTransmit) return true;
            return false;
        }
    }

    // Commands and frames

    /// <summary>An option that this mode uses changed; <paramref name="before"/> is the old set.</summary>
    public virtual void OnOptionsChanged(BondOptions before, long now) { }

    /// <summary>
    /// The user set the bond's address; <see cref="Bond.Mac"/> still is the old one. Gives the slaves what they need by the
    /// mode's rule and undoes it when one refuses. Null, or the refusal. Default: every slave gets the address.
    /// </summary>
    public virtual string? ApplyBondMac(MacAddress mac, long now)
    {
        for (int i = 0; i < Bond.SlaveList.Count; i++)
        {
            Slave slave = Bond.SlaveList[i];
            if (Bond.SetSlaveMac(slave, mac)) continue;
            while (--i >= 0) Bond.SetSlaveMac(Bond.SlaveList[i], Bond.Mac);
            return $"slave {slave.Name} does not take the address {mac}";
        }
        return null;
    }

    /// <summary>The bond's address has changed, for whatever reason.</summary>
    public virtual void OnBondMacChanged(MacAddress before, long now) { }

    /// <summary>Addresses or VLANs of the bond changed, or a VLAN id was learned.</summary>
    public virtual void OnAddressesChanged(long now) { }

    /// <summary>A control frame arrived on a slave (LACP and Marker always, ARP and ND when tapped). Stamped with its arrival.</summary>
    public virtual void Receive(Slave slave, ReadOnlySpan<byte> frame, long arrived) { }

    /// <summary>An ARP frame from the uplink, taken over because of <see cref="FrameTaps.SentArp"/>: may be rewritten in place; the slave to send it on, or null to drop it.</summary>
    public virtual Slave? SendArp(Span<byte> frame, long now) => Bond.Active is { CanTransmit: true } active ? active : null;

    /// <summary>Bytes since the last call, for each of the 256 flow buckets, and of frames that are not balanced.</summary>
    public virtual void OnFlowLoad(ReadOnlySpan<ulong> bytesPerBucket, ulong unbalancedBytes) { }

    // What the bond is to the rest

    /// <summary>Frames this mode wants to see, besides what monitors and failover want.</summary>
    public virtual FrameTaps Taps => FrameTaps.None;

    /// <summary>Group addresses the slave must hear besides the uplink's. Called by <see cref="Bond.ApplyFilters"/>.</summary>
    public virtual void AddGroups(Slave slave, List<MacAddress> groups) { }

    /// <summary>Bond carrier by this mode's rule (linux-bonding 3.4: up iff a slave's link state is up; 802.3ad its own).</summary>
    public virtual bool Carrier
    {
        get
        {
            foreach (Slave slave in Bond.SlaveList)
                if (slave.Link == SlaveLink.Up) return true;
            return false;
        }
    }

    /// <summary>The forwarding plan for the present state: <see cref="BasePlan"/> with the mode's own parts.</summary>
    public abstract ForwardingPlan Plan();

    /// <summary>All that does not depend on the mode. <see cref="ForwardingPlan.Usable"/> and <see cref="ForwardingPlan.Active"/> are left empty.</summary>
    protected ForwardingPlan BasePlan()
    {
        BondOptions options = Bond.Options;
        return new ForwardingPlan
        {
            Mode = options.Mode,
            Policy = options.XmitHashPolicy,
            Formula = options.XmitHashFormula,
            Slaves = SlavePlans(),
            PacketsPerSlave = options.PacketsPerSlave,
            BondMac = Bond.Mac,
            Taps = Bond.CommonTaps | Taps,
            StampReceive = Bond.WantsReceiveStamps,
            StampIpv6 = Bond.WantsIpv6Stamps,
        };
    }

    private ImmutableArray<SlavePlan> SlavePlans()
    {
        ImmutableArray<SlavePlan>.Builder plans = ImmutableArray.CreateBuilder<SlavePlan>(Bond.SlaveList.Count);
        foreach (Slave slave in Bond.SlaveList) plans.Add(PlanOf(slave));
        return plans.MoveToImmutable();
    }

    /// <summary>How the workers treat one slave. balance-tlb and balance-alb refine it.</summary>
    protected virtual SlavePlan PlanOf(Slave slave) => new(
        slave.Slot,
        slave.Inactive ? ReceiveRule.Suppress : ReceiveRule.All,
        slave.Options.QueueId,
        slave.CurrentMac,
        RewriteSource: false,
        Up: slave.IsUp && slave.Link == SlaveLink.Up);

    /// <summary>Index of a slave in the plan, or -1.</summary>
    protected int IndexOf(Slave? slave) => slave is null ? -1 : Bond.SlaveList.IndexOf(slave);

    /// <summary>Indexes of the slaves that can transmit (linux-bonding 2.7), in order of enslavement.</summary>
    protected ImmutableArray<int> TransmittingSlaves()
    {
        ImmutableArray<int>.Builder usable = ImmutableArray.CreateBuilder<int>();
        for (int i = 0; i < Bond.SlaveList.Count; i++)
            if (Bond.SlaveList[i].CanTransmit) usable.Add(i);
        return usable.DrainToImmutable();
    }
}
