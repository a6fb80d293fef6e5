using System.Text;
using System.Text.Json.Nodes;
using BondFast.Bonding;
using BondFast.Configuration.Schema;
using BondFast.Configuration.Toml;

namespace BondFast.Configuration.Tests.Schema;

public class JsonSchemaTests
{
    private static readonly JsonObject Written = JsonNode.Parse(JsonSchema.Write())!.AsObject();

    public static TheoryData<string> Files() => new(Directory.GetFiles(RepositoryFiles.Configs, "*.toml").Select(Path.GetFileNameWithoutExtension).Order()!);

    [Theory]
    [MemberData(nameof(Files))]
    public void An_example_fits_the_schema(string name) =>
        Assert.Empty(Check(File.ReadAllText(Path.Combine(RepositoryFiles.Configs, name + ".toml"))));

    [Fact]
    public void Every_key_is_in_the_schema_with_what_it_does()
    {
        foreach (KeyEntry entry in KeyTable.All)
        {
            JsonNode? found = TableOf(entry.Table)["properties"]?[entry.Key];
            Assert.True(found is not null, $"{entry.Table} {entry.Key}");
            Assert.StartsWith(entry.Summary, found["description"]!.GetValue<string>(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Every_word_and_number_that_an_option_takes_fits()
    {
        foreach (OptionEntry option in OptionTable.All.Where(o => o.IsNumeric && o.Scope is OptionScope.Bond or OptionScope.Creation))
        {
            foreach (OptionWord word in option.Words)
            {
                Assert.Empty(Check($"[bond.b]\n{option.Name} = \"{word.Name}\""));
                Assert.Empty(Check($"[bond.b]\n{option.Name} = {word.Number}"));
            }
            Assert.Empty(Check($"[bond.b]\n{option.Name} = \"{option.Default}\""));
        }
    }

    [Theory]
    [InlineData("", "bond is missing")]
    [InlineData("[bond.b]\nmiimonn = 100", "miimonn: not known")]
    [InlineData("[bond.b]\nmode = \"802.3\"", "mode: 802.3 is not in enum")]
    [InlineData("[bond.b]\nmode = 7", "mode: 7 is not in enum")]
    [InlineData("[bond.b]\nmiimon = -1", "miimon: none of anyOf")]
    [InlineData("[bond.b]\nmtu = 67", "mtu: below minimum")]
    [InlineData("[bond.b]\nslaves = \"eth0\"", "slaves: String is not array")]
    [InlineData("[bond.b]\nmac = \"02:00:00:00:00\"", "mac: does not match")]
    [InlineData("[bond.b]\n[port.p]", "device is missing")]
    [InlineData("[bond.b]\n[workers]\nidle = \"nap\"", "idle: nap is not in enum")]
    [InlineData("[bond.b.slave.p]\nprios = 1", "prios: not known")]
    [InlineData("[bond.b]\naddresses = [{ address = \"10.0.0.1/24\", vlan = 5000 }]", "addresses[]: none of anyOf")]
    public void A_mistake_does_not_fit(string toml, string wrong) => Assert.Contains(Check(toml), w => w.Contains(wrong, StringComparison.Ordinal));

    private static List<string> Check(string toml)
    {
        Assert.True(TomlDocument.TryParse(Encoding.UTF8.GetBytes(toml), out TomlNode root, out _, out string error), error);
        return SchemaCheck.Run(Written, root);
    }

    private static JsonNode TableOf(string table) => table switch
    {
        "" => Written,
        KeyTable.Bond => Written["properties"]!["bond"]!["additionalProperties"]!,
        KeyTable.Slave => TableOf(KeyTable.Bond)["properties"]!["slave"]!["additionalProperties"]!,
        KeyTable.Port => Written["properties"]!["port"]!["additionalProperties"]!,
        _ => Written["properties"]![table]!,
    };
}
