using System.CommandLine;
using BondFast.Configuration.Import;

namespace BondFast.CommandLine;

/// <summary><c>bondfast import FILE...</c>: what a Linux host has configured for its bonds, as BondFast's TOML on standard output and a
/// report on standard error. Touches nothing.</summary>
internal static class ImportCommand
{
    public static Command Create()
    {
        var files = new Argument<string[]>("FILE") { Description = "modprobe.d, ifcfg or /etc/network/interfaces files; '-' is standard input.", Arity = ArgumentArity.OneOrMore };
        var format = new Option<string>("--format") { Description = "What the files are; found out when it is not given." };
        format.AcceptOnlyFromAmong([.. Enum.GetNames<ImportFormat>().Select(n => n.ToLowerInvariant())]);
        var strict = new Option<bool>("--strict") { Description = "Exit code 1 when anything was approximated or ignored." };
        var command = new Command("import", "Turn the bonding configuration of a Linux host into TOML; nothing is touched.") { files, format, strict };
        command.SetAction(parsed => Run(parsed.GetValue(files)!, parsed.GetValue(format), parsed.GetValue(strict), Console.In, Console.Out, Console.Error));
        return command;
    }

    internal static int Run(string[] files, string? format, bool strict, TextReader input, TextWriter output, TextWriter errors)
    {
        ImportSource[] sources = [.. files.Select(file => Read(file, input))];
        ImportResult result = Importer.Import(sources, format is null ? null : Enum.Parse<ImportFormat>(format, ignoreCase: true), PciAddressOf);
        foreach (ImportRemark remark in result.Remarks) errors.WriteLine(remark);
        if (result.Bonds == 0) throw new Failure(ExitCode.BadInput, "no bond was found. Name the files that define one, or give --format.");
        output.Write(result.Toml);
        return strict && result.HasLoss ? ExitCode.Negative : ExitCode.Success;
    }

    /// <summary>A NIC of this host that DPDK would take over is named by its PCI address; null for anything else.</summary>
    private static string? PciAddressOf(string @interface)
    {
        string? device = new FileInfo($"/sys/class/net/{@interface}/device").ResolveLinkTarget(returnFinalTarget: true)?.Name;
        return device is not null && device.Length == 12 && device[4] == ':' && device[7] == ':' && device[10] == '.' ? device : null;
    }

    private static ImportSource Read(string file, TextReader input)
    {
        try
        {
            return file == "-" ? new ImportSource("standard input", input.ReadToEnd()) : new ImportSource(file, File.ReadAllText(file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new Failure(ExitCode.NoInput, $"{file} can't be read: {e.Message}");
        }
    }
}
