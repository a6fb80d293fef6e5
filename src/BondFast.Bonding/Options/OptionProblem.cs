namespace BondFast.Bonding;

public enum ProblemSeverity : byte
{
    /// <summary>The set is refused.</summary>
    Error,

    /// <summary>Something was ignored or adjusted.</summary>
    Warning,

    /// <summary>Worth knowing; nothing is wrong.</summary>
    Note,
}

/// <summary>One finding about a set of options.</summary>
/// <param name="Severity">Error refuses the whole set.</param>
/// <param name="Option">The option it is about.</param>
/// <param name="Message">What and why: whole sentences.</param>
/// <param name="Remedy">What to do: a whole sentence.</param>
/// <param name="Where">What came with the option when it was given (a position in a file), or null.</param>
public sealed record OptionProblem(ProblemSeverity Severity, string Option, string Message, string Remedy, object? Where)
{
    public override string ToString() => $"{Message} {Remedy}";
}

/// <summary>One option as somebody wrote it. Lists may come as several of one name, one element each.</summary>
/// <param name="Where">Comes back in <see cref="OptionProblem.Where"/>.</param>
public readonly record struct GivenOption(string Name, string Text, object? Where = null);

/// <summary>What a bad value means.</summary>
public enum ValueRules : byte
{
    /// <summary>An error: nothing is half-applied.</summary>
    Strict,

    /// <summary>As the parameters of the kernel module: many bad values become the default, with a warning.</summary>
    Module,
}

/// <summary>A set of options after all rules, with every finding. Usable when none is an error.</summary>
public sealed record ValidatedOptions(BondOptions Options, IReadOnlyList<OptionProblem> Problems)
{
    public bool IsUsable => !Problems.Any(p => p.Severity == ProblemSeverity.Error);
}

/// <summary>As <see cref="ValidatedOptions"/>, of one slave.</summary>
public sealed record ValidatedSlaveOptions(SlaveOptions Options, IReadOnlyList<OptionProblem> Problems);
