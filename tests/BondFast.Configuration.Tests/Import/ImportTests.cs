using BondFast.Bonding;
using BondFast.Configuration.Import;

namespace BondFast.Configuration.Tests.Import;

/// <summary>
/// Each folder in Import/cases holds what a host has, and what comes of it: expected.toml, and in expected.txt the remarks. Every result
/// is loaded.
/// </summary>
public class ImportTests
{
    private static string Cases => Path.Combine(RepositoryFiles.Tests, "Import", "cases");

    public static TheoryData<string> Names() => new(Directory.GetDirectories(Cases).Select(Path.GetFileName).Order()!);

    private static ImportResult Run(string name) => Importer.Import(
        [.. Directory.GetFiles(Path.Combine(Cases, name)).Where(f => !Path.GetFileName(f).StartsWith("expected.", StringComparison.Ordinal)).Order(StringComparer.Ordinal)
            .Select(f => new ImportSource(Path.GetFileName(f), File.ReadAllText(f)))]);

    [Theory]
    [MemberData(nameof(Names))]
    public void An_import_gives_the_approved_file_and_remarks(string name)
    {
        ImportResult result = Run(name);
        Approve(name, "expected.toml", result.Toml);
        Approve(name, "expected.txt", string.Concat(result.Remarks.Select(r => r + "\n")) + (result.HasLoss ? "something is lost\n" : "nothing is lost\n"));
    }

