using BondFast.Bonding;

namespace BondFast.Documents;

/// <summary>What the documents say of an option, in phrases; all of it from <see cref="OptionTable"/>.</summary>
internal static class OptionFacts
{
    public static IEnumerable<(string Label, string Value)> Of(OptionEntry option)
    {
        yield return ("takes", Takes(option));
        yield return ("default", Default(option));
        yield return ("modes", Modes(option));
        yield return ("when", When(option));
        yield return ("where", Where(option));
        yield return ("source", option.Reference);
    }

    public static string Takes(OptionEntry option)
    {
        List<string> words = option.Kind == OptionKind.Range ? [.. option.Words.Select(w => $"{w.Name} ({w.Number})")] : [];
        if (option.TakesDefault && option.Default.Length > 0) words.Add("default");
        return words.Count == 0 ? option.Takes : $"{option.Takes}; also {string.Join(", ", words)}";
    }

    public static string Default(OptionEntry option) =>
        option.Default.Length == 0 ? "none" : option.Unit.Length == 0 ? option.Default : $"{option.Default} {option.Unit}";

    /// <summary>In which modes it may be set, and in which of them it does something.</summary>
    public static string Modes(OptionEntry option)
    {
        if (option.Modes == option.UsedIn) return option.Modes == BondModes.All ? "all" : option.Modes.Describe();
        return option.Modes == BondModes.All
            ? $"{option.UsedIn.Describe()}; without effect in others"
            : $"{option.UsedIn.Describe()}; may be set in {option.Modes.Describe()}";
    }

    public static string When(OptionEntry option) => option.Scope switch
    {
        OptionScope.Creation => "when the bond is made; a reload makes it anew",
        OptionScope.Module => "never: bonds are listed in the file",
        _ => option.When switch
        {
            OptionWhen.AnyTime => "at any time",
            OptionWhen.NoSlaves => "while the bond has no slaves; a reload makes the bond anew",
            OptionWhen.BondDown => "not while the bond runs; a reload makes the bond anew",
            _ => "not while the bond runs or has slaves; a reload makes the bond anew",
        },
    };

    public static string Where(OptionEntry option) => option.Scope switch
    {
        OptionScope.Bond or OptionScope.Creation => "[bond.NAME]",
        OptionScope.Slave => $"[bond.NAME.slave.PORT]; at run time: bondfast set BOND {option.Name} SLAVE:VALUE",
        OptionScope.Command when option.Name == "slaves" => $"[bond.NAME] slaves = [...]; at run time: bondfast set BOND slaves +PORT",
        OptionScope.Command => $"only at run time: bondfast set BOND {option.Name} VALUE",
        _ => "nowhere",
    };
}
