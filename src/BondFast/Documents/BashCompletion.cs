using System.CommandLine;
using System.Text;
using BondFast.Bonding;
using BondFast.Explanations;

namespace BondFast.Documents;

/// <summary>Completion for bash: tables from the command tree, and one function that walks them. Names of bonds and slaves come from the running program.</summary>
internal static class BashCompletion
{
    private const string Walk = """
        _bondfast() {
            local cur=${COMP_WORDS[COMP_CWORD]} verb="" place=0 valued="" word i
            COMPREPLY=()
            for ((i = 1; i < COMP_CWORD; i++)); do
                word=${COMP_WORDS[i]}
                if [ -n "$valued" ]; then
                    valued=""
                elif [[ $word == -* ]]; then
                    [[ " $(_bondfast_valued "$verb") " == *" $word "* ]] && valued=$word
                elif [[ $place -eq 0 && " $(_bondfast_verbs "$verb") " == *" $word "* ]]; then
                    verb=${verb:+$verb }$word
                else
                    place=$((place + 1))
                fi
            done
            local words kind
            if [ -n "$valued" ]; then
                words=$(_bondfast_value "$verb" "$valued")
                [ -n "$words" ] || { COMPREPLY=($(compgen -f -- "$cur")); return; }
            elif [[ $cur == -* ]]; then
                words=$(_bondfast_options "$verb")
            else
                words=$(_bondfast_verbs "$verb")
                if [ -z "$words" ]; then
                    kind=$(_bondfast_argument "$verb" "$place")
                    case $kind in
                    FILE | DIR) COMPREPLY=($(compgen -f -- "$cur")); return ;;
                    BOND | SLAVE | PORT) words=$(bondfast show --json 2>/dev/null | tr ',{' '\n\n' | sed -n 's/^ *"ifname": *"\([^"]*\)".*/\1/p') ;;
                    OPTION) words=$(_bondfast_option_names) ;;
                    VALUE) words=$(_bondfast_option_words "${COMP_WORDS[COMP_CWORD - 1]}") ;;
                    CODE) words=$(_bondfast_codes) ;;
                    *) words=$kind ;;
                    esac
                fi
            fi
            COMPREPLY=($(compgen -W "$words" -- "$cur"))
        }
        complete -F _bondfast bondfast
        """;

    public static string Write(RootCommand root)
    {
        IReadOnlyList<Verb> verbs = Verb.Of(root);
        var text = new StringBuilder("# bash completion of bondfast. Generated: bondfast generate-docs.\n# shellcheck shell=bash disable=SC2207\n");
        Cases(text, "_bondfast_verbs", "$1", verbs.Select(v => (v.Path, string.Join(' ', v.Verbs.Select(i => i.Name)))));
        Cases(text, "_bondfast_options", "$1", verbs.Select(v => (v.Path, string.Join(' ', v.Options.SelectMany(Verb.Spellings)))));
        Cases(text, "_bondfast_valued", "$1", verbs.Select(v => (v.Path, string.Join(' ', v.Options.Where(Verb.TakesValue).SelectMany(Verb.Spellings)))));
        Cases(text, "_bondfast_value", "$1 $2", verbs.SelectMany(v => v.Options.Where(Verb.TakesValue).SelectMany(o => Verb.Spellings(o).Select(s => ($"{v.Path} {s}", string.Join(' ', Verb.Words(o)))))));
        Cases(text, "_bondfast_argument", "$1 $2", verbs.SelectMany(v => v.Arguments.Select((a, place) => ($"{v.Path} {place}", Kind(a)))));
        Cases(text, "_bondfast_option_words", "$1", OptionTable.All.Where(o => o.IsNumeric).Select(o => (o.Name, string.Join(' ', o.Words.Select(w => w.Name)))));
        Constant(text, "_bondfast_option_names", OptionTable.All.Select(o => o.Name));
        Constant(text, "_bondfast_codes", ExplanationTable.All.Select(e => e.Code));
        return text.Append(Walk).Append('\n').ToString();
    }

    /// <summary>The words it can be, or its name.</summary>
    private static string Kind(Argument argument) => Verb.Words(argument) is { Count: > 0 } words ? string.Join(' ', words) : argument.Name;

    private static void Cases(StringBuilder text, string function, string subject, IEnumerable<(string Case, string Words)> cases)
    {
        text.Append(function).Append("() {\n    case \"").Append(subject).Append("\" in\n");
        foreach (var (name, words) in cases)
            if (words.Length > 0) text.Append("    \"").Append(name).Append("\") echo \"").Append(words).Append("\" ;;\n");
        text.Append("    esac\n}\n");
    }

    private static void Constant(StringBuilder text, string function, IEnumerable<string> words) =>
        text.Append(function).Append("() { echo \"").AppendJoin(' ', words).Append("\"; }\n");
}
