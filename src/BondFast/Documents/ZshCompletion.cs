using System.CommandLine;
using System.Text;
using BondFast.Bonding;
using BondFast.Explanations;

namespace BondFast.Documents;

/// <summary>Completion for zsh: one function a verb, with descriptions. Names of bonds and slaves come from the running program.</summary>
internal static class ZshCompletion
{
    public static string Write(RootCommand root)
    {
        var text = new StringBuilder("#compdef bondfast\n# Generated: bondfast generate-docs.\n\n");
        text.Append("""
            _bondfast_names() {
                local -a names
                names=(${(f)"$(bondfast show --json 2>/dev/null | tr ',{' '\n\n' | sed -n 's/^ *"ifname": *"\([^"]*\)".*/\1/p')"})
                compadd -a names
            }

            """);
        text.Append('\n');
        foreach (Verb verb in Verb.Of(root).Reverse()) Function(text, verb);
        return text.Append("\n_bondfast \"$@\"\n").ToString();
    }

    private static string FunctionName(Verb verb) => verb.Path.Length == 0 ? "_bondfast" : "_bondfast_verb_" + verb.Path.Replace(' ', '_').Replace('-', '_');

    private static void Function(StringBuilder text, Verb verb)
    {
        text.Append(FunctionName(verb)).Append("() {\n");
        if (verb.Verbs.Any()) Inner(text, verb);
        else
        {
            text.Append("    _arguments");
            foreach (Option option in verb.Options) text.Append(" \\\n        ").Append(Quote(Spec(option)));
            foreach (Argument argument in verb.Arguments) text.Append(" \\\n        ").Append(Quote(Spec(argument)));
            text.Append('\n');
        }
        text.Append("}\n\n");
    }

    private static void Inner(StringBuilder text, Verb verb)
    {
        text.Append("    local state line\n    _arguments -C '1: :->verb' '*:: :->rest'\n    case $state in\n    verb)\n        local -a verbs\n        verbs=(\n");
        foreach (Verb inner in verb.Verbs) text.Append("            ").Append(Quote($"{inner.Name}:{Plain(inner.Description)}")).Append('\n');
        text.Append("        )\n        _describe verb verbs\n        ;;\n    rest)\n        case $words[1] in\n");
        foreach (Verb inner in verb.Verbs) text.Append("        ").Append(inner.Name).Append(") ").Append(FunctionName(inner)).Append(" ;;\n");
        text.Append("        esac\n        ;;\n    esac\n");
    }

    private static string Spec(Option option)
    {
        string names = string.Join(",", Verb.Spellings(option));
        string head = $"{Verb.Spellings(option).First()}[{Plain(option.Description ?? names)}]";
        return Verb.TakesValue(option) ? $"{head}:{Verb.ValueName(option)}:{Among(Verb.Words(option), option.Name == "--socket" ? "_files" : " ")}" : head;
    }

    private static string Spec(Argument argument)
    {
        string action = argument.Name switch
        {
            "FILE" or "DIR" => "_files",
            "BOND" or "SLAVE" or "PORT" => "_bondfast_names",
            "OPTION" => Among([.. OptionTable.All.Select(o => o.Name)], " "),
            "CODE" => Among([.. ExplanationTable.All.Select(e => e.Code)], " "),
            _ => " ",
        };
        string place = argument.Arity.MaximumNumberOfValues > 1 ? "*" : "";
        string optional = argument.Arity.MinimumNumberOfValues == 0 && place.Length == 0 ? ":" : "";
        return $"{place}:{optional}{argument.Name}:{Among(Verb.Words(argument), action)}";
    }

    private static string Among(IReadOnlyList<string> words, string otherwise) => words.Count == 0 ? otherwise : $"({string.Join(' ', words)})";

    /// <summary>Brackets and colons mean something in a specification.</summary>
    private static string Plain(string text) =>
        text.Replace("[", "\\[", StringComparison.Ordinal).Replace("]", "\\]", StringComparison.Ordinal).Replace(":", "\\:", StringComparison.Ordinal);

    private static string Quote(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
