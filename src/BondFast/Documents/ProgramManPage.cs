using System.CommandLine;
using System.Globalization;
using BondFast.CommandLine;

namespace BondFast.Documents;

/// <summary>bondfast(8), from the command tree.</summary>
internal static class ProgramManPage
{
    private static readonly (int Code, string Meaning)[] ExitCodes =
    [
        (ExitCode.Success, "Success."),
        (ExitCode.Negative, "An answer in the negative: the running program refused, the demonstration failed. doctor: warnings."),
        (2, "doctor: failures."),
        (ExitCode.Usage, "The command line is wrong."),
        (ExitCode.BadInput, "Input data is malformed."),
        (ExitCode.NoInput, "A named file is not there or cannot be read."),
        (ExitCode.Unavailable, "The running program cannot be reached."),
        (ExitCode.Internal, "A defect of the program."),
        (ExitCode.System, "The operating system or DPDK refused."),
        (ExitCode.Temporary, "Something is in use; trying again may help."),
        (ExitCode.Permission, "Not permitted."),
        (ExitCode.Configuration, "The configuration file is wrong."),
    ];

    public static string Write(RootCommand root, string version)
    {
        var page = new Roff("bondfast", 8, version, "System Administration");
        page.Section("NAME");
        page.Line("bondfast - link bonding in user space with DPDK");
        page.Section("SYNOPSIS");
        page.Paragraph("bondfast VERB [ARGUMENTS] [OPTIONS]");
        page.Section("DESCRIPTION");
        page.Paragraph("bondfast does the Linux bonding driver's job in user space: DPDK's poll-mode drivers move frames between a bond and its slaves, on CPUs of their own. Modes, options and their values are the bonding driver's; bondfast.toml(5) describes the file.");
        page.Paragraph("The program runs in the foreground (bondfast run). The verbs that show and change things talk to it over its control socket.");
        page.Section("VERBS");
        foreach (Verb verb in Verb.Of(root))
            if (verb.Path.Length > 0 && !verb.Verbs.Any()) Describe(page, verb);
        page.Section("\"EXIT STATUS\"");
        foreach (var (code, meaning) in ExitCodes) page.Item(code.ToString(CultureInfo.InvariantCulture), meaning);
        Surroundings(page);
        return page.ToString();
    }

    private static void Describe(Roff page, Verb verb)
    {
        page.Subsection(string.Join(' ', verb.Arguments.Select(Verb.Usage).Prepend(verb.Path)));
        page.Line(verb.Description);
        foreach (Argument argument in verb.Arguments)
            if (!string.IsNullOrEmpty(argument.Description)) page.Item(argument.Name, argument.Description);
        foreach (Option option in verb.Options)
        {
            string names = string.Join(", ", Verb.Spellings(option));
            string described = option.Description ?? "";
            if (Verb.TakesValue(option) && option.HasDefaultValue && option.GetDefaultValue() is { } value) described += string.Create(CultureInfo.InvariantCulture, $" Default: {value}.");
            page.Item(Verb.TakesValue(option) ? $"{names} {Verb.ValueName(option)}" : names, described);
        }
    }

    private static void Surroundings(Roff page)
    {
        page.Section("SIGNALS");
        page.Item("SIGINT, SIGTERM", "End the program: LACP takes leave of its partners, addresses, MTU and promiscuous mode of the ports come back. A second signal ends it at once.");
        page.Item("SIGHUP", "Read the configuration file again, as bondfast reload does.");
        page.Section("ENVIRONMENT");
        page.Item("BONDFAST_SOCKET", "The control socket that the verbs use without --socket.");
        page.Item("STATE_DIRECTORY", "Where the original addresses of ports are kept while the program runs; systemd sets it.");
        page.Section("FILES");
        page.Item("/etc/bondfast/bondfast.toml", "The configuration that the service uses.");
        page.Item("/run/bondfast/bondfast.sock", "The control socket.");
        page.Item("/var/lib/bondfast/restore-PREFIX.json", "What ports were before, so that a start after a crash, or bondfast restore, gives it back.");
        page.Item("/usr/share/doc/bondfast/examples", "A commented file for each mode and for common deployments.");
        page.Section("EXAMPLES");
        page.Verbatim("bondfast demo", "bondfast check /etc/bondfast/bondfast.toml", "bondfast show bond0", "bondfast set bond0 xmit_hash_policy layer3+4", "bondfast explain BF2111");
        page.Section("\"SEE ALSO\"");
        page.Paragraph("bondfast.toml(5), ip-link(8), systemd.service(5)");
    }
}
