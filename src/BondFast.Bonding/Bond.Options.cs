namespace BondFast.Bonding;

/// <summary>Options at run time (HOWTO 3.4): the rules are <see cref="OptionChange"/>'s, the consequences are here.</summary>
public sealed partial class Bond
{
    /// <summary>Is there a port of that name in this process? Makes messages about unknown names more exact. Null: only slaves are known.</summary>
    public Func<string, bool>? PortExists { get; set; }

    /// <summary>
    /// Changes one option, as one would write it to the driver's file. A refused change leaves everything as it was. The bond
    /// has acted on the change when this returns, except on <see cref="OptionAction.Enslave"/> and <see cref="OptionAction.Release"/>:
    /// the caller holds the ports and does those.
    /// </summary>
    public OptionOutcome Set(string option, string value, long now)
    {
        Enter(now);
        OptionOutcome outcome = OptionChange.TryApply(Options, Snapshot(), option, value);
        if (outcome.Succeeded)
        {
            Take(outcome.Options);
            if (outcome.Action is not null) Do(outcome.Action);
        }
        Finish();
        return outcome;
    }

    /// <summary>The value as the driver prints it (<see cref="OptionText.Get"/>), or null when there is no such option.</summary>
    public string? Get(string option) => OptionText.Get(Options, Snapshot(), option);

    /// <summary>
    /// A whole set at once, checked elsewhere, as a reloaded file brings it. Only options that may change at any time differ from
    /// the present ones.
    /// </summary>
    public void Configure(BondOptions options, long now)
    {
        ArgumentNullException.ThrowIfNull(options);
        Enter(now);
        if (options.Mode != Options.Mode) throw new ArgumentException("the mode of a bond is set when it is made", nameof(options));
        BondOptions before = Options;
        Take(options);
        if (options.Primary != before.Primary) _forcePrimary = PrimarySlave is not null;
        if (options.Primary != before.Primary || options.PrimaryReselect != before.PrimaryReselect) Reselect();
        Finish();
    }

    /// <summary>The bond as the option rules see it.</summary>
    public BondState Snapshot()
    {
        var slaves = new List<SlaveState>(_slaves.Count);
        foreach (Slave slave in _slaves) slaves.Add(new SlaveState(slave.Name, slave.Options, slave.IsUp && slave.Link == SlaveLink.Up));
        return new BondState(IsOpen, slaves, Active?.Name, PortExists);
    }

    private void Take(BondOptions options)
    {
        BondOptions before = Options;
        if (options == before) return;
        Options = options;
        if (options.Mode != before.Mode) Mode = Modes.ModeFactory.Create(this);
        if (options.Miimon != before.Miimon || options.ArpInterval != before.ArpInterval) RestartMonitors();
        if (!options.ArpIpTarget.Equals(before.ArpIpTarget) || !options.NsIp6Target.Equals(before.NsIp6Target)) _arp.TargetsChanged(before, Now);
        if (options.AllSlavesActive != before.AllSlavesActive) ReviewReceiving();
        Mode.OnOptionsChanged(before, Now);
        ApplyFilters();
        MarkChanged();
    }

    private void RestartMonitors()
    {
        if (IsOpen) StartMonitors(Now);
    }

    /// <summary>all_slaves_active takes effect at once on every slave that is not active.</summary>
    private void ReviewReceiving()
    {
        foreach (Slave slave in _slaves)
            if (slave.Backup || Options.HasActiveSlave && slave != Active) slave.Inactive = !Options.AllSlavesActive;
    }

    private void Do(OptionAction action)
    {
        switch (action)
        {
            case OptionAction.Activate(var name):
                if (Find(name) is { } slave) ChangeActive(slave);
                break;
            case OptionAction.ClearActive:
                ChangeActive(null);
                Reselect();
                break;
            case OptionAction.ForcePrimary:
                _forcePrimary = PrimarySlave is not null;
                Reselect();
                break;
            case OptionAction.Reselect:
                Reselect();
                break;
            case OptionAction.SetSlaveOptions(var name, var options):
                if (Find(name) is { } changed) Take(changed, options);
                break;
        }
    }

    private void Take(Slave slave, SlaveOptions options)
    {
        SlaveOptions before = slave.Options;
        slave.Options = options;
        if (options.Prio != before.Prio && PrimarySlave is null) Reselect();
        Mode.OnSlaveOptionsChanged(slave, before, Now);
        MarkChanged();
    }
}
