using BondFast.Wire;

namespace BondFast.Bonding;

/// <summary>
/// Makes <see cref="BondOptions"/> of a whole set of options as a file gives it, with the rules that the driver has for its
/// module parameters (linux-bonding: conflicts at load time), and finds all problems in one run. Pure.
/// </summary>
public sealed partial class OptionsValidator
{
    private readonly ValueRules _rules;
    private readonly bool _slavesHavePrio;
    private readonly object? _where;
    private readonly IReadOnlyCollection<string> _unreadable;
    private readonly Dictionary<string, GivenOption> _given = [];
    private readonly List<OptionProblem> _problems = [];
    private BondOptions _options = new();
    private bool _modeIsKnown = true;
    private bool _arpIsOff;

    private OptionsValidator(ValueRules rules, bool slavesHavePrio, object? where, IReadOnlyCollection<string> unreadable)
    {
        _unreadable = unreadable;
        _rules = rules;
        _slavesHavePrio = slavesHavePrio;
        _where = where;
    }

    /// <param name="given">In the order in which they were written.</param>
    /// <param name="slavesHavePrio">Some slave has <c>prio</c>: then primary_reselect means something without a primary.</param>
    /// <param name="where">Position for problems of options that were not given.</param>
    /// <param name="unreadable">Options that were given in a form that the caller has already refused: nobody says that they are missing.</param>
    public static ValidatedOptions Validate(
        IReadOnlyList<GivenOption> given, ValueRules rules = ValueRules.Strict, bool slavesHavePrio = false, object? where = null,
        IReadOnlyCollection<string>? unreadable = null)
    {
        OptionsValidator run = new(rules, slavesHavePrio, where, unreadable ?? []);
        if (run._unreadable.Contains("mode")) run._modeIsKnown = false;
        run.ReadMode(given);
        foreach (GivenOption option in given) run.Read(option);
        if (run._modeIsKnown) run.CheckTogether();
        return new ValidatedOptions(run._options, run._problems);
    }

    private BondMode Mode => _options.Mode;

    /// <summary>The mode first: it decides about all others.</summary>
    private void ReadMode(IReadOnlyList<GivenOption> given)
    {
        foreach (GivenOption option in given)
        {
            if (option.Name != "mode") continue;
            OptionEntry entry = OptionTable.Find("mode")!;
            _given["mode"] = option;
            _modeIsKnown = OptionSyntax.TryRead(entry, option.Text, out long mode, out string why);
            if (_modeIsKnown) _options = _options with { Mode = (BondMode)mode };
            else Error(option, why, OptionSyntax.Remedy(entry, option.Text));
        }
    }

    private void Read(GivenOption option)
    {
        OptionEntry? entry = OptionTable.Find(option.Name);
        if (entry is null) Unknown(option);
        else if (entry.Name == "mode") return;
        else if (entry.Scope is OptionScope.Slave or OptionScope.Command) NotHere(option, entry);
        else if (entry.Scope == OptionScope.Module) MaxBonds(option);
        else if (!_modeIsKnown || FitsMode(option, entry)) ReadValue(option, entry);
    }

    private void Unknown(GivenOption option)
    {
        string shown = OptionSyntax.Shorten(option.Name);
        if (_rules == ValueRules.Module) Warn(option, $"The bonding driver has no option {shown}: it is ignored.", "Remove it.");
        else if (OptionTable.IsReadOnly(option.Name)) Error(option, $"{shown} is a reading, not a setting.", "Remove it.");
        else Error(option, $"There is no option {shown}.",
            OptionTable.Nearest(option.Name) is { } nearest ? $"Did you mean {nearest}?" : "The options are those of the bonding HOWTO, section 2.");
    }

    private void NotHere(GivenOption option, OptionEntry entry)
    {
        if (entry.Name == "active_slave")
            Error(option, "active_slave is set while the bond runs, not in the file.", "Write primary to say which slave is preferred.");
        else if (entry.Name == "slaves")
            Error(option, "slaves is not an option of the driver that can be loaded.", "List the slaves of the bond.");
        else
            Error(option, $"{entry.Name} is an option of one slave, not of the bond.", $"Write it in the slave's own table, [bond.NAME.slave.PORT].");
    }

    private void MaxBonds(GivenOption option)
    {
        if (long.TryParse(OptionSyntax.FirstWord(option.Text), out long count) && count is 0 or 1 && _rules == ValueRules.Module) return;
        Warn(option, $"max_bonds = {OptionSyntax.Shorten(option.Text)} is ignored: bonds are not counted here but listed, each with its name.", "Write one table [bond.NAME] for each bond.");
    }

    private void ReadValue(GivenOption option, OptionEntry entry)
    {
        if (entry.IsNumeric && _given.ContainsKey(entry.Name))
            Warn(option, $"{entry.Name} is given twice: the later value is used.", "Remove one.");
        if (entry.IsNumeric) ReadNumber(option, entry);
        else if (entry.Kind is OptionKind.Ipv4List) ReadArpTargets(option);
        else if (entry.Kind is OptionKind.Ipv6List) ReadNsTargets(option);
        else if (entry.Kind is OptionKind.Mac) ReadActorSystem(option);
        else ReadPrimary(option);
        _given[entry.Name] = option;
    }

    private void ReadNumber(GivenOption option, OptionEntry entry)
    {
        if (OptionSyntax.TryRead(entry, option.Text, out long value, out string why))
        {
            _options = entry.Write!(_options, value);
            return;
        }
        if (_rules == ValueRules.Module && entry.Fallback is { } fallback)
        {
            _options = entry.Write!(_options, fallback);
            Warn(option, $"{why} As in the driver, {OptionText.Plain(_options, entry)} is used.", OptionSyntax.Remedy(entry, option.Text));
        }
        else Error(option, why, OptionSyntax.Remedy(entry, option.Text));
    }

    private void ReadActorSystem(GivenOption option)
    {
        if (OptionSyntax.BadActorSystem(option.Text, out MacAddress mac, out string remedy) is { } why) Error(option, why, remedy);
        else _options = _options with { AdActorSystem = mac };
    }

    private void ReadPrimary(GivenOption option)
    {
        string name = option.Text.Trim();
        if (name.Length == 0) return;
        if (PortName.Refusal(name) is { } why) Error(option, $"primary = \"{OptionSyntax.Shorten(name)}\" cannot be a port: {why}.", "Write the name of one of the bond's slaves.");
        else _options = _options with { Primary = name };
    }

    private void Error(GivenOption option, string message, string remedy) => Report(ProblemSeverity.Error, option, message, remedy);

    private void Warn(GivenOption option, string message, string remedy) => Report(ProblemSeverity.Warning, option, message, remedy);

    private void Report(ProblemSeverity severity, GivenOption option, string message, string remedy) =>
        _problems.Add(new OptionProblem(severity, option.Name, message, remedy, option.Where));

    /// <summary>The option as it was given, or as one that was not.</summary>
    private GivenOption GivenOr(string name, string otherwise = "mode") =>
        _given.TryGetValue(name, out GivenOption option) ? option
        : _given.TryGetValue(otherwise, out option) ? option with { Name = name }
        : new GivenOption(name, "", _where);
}
