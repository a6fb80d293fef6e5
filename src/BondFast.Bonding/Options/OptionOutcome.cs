using System.Collections.Immutable;

namespace BondFast.Bonding;

/// <summary>
/// What became of one change of an option. Either <see cref="Error"/> with a sentence and the options as they were, or the
/// new options (side effects on other options included), what is to be done besides (<see cref="Action"/>), and warnings.
/// </summary>
public sealed record OptionOutcome
{
    public required BondOptions Options { get; init; }

    public OptionError Error { get; init; }

    /// <summary>Whole sentences: what, why, what to do. Null when it went well.</summary>
    public string? Message { get; init; }

    /// <summary>Whole sentences about values that were adjusted and options that changed along.</summary>
    public ImmutableArray<string> Warnings { get; init; } = [];

    /// <summary>For options that are not part of <see cref="BondOptions"/>: what the bond has to do.</summary>
    public OptionAction? Action { get; init; }

    public bool Succeeded => Error == OptionError.None;
}

/// <summary>What a bond has to do for an option that is a command rather than a value.</summary>
public abstract record OptionAction
{
    /// <summary><c>active_slave</c>: make this slave the active one (HOWTO 3.4). It is a slave and can be it.</summary>
    public sealed record Activate(string Slave) : OptionAction;

    /// <summary><c>active_slave</c> empty: forget the active slave and choose again.</summary>
    public sealed record ClearActive : OptionAction;

    /// <summary><c>primary</c> was set, also to what it was: choose again, and a usable primary takes over whatever primary_reselect says.</summary>
    public sealed record ForcePrimary : OptionAction;

    /// <summary><c>primary_reselect</c> was set: choose again, also when its value stayed the same.</summary>
    public sealed record Reselect : OptionAction;

    /// <summary><c>slaves=+name</c>: only who holds the ports can do this.</summary>
    public sealed record Enslave(string Port) : OptionAction;

    /// <summary><c>slaves=-name</c>. It is a slave.</summary>
    public sealed record Release(string Slave) : OptionAction;

    /// <summary><c>prio</c>, <c>queue_id</c> or <c>actor_port_prio</c> of one slave.</summary>
    public sealed record SetSlaveOptions(string Slave, SlaveOptions Options) : OptionAction;
}
