using BondFast.Bonding;
using BondFast.Configuration.Schema;

namespace BondFast.Documents;

/// <summary>bondfast.toml(5), from <see cref="KeyTable"/>.</summary>
internal static class FileManPage
{
    private static readonly (string Table, string About)[] Tables =
    [
        ("", "Keys that stand in no table."),
        (KeyTable.Bond, "One table for each bond. Names and values of options are the Linux bonding driver's; where an option has words, its numbers work too."),
        (KeyTable.Slave, "Options of a single slave."),
        (KeyTable.Port, "One table for each port: a slave, or the uplink of a bond."),
        ("workers", "The CPUs and what they do."),
        ("memory", "Memory of DPDK."),
        ("control", "The control socket."),
        ("eal", "Start-up of DPDK."),
    ];

    public static string Write(string version)
    {
        var page = new Roff("bondfast.toml", 5, version, "File Formats");
        page.Section("NAME");
        page.Line("bondfast.toml - configuration of bondfast");
        page.Section("DESCRIPTION");
        page.Paragraph("The file is TOML. A key that is not known is an error that names the nearest one; bondfast check tells all problems of a file at once, with their places. bondfast schema prints a JSON schema for editors.");
        page.Verbatim("[bond.bond0]", "mode = \"802.3ad\"", "miimon = 100", "slaves = [\"eth0\", \"eth1\"]", "uplink = \"host0\"", "", "[port.eth0]", "device = \"0000:3b:00.0\"", "",
            "[port.eth1]", "device = \"net_af_packet,iface=ens5\"", "", "[port.host0]", "device = \"tap\"");
        foreach (var (table, about) in Tables)
        {
            page.Section(table.Length == 0 ? "\"TOP LEVEL\"" : $"[{table}]");
            page.Paragraph(about);
            foreach (KeyEntry entry in KeyTable.All)
                if (entry.Table == table) Describe(page, entry);
        }
        page.Section("\"SEE ALSO\"");
        page.Paragraph("bondfast(8). The documents in /usr/share/doc/bondfast say which mode fits which network, and what differs from the kernel's driver.");
        return page.ToString();
    }

    private static void Describe(Roff page, KeyEntry entry)
    {
        string summary = $"{char.ToUpperInvariant(entry.Summary[0])}{entry.Summary[1..]}{(entry.Summary.EndsWith('?') ? "" : ".")}";
        if (entry.Type == KeyType.Table)
        {
            page.Item(entry.Key, summary);
            return;
        }
        string takes = entry.Option is { } option ? OptionFacts.Takes(option) : entry.Takes;
        List<string> lines = [summary, $"Takes {takes}."];
        if (entry.IsRequired) lines.Add("Must be there.");
        else if (entry.Default.Length > 0) lines.Add($"Default: {entry.Default}.");
        if (entry.Option is { } bonding && bonding.UsedIn != BondModes.All) lines.Add($"Modes: {OptionFacts.Modes(bonding)}.");
        page.Item(entry.Key, [.. lines]);
    }
}
