using System.CommandLine;
using BondFast.Configuration.Schema;

namespace BondFast.CommandLine;

/// <summary><c>bondfast schema</c>: the JSON schema of the configuration file, for editors.</summary>
internal static class SchemaCommand
{
    public static Command Create()
    {
        var command = new Command("schema", "Print the JSON schema (draft 4) of the configuration file, for editors.");
        command.SetAction(_ =>
        {
            Console.WriteLine(JsonSchema.Write());
            return ExitCode.Success;
        });
        return command;
    }
}
