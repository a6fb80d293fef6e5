using System.CommandLine;
using System.CommandLine.Completions;

namespace BondFast.Documents;

/// <summary>A visible verb of the command tree with the path to it, as man pages and completions want it.</summary>
/// <param name="Path"><c>bond add</c>; empty: the program itself.</param>
internal sealed record Verb(string Path, Command Command)
{
    /// <summary>The program and all its verbs, in the tree's order.</summary>
    public static IReadOnlyList<Verb> Of(RootCommand root)
    {
        List<Verb> verbs = [];
        Collect(new Verb("", root), verbs);
        return verbs;
    }

    private static void Collect(Verb verb, List<Verb> verbs)
    {
        verbs.Add(verb);
        foreach (Verb inner in verb.Verbs) Collect(inner, verbs);
    }

    public string Name => Command.Name;

    public string Description => Command.Description ?? "";

    public IEnumerable<Verb> Verbs => Command.Subcommands.Where(c => !c.Hidden).Select(c => new Verb(Path.Length == 0 ? c.Name : $"{Path} {c.Name}", c));

    public IEnumerable<Option> Options => Command.Options.Where(o => !o.Hidden);

    public IEnumerable<Argument> Arguments => Command.Arguments.Where(a => !a.Hidden);

    /// <summary>Every spelling of the option, the long ones first.</summary>
    public static IEnumerable<string> Spellings(Option option) => option.Aliases.Prepend(option.Name).Distinct().OrderByDescending(s => s.StartsWith("--", StringComparison.Ordinal));

    public static bool TakesValue(Option option) => option.ValueType != typeof(bool) && option.Arity.MaximumNumberOfValues > 0;

    /// <summary>What stands for the value: <c>SECONDS</c>.</summary>
    public static string ValueName(Option option) => (option.HelpName ?? option.Name.TrimStart('-')).ToUpperInvariant();

    /// <summary>The words that an argument or an option's value can be; empty when there is no such list.</summary>
    public static IReadOnlyList<string> Words(Symbol symbol) =>
        [.. symbol.GetCompletions(CompletionContext.Empty).Select(c => c.InsertText ?? c.Label).Where(w => !w.StartsWith('-'))];

    /// <summary><c>[BOND]</c>, <c>FILE</c>, <c>[OPTION=VALUE ...]</c>.</summary>
    public static string Usage(Argument argument)
    {
        string name = argument.Arity.MaximumNumberOfValues > 1 ? argument.Name + " ..." : argument.Name;
        return argument.Arity.MinimumNumberOfValues == 0 ? $"[{name}]" : name;
    }
}
