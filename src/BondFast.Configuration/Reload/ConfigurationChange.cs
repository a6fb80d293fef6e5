namespace BondFast.Configuration.Reload;

/// <summary>What it takes for a change to have effect.</summary>
public enum ChangeClass : byte
{
    /// <summary>Nothing else is disturbed.</summary>
    Live,

    /// <summary>Slaves are released and enslaved again, or a port is stopped and started.</summary>
    MemberRestart,

    /// <summary>The program has to be started again.</summary>
    DaemonRestart,
}

/// <summary>What a change is about. The numbers are the order in which changes are applied.</summary>
public enum ChangeKind : byte
{
    BondRemoved,
    SlaveRemoved,
    PortRemoved,
    Port,
    PortAdded,
    BondAdded,
    Uplink,
    Option,
    Mac,
    Mtu,
    Addresses,
    TxUnsent,
    SlaveAdded,
    SlaveOrder,
    SlaveOption,
    Workers,
    Memory,
    Control,
    Eal,
}

/// <summary>One difference between two configurations.</summary>
/// <param name="Bond">The bond it concerns, or null.</param>
/// <param name="Subject">The option, slave, port or key.</param>
/// <param name="From">As it was; empty: not there.</param>
/// <param name="To">As it becomes; empty: gone.</param>
public sealed record ConfigurationChange(ChangeClass Class, ChangeKind Kind, string? Bond, string Subject, string From, string To)
{
    public override string ToString()
    {
        string what = Bond is null ? Subject : $"{Bond}: {Subject}";
        string how = (From.Length, To.Length) switch
        {
            (0, 0) => "",
            (0, _) => $" becomes {To}",
            (_, 0) => $" was {From} and goes",
            _ => $" was {From} and becomes {To}",
        };
        string cost = Class switch
        {
            ChangeClass.Live => "",
            ChangeClass.MemberRestart => " (ports of the bond restart)",
            _ => " (needs a restart of the program)",
        };
        return what + how + cost;
    }
}
