using System.CommandLine;
using BondFast.Configuration.Schema;
using BondFast.Documents;

namespace BondFast.CommandLine;

/// <summary><c>bondfast generate-docs DIR</c> (hidden): man pages, completions, the schema and the table of options, for the package.</summary>
internal static class GenerateDocsCommand
{
    public static Command Create()
    {
        var folder = new Argument<string>("DIR") { Description = "The folder to write to." };
        var command = new Command("generate-docs", "Write man pages, completions, the schema and the table of options.") { folder };
        command.Hidden = true;
        command.SetAction(parsed => Run(parsed.GetValue(folder)!));
        return command;
    }

    internal static int Run(string folder)
    {
        RootCommand root = CommandTree.Create();
        try
        {
            Directory.CreateDirectory(folder);
            Write("bondfast.8", ProgramManPage.Write(root, VersionCommand.Number));
            Write("bondfast.toml.5", FileManPage.Write(VersionCommand.Number));
            Write("bondfast.bash", BashCompletion.Write(root));
            Write("_bondfast", ZshCompletion.Write(root));
            Write("bondfast.schema.json", JsonSchema.Write() + "\n");
            Write("options.md", OptionsMarkdown.Write());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new Failure(ExitCode.System, $"{folder} can't be written: {e.Message}");
        }
        return ExitCode.Success;

        void Write(string name, string text) => File.WriteAllText(Path.Combine(folder, name), text);
    }
}