    private static void Approve(string name, string file, string received)
    {
        string approved = Path.Combine(Cases, name, file);
        if (File.Exists(approved) && File.ReadAllText(approved) == received) return;
        string path = Path.Combine(AppContext.BaseDirectory, $"{name}.{file}.received");
        File.WriteAllText(path, received);
        Assert.Fail($"{name}/{file} differs: {path}\n{received}");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void What_is_imported_loads(string name)
    {
        ImportResult result = Run(name);
        ConfigurationResult loaded = ConfigurationLoader.Parse(result.Toml, name);
        if (result.Bonds == 0) return;
        Assert.True(loaded.Configuration is not null, string.Join('\n', loaded.Problems));
        Assert.Equal(result.Bonds, loaded.Configuration.Bonds.Length);
    }

    [Theory]
    [InlineData("options bonding mode=4\n", ImportFormat.Modprobe)]
    [InlineData("# comment\n\nalias bond0 bonding\n", ImportFormat.Modprobe)]
    [InlineData("DEVICE=bond0\n", ImportFormat.Ifcfg)]
    [InlineData("BOOTPROTO='none'\n", ImportFormat.Ifcfg)]
    [InlineData("auto lo\n", ImportFormat.Interfaces)]
    [InlineData("  iface bond0 inet manual\n", ImportFormat.Interfaces)]
    [InlineData("hello world\n", null)]
    [InlineData("", null)]
    public void The_format_is_seen(string text, ImportFormat? format) => Assert.Equal(format, Importer.Detect(new ImportSource("x", text)));

    [Fact]
    public void A_text_without_a_bond_is_a_loss()
    {
        ImportResult result = Importer.Import([new ImportSource("x", "hello\n")]);
        Assert.True(result.HasLoss);
        Assert.Equal("x: ignored: nothing in it says how a bond is made.", Assert.Single(result.Remarks).ToString());
    }

    [Fact]
    public void Ports_get_their_PCI_address_where_it_is_known()
    {
        ImportResult result = Importer.Import(
            [new ImportSource("interfaces", "iface bond0 inet manual\n bond-mode 1\n bond-miimon 100\n bond-slaves eth0 eth1\n")],
            pciAddressOf: name => name == "eth0" ? "0000:3b:00.0" : null);
        Assert.Contains("[port.eth0]\ndevice = \"0000:3b:00.0\"\n", result.Toml, StringComparison.Ordinal);
        Assert.Contains("[port.eth1]\ndevice = \"net_af_packet,iface=eth1\"\n", result.Toml, StringComparison.Ordinal);
        Assert.Equal([RemarkKind.Taken, RemarkKind.Approximated], result.Remarks.Where(r => r.Text.Contains("slave", StringComparison.Ordinal)).Select(r => r.Kind));
    }

    [Fact]
    public void An_import_without_loss_says_so()
    {
        ImportResult result = Importer.Import(
            [new ImportSource("interfaces", "iface bond0 inet manual\n bond-mode 1\n bond-miimon 100\n bond-slaves eth0\n")], pciAddressOf: _ => "0000:3b:00.0");
        Assert.False(result.HasLoss);
    }

    /// <summary>Whatever options stand in BONDING_OPTS, the file has what the driver would have made of them.</summary>
    [Fact]
    public void The_loaded_options_are_those_of_the_driver()
    {
        Random random = new(20240612);
        for (int i = 0; i < 2000; i++)
        {
            List<GivenOption> given = [.. Enumerable.Range(0, random.Next(1, 9)).Select(_ => Any(random))];
            string words = string.Join(' ', given.DistinctBy(g => g.Name).Select(g => $"{g.Name}={g.Text}"));
            ImportResult result = Importer.Import([new ImportSource("ifcfg-bond0", $"DEVICE=bond0\nBONDING_OPTS=\"{words}\"\n")]);
            ValidatedOptions driver = OptionsValidator.Validate([.. given.DistinctBy(g => g.Name)], ValueRules.Module);
            if (result.Bonds == 0) continue;
            ConfigurationResult loaded = ConfigurationLoader.Parse(result.Toml);
            Assert.True(loaded.Configuration is not null, $"{words}\n{result.Toml}\n{string.Join('\n', loaded.Problems)}");
            BondOptions options = loaded.Configuration.Bonds[0].Options;
            foreach (OptionEntry entry in OptionTable.All.Where(e => e.Scope == OptionScope.Bond && e.UsedIn.Has(options.Mode) && e.Name is not ("primary" or "num_grat_arp" or "num_unsol_na")))
                Assert.True(OptionText.Plain(driver.Options, entry) == OptionText.Plain(options, entry), $"{entry.Name} of {words}\n{result.Toml}");
        }
    }

    private static GivenOption Any(Random random)
    {
        OptionEntry[] settable = [.. OptionTable.All.Where(o => o.Scope == OptionScope.Bond)];
        OptionEntry entry = settable[random.Next(settable.Length)];
        string text = entry.Kind switch
        {
            OptionKind.Range => random.Next(-2, 400).ToString(),
            OptionKind.Ipv4List => $"10.0.0.{random.Next(1, 4)},10.0.{random.Next(0, 300)}.1",
            OptionKind.Ipv6List => $"2001:db8::{random.Next(1, 4)}",
            OptionKind.Mac => $"0{random.Next(0, 4)}:00:00:00:00:01",
            OptionKind.SlaveName => "eth0",
            _ => random.Next(8) == 0 ? "foo" : entry.Words[random.Next(entry.Words.Length)].Name,
        };
        return new GivenOption(entry.Name, text);
    }

    /// <summary>Garbage in never stops an import, and what comes out still loads.</summary>
    [Fact]
    public void Mutated_sources_end_in_a_file_that_loads()
    {
        string[][] seeds = [.. Directory.GetDirectories(Cases).Order().Select(d => Directory.GetFiles(d).Where(f => !f.Contains("expected.", StringComparison.Ordinal)).Order().Select(File.ReadAllText).ToArray())];
        Random random = new(20240613);
        for (int i = 0; i < 3000; i++)
        {
            string[] texts = seeds[random.Next(seeds.Length)];
            ImportResult result = Importer.Import([.. texts.Select((t, n) => new ImportSource($"ifcfg-x{n}", Mutate(t, random)))]);
            if (result.Bonds == 0) continue;
            ConfigurationResult loaded = ConfigurationLoader.Parse(result.Toml);
            Assert.True(loaded.Configuration is not null, $"{result.Toml}\n{string.Join('\n', loaded.Problems)}");
        }
    }

    private static string Mutate(string text, Random random)
    {
        const string Special = " \t\n=\"'\\#,.:+-0a\0\u00e9";
        for (int edits = random.Next(0, 5); edits > 0 && text.Length > 0; edits--)
        {
            int at = random.Next(text.Length);
            text = random.Next(3) switch
            {
                0 => text[..at] + Special[random.Next(Special.Length)] + text[(at + 1)..],
                1 => text.Insert(at, Special[random.Next(Special.Length)].ToString()),
                _ => text[..at] + text[random.Next(text.Length)..],
            };
        }
        return text;
    }
}
