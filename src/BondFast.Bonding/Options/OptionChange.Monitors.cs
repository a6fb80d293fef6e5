namespace BondFast.Bonding;

public static partial class OptionChange
{
    private static OptionOutcome SetMode(BondOptions current, OptionEntry entry, string value)
    {
        if (!OptionSyntax.TryRead(entry, value, out long number, out string why)) return BadValue(current, entry, value, why);
        BondOptions changed = OptionSideEffects.WithMode(current, (BondMode)number);
        return new OptionOutcome { Options = changed, Warnings = [.. AlongWith(current, changed, "mode")] };
    }

    private static OptionOutcome SetMiimon(BondOptions current, OptionEntry entry, string value)
    {
        if (!OptionSyntax.TryRead(entry, value, out long number, out string why)) return BadValue(current, entry, value, why);
        bool forced = number == 0 && OptionSideEffects.NeedsMiimon(current.Mode);
        BondOptions changed = OptionSideEffects.WithMiimon(current, forced ? OptionSideEffects.ForcedMiimon : (int)number);
        string[] because = forced ? [ForcedMiimon(current.Mode)] : [];
        return new OptionOutcome { Options = changed, Warnings = [.. because, .. AlongWith(current, changed, "miimon")] };
    }

    internal static string ForcedMiimon(BondMode mode) =>
        $"miimon 0 is not possible in mode {mode.OptionName()}, which needs speed and duplex from the MII monitor: it is {OptionSideEffects.ForcedMiimon} ms.";

    private static OptionOutcome SetArpInterval(BondOptions current, OptionEntry entry, string value)
    {
        if (!OptionSyntax.TryRead(entry, value, out long number, out string why)) return BadValue(current, entry, value, why);
        BondOptions changed = OptionSideEffects.WithArpInterval(current, (int)number);
        string[] idle = number != 0 && changed.ArpIpTarget.IsEmpty && changed.NsIp6Target.IsEmpty
            ? ["arp_interval has nothing to probe yet: slaves will go down until arp_ip_target or ns_ip6_target has an address."] : [];
        return new OptionOutcome { Options = changed, Warnings = [.. idle, .. AlongWith(current, changed, "arp_interval")] };
    }

    private static OptionOutcome SetDelay(BondOptions current, OptionEntry entry, string value)
    {
        if (!OptionSyntax.TryRead(entry, value, out long number, out string why)) return BadValue(current, entry, value, why);
        if (current.Miimon == 0)
            return Refuse(current, OptionError.NotPermitted, $"{entry.Name} needs the MII monitor, which is off. Set miimon first.");
        long rounded = number - number % current.Miimon;
        BondOptions changed = entry.Write!(current, rounded);
        return rounded == number ? Accept(changed) : Accept(changed, Rounded(entry.Name, number, current.Miimon, rounded));
    }

    internal static string Rounded(string name, long given, int miimon, long rounded) =>
        $"{name} = {given} is not a multiple of miimon ({miimon} ms): it is rounded down to {rounded} ms.";

    /// <summary>A sentence for each other option that changed along.</summary>
    private static IEnumerable<string> AlongWith(BondOptions before, BondOptions after, string except)
    {
        foreach (OptionEntry entry in OptionTable.All)
        {
            if (entry.Read is null || entry.Name == except || entry.Read(before) == entry.Read(after)) continue;
            yield return $"{entry.Name} changes with {except}: it was {OptionText.Plain(before, entry)} and is now {OptionText.Plain(after, entry)}.";
        }
    }
}
