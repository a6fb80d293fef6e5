namespace BondFast.Configuration.Import;

/// <summary>
/// Turns what Linux hosts have their bonds in into a configuration file, and says of everything whether it was taken, approximated or
/// ignored. Pure: texts in, text out; the host is neither asked nor touched.
/// </summary>
public static class Importer
{
    /// <param name="sources">In the order in which the host reads them. Formats may be mixed: module options and ifcfg files belong together.</param>
    /// <param name="format">Null: each source by what is in it.</param>
    /// <param name="pciAddressOf">The PCI address of a kernel interface where somebody can look it up; otherwise ports are reached through the kernel.</param>
    public static ImportResult Import(IReadOnlyList<ImportSource> sources, ImportFormat? format = null, Func<string, string?>? pciAddressOf = null)
    {
        ImportedHost host = new();
        List<ImportSource> nothing = [];
        foreach (ImportSource source in sources)
        {
            int before = host.Findings;
            switch (format ?? Detect(source))
            {
                case ImportFormat.Modprobe:
                    ModprobeImport.Read(source, host);
                    break;
                case ImportFormat.Ifcfg:
                    IfcfgImport.Read(source, host);
                    break;
                case ImportFormat.Interfaces:
                    InterfacesImport.Read(source, host);
                    break;
            }
            if (host.Findings == before) nothing.Add(source);
        }
        // Files of other interfaces lie beside those of a bond; that is worth a word only when they are all there is.
        if (host.Bonds.Count == 0)
            foreach (ImportSource source in nothing) host.Ignored(new Place(source.Name, 0), "nothing in it says how a bond is made.");
        return Settlement.Settle(host, sources, pciAddressOf);
    }

    /// <summary>The format of a text, or null when it is none of ours.</summary>
    public static ImportFormat? Detect(ImportSource source)
    {
        foreach ((string line, _) in LogicalLines.Of(source))
        {
            string[] words = line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
            if (words[0] is "iface" or "auto" or "mapping" or "source" or "source-directory" || words[0].StartsWith("allow-", StringComparison.Ordinal))
                return ImportFormat.Interfaces;
            if (words[0] is "options" or "alias" or "install" or "remove" or "blacklist" or "softdep" or "add" or "above" && words.Length > 1)
                return ImportFormat.Modprobe;
            int equal = line.IndexOf('=');
            if (equal > 0 && line[..equal].All(c => char.IsAsciiLetterOrDigit(c) || c == '_')) return ImportFormat.Ifcfg;
        }
        return null;
    }
}
