using BondFast.Bonding.Addressing;
using BondFast.Bonding.Failover;
using BondFast.Bonding.Modes;
using BondFast.Bonding.Monitors;

namespace BondFast.Bonding;

/// <summary>
/// One bond: a calculator that link states, received control frames, commands and the time go into, and effects come out of
/// (<see cref="IBondEffects"/>). It has no clock, thread or I/O. Time is monotonic nanoseconds and never goes back.
/// All calls come from one thread at a time.
/// </summary>
/// <remarks>
/// A new bond is closed (administratively down) and has no slaves: no monitor runs and nothing is forwarded until
/// <see cref="Open"/>. Slaves may be enslaved before or after. Every public method does its work, then publishes at most one
/// forwarding plan, then sends notifications that are due, so that peers are told only when the workers already listen.
/// </remarks>
public sealed partial class Bond
{
    internal const long NanosecondsPerMillisecond = 1_000_000;

    private readonly List<Slave> _slaves = [];
    private readonly MiiMonitor _mii;
    private readonly ArpMonitor _arp;
    private readonly SlaveFilters _filters;
    private readonly KnownAddresses _addresses;
    private readonly PeerNotifications _notifications;
    private readonly Memberships _memberships;

    /// <exception cref="ArgumentException">The mode is not one of the seven.</exception>
    public Bond(string name, BondOptions options, IBondEffects effects, long now)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(effects);
        Name = name;
        Options = options;
        Effects = effects;
        Now = now;
        Mode = ModeFactory.Create(this);
        _addresses = new KnownAddresses(this);
        _mii = new MiiMonitor(this);
        _arp = new ArpMonitor(this, _addresses);
        _filters = new SlaveFilters(this);
        _notifications = new PeerNotifications(this, _addresses);
        _memberships = new Memberships(this);
        Plan = Mode.Plan();
    }

    public string Name { get; }

    /// <summary>Effective values: what was given, with what a mode or a slave forced.</summary>
    public BondOptions Options { get; private set; }

    public IBondEffects Effects { get; }

    /// <summary>In order of enslavement.</summary>
    public IReadOnlyList<Slave> Slaves => _slaves;

    /// <summary>Administratively up.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>The time of the last call, monotonic ns.</summary>
    internal long Now { get; private set; }

    /// <summary>Same as <see cref="Slaves"/>, for loops that must not allocate an enumerator.</summary>
    internal List<Slave> SlaveList => _slaves;

    internal ModeBehaviour Mode { get; private set; }

    /// <summary>Monotonic ns at which <see cref="Advance"/> has something to do; <see cref="long.MaxValue"/> is never.</summary>
    public long NextDeadline
    {
        get
        {
            if (!IsOpen) return long.MaxValue;
            long monitors = Math.Min(_mii.NextDeadline, _arp.NextDeadline);
            long failover = Math.Min(_notifications.NextDeadline, _memberships.NextDeadline);
            return Math.Min(Math.Min(monitors, failover), Mode.NextDeadline);
        }
    }

    /// <summary>Runs what is due: monitors, the mode's timers, repeated notifications. Costs nothing when nothing is.</summary>
    public void Advance(long now)
    {
        Enter(now);
        if (IsOpen)
        {
            if (now >= _mii.NextDeadline) _mii.Run(now);
            if (now >= _arp.NextDeadline) _arp.Run(now);
            if (now >= Mode.NextDeadline) Mode.Advance(now);
            _memberships.Run(now);
        }
        Finish();
    }

    /// <summary>Administratively up: monitors start with an immediate first run.</summary>
    public void Open(long now)
    {
        Enter(now);
        if (IsOpen) return;
        IsOpen = true;
        StartMonitors(now);
        _filters.Apply();
        Mode.OnOpened(now);
        MarkChanged();
        Raise(EventLevel.Info, "opened", null, $"{Name}: up");
        Finish();
    }

    /// <summary>Administratively down: monitors stop, pending notifications are forgotten, nothing is forwarded. Slaves stay.
    /// 802.3ad takes leave of its partners.</summary>
    public void Close(long now)
    {
        Enter(now);
        if (!IsOpen) return;
        Mode.OnClosing(now);
        IsOpen = false;
        _mii.Stop();
        _arp.Stop();
        _notifications.Stop();
        _memberships.Stop();
        _filters.Apply();
        MarkChanged();
        Raise(EventLevel.Info, "closed", null, $"{Name}: down");
        Finish();
    }

    /// <summary>Starts the one that has an interval, stops the other.</summary>
    private void StartMonitors(long now)
    {
        _mii.Start(now);
        _arp.StopHunting();
        _arp.Start(now);
    }

    private void Enter(long now) => Now = Math.Max(Now, now);

    internal void Raise(EventLevel level, string kind, Slave? slave, string text) =>
        Effects.Raise(new BondEvent(Now, level, kind, Name, slave?.Name, text));

    internal ulong NextRandom() => Effects.NextRandom();
}
