using System.CommandLine;
using BondFast.Bonding;
using BondFast.Documents;

namespace BondFast.CommandLine;

/// <summary><c>bondfast options [NAME]</c>: the option table as text; with the hidden <c>--markdown</c> the whole of docs/options.md.</summary>
internal static class OptionsCommand
{
    public static Command Create()
    {
        var name = new Argument<string?>("NAME") { Description = "Only this option.", Arity = ArgumentArity.ZeroOrOne };
        name.CompletionSources.Add([.. OptionTable.All.Select(o => o.Name)]);
        var markdown = new Option<bool>("--markdown") { Hidden = true };
        var command = new Command("options", "Tell about the bonding options: values, default, modes, when they may change.") { name, markdown };
        command.SetAction(parsed => Run(parsed.GetValue(name), parsed.GetValue(markdown), Console.Out));
        return command;
    }

    internal static int Run(string? name, bool markdown, TextWriter output)
    {
        if (markdown)
        {
            output.Write(OptionsMarkdown.Write());
            return ExitCode.Success;
        }
        if (name is null)
        {
            int width = OptionTable.All.Max(o => o.Name.Length);
            foreach (OptionEntry option in OptionTable.All) output.WriteLine($"{option.Name.PadRight(width)}  {option.Summary}");
            output.WriteLine();
            output.WriteLine("bondfast options NAME tells all about one of them.");
            return ExitCode.Success;
        }
        OptionEntry found = OptionTable.Find(name)
            ?? throw new Failure(ExitCode.Usage, $"there is no option {name}. {(OptionTable.Nearest(name) is { } near ? $"Did you mean {near}?" : "'bondfast options' lists them.")}");
        output.WriteLine($"{found.Name}: {found.Summary}");
        foreach (var (label, value) in OptionFacts.Of(found)) output.WriteLine($"  {label + ":",-11}{value}");
        return ExitCode.Success;
    }
}
