namespace BondFast.Bonding;

public sealed partial class OptionsValidator
{
    /// <summary>
    /// Does the option belong to the mode? Some that do not are ignored unread, some are kept with a warning, and options that never
    /// were module parameters are refused, as <c>ip link</c> refuses them.
    /// </summary>
    private bool FitsMode(GivenOption option, OptionEntry entry)
    {
        if (entry.UsedIn.Has(Mode)) return true;
        string belongs = $"It belongs to {entry.UsedIn.Describe()}.";
        switch (entry.Name)
        {
            case "xmit_hash_policy" or "xmit_hash_formula" or "lacp_rate" or "primary":
                Warn(option, $"{entry.Name} is ignored: mode {Mode.OptionName()} does not use it. {belongs}", WrongModeRemedy(entry));
                return false;
            case "arp_interval":
                if (IsZero(option.Text, entry)) return true;
                Error(option, OptionChange.WrongMode(entry, Mode), "Remove it, and set miimon instead.");
                return false;
            case "arp_validate":
                _given["arp_validate"] = option;
                return false;
        }
        if (!entry.IsModuleParameter && !entry.Modes.Has(Mode))
        {
            Error(option, OptionChange.WrongMode(entry, Mode), WrongModeRemedy(entry));
            return false;
        }
        // A bad value is reported as such, once.
        if (OptionSyntax.TryRead(entry, option.Text, out _, out _)) Warn(option, OptionChange.NoEffect(entry, Mode), WrongModeRemedy(entry));
        return true;
    }

    private static string WrongModeRemedy(OptionEntry entry)
    {
        int modes = System.Numerics.BitOperations.PopCount((uint)entry.UsedIn);
        return modes == 1 ? $"Remove it, or write mode = \"{entry.UsedIn.Describe()}\"." : "Remove it, or choose one of these modes.";
    }

    private static bool IsZero(string text, OptionEntry entry) => OptionSyntax.TryRead(entry, text, out long value, out _) && value == 0;
}
