using System.Collections.Immutable;

namespace BondFast.Bonding;

/// <summary>
/// Changes one option of a running bond (HOWTO 3.4). Pure: the caller keeps <see cref="OptionOutcome.Options"/> and acts on the
/// difference. Checks in the driver's order: mode, slaves, bond down, value, then what the option itself asks for.
/// </summary>
public static partial class OptionChange
{
    /// <param name="current">The options as they are.</param>
    /// <param name="state">The bond as it is.</param>
    /// <param name="option">Its name, as in the HOWTO.</param>
    /// <param name="value">As one would write it to the driver's file: word or number, <c>+</c> and <c>-</c> for lists, <c>slave:value</c>.</param>
    public static OptionOutcome TryApply(BondOptions current, BondState state, string option, string value)
    {
        OptionEntry? entry = OptionTable.Find(option);
        if (entry is null) return Unknown(current, option);
        return Forbidden(current, state, entry) ?? Set(current, state, entry, value);
    }

    private static OptionOutcome Set(BondOptions current, BondState state, OptionEntry entry, string value) => entry.Name switch
    {
        "mode" => SetMode(current, entry, value),
        "miimon" => SetMiimon(current, entry, value),
        "arp_interval" => SetArpInterval(current, entry, value),
        "updelay" or "downdelay" or "peer_notif_delay" => SetDelay(current, entry, value),
        "arp_ip_target" => ChangeArpTargets(current, value),
        "ns_ip6_target" => ChangeNsTargets(current, value),
        "primary" => SetPrimary(current, value),
        "active_slave" => Activate(current, state, value),
        "slaves" => ChangeSlaves(current, state, value),
        "ad_actor_system" => SetActorSystem(current, value),
        "queue_id" => SetQueueId(current, state, entry, value),
        "prio" or "actor_port_prio" => SetOfSlave(current, state, entry, value),
        _ => SetNumber(current, entry, value),
    };

    private static OptionOutcome Unknown(BondOptions current, string option)
    {
        string shown = OptionSyntax.Shorten(option);
        if (OptionTable.IsReadOnly(option)) return Refuse(current, OptionError.AccessDenied, $"{shown} is a reading, not a setting: it cannot be written.");
        string remedy = OptionTable.Nearest(option) is { } nearest ? $"Did you mean {nearest}?" : "The options are those of the bonding HOWTO, section 2.";
        return Refuse(current, OptionError.NoSuchOption, $"There is no option {shown}. {remedy}");
    }

    private static OptionOutcome? Forbidden(BondOptions current, BondState state, OptionEntry entry)
    {
        if (entry.Scope == OptionScope.Module)
            return Refuse(current, OptionError.AccessDenied, $"{entry.Name} belongs to the kernel module: here bonds are made one by one, each with its name.");
        if (entry.Scope == OptionScope.Creation)
            return Refuse(current, OptionError.AccessDenied, $"{entry.Name} is fixed when the bond is made. Change it in the file and start again.");
        if (!entry.Modes.Has(current.Mode))
            return Refuse(current, OptionError.AccessDenied, WrongMode(entry, current.Mode));
        if ((entry.When & OptionWhen.NoSlaves) != 0 && state.HasSlaves)
            return Refuse(current, OptionError.NotEmpty,
                $"{entry.Name} can change only while the bond has no slaves. Release {WordList.And([.. state.Slaves.Select(s => s.Name)])} first.");
        if ((entry.When & OptionWhen.BondDown) != 0 && state.IsUp)
            return Refuse(current, OptionError.Busy, $"{entry.Name} can change only while the bond is down. Take the bond down first.");
        return null;
    }

    internal static string WrongMode(OptionEntry entry, BondMode mode) =>
        entry.ModeReason is null
            ? $"{entry.Name} cannot be used in mode {mode.OptionName()}: it belongs to {entry.Modes.Describe()}."
            : $"{entry.Name} cannot be used in mode {mode.OptionName()}: {entry.ModeReason}. It belongs to {entry.Modes.Describe()}.";

    private static OptionOutcome SetNumber(BondOptions current, OptionEntry entry, string value)
    {
        if (!OptionSyntax.TryRead(entry, value, out long number, out string why)) return BadValue(current, entry, value, why);
        ImmutableArray<string> warnings = entry.UsedIn.Has(current.Mode) ? [] : [NoEffect(entry, current.Mode)];
        OptionAction? action = entry.Name == "primary_reselect" ? new OptionAction.Reselect() : null;
        return new OptionOutcome { Options = entry.Write!(current, number), Warnings = warnings, Action = action };
    }

    internal static string NoEffect(OptionEntry entry, BondMode mode) =>
        $"{entry.Name} has no effect in mode {mode.OptionName()}: it is used in {entry.UsedIn.Describe()}.";

    private static OptionOutcome BadValue(BondOptions current, OptionEntry entry, string value, string why) =>
        Refuse(current, OptionError.Invalid, $"{why} {OptionSyntax.Remedy(entry, value)}");

    private static OptionOutcome Refuse(BondOptions current, OptionError error, string message) =>
        new() { Options = current, Error = error, Message = message };

    private static OptionOutcome Accept(BondOptions options, params string[] warnings) =>
        new() { Options = options, Warnings = [.. warnings] };
}
