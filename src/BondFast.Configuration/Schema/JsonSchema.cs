using System.Text.Json;
using System.Text.Json.Nodes;
using BondFast.Bonding;

namespace BondFast.Configuration.Schema;

/// <summary>
/// The configuration file as a JSON schema (draft 4, which editors of TOML use), made from <see cref="KeyTable"/>. It knows keys, kinds, words and ranges;
/// what depends on two keys at once only <c>bondfast check</c> finds.
/// </summary>
public static class JsonSchema
{
    private const string Dialect = "http://json-schema.org/draft-04/schema#";
    private const string Mac = "^[0-9A-Fa-f]{1,2}([:-][0-9A-Fa-f]{1,2}){5}$";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write() => Create().ToJsonString(Indented);

    private static JsonObject Create()
    {
        var schema = new JsonObject { ["$schema"] = Dialect, ["title"] = "BondFast configuration", ["description"] = "bondfast.toml(5)" };
        foreach (var (key, value) in Table("")) schema[key] = value?.DeepClone();
        return schema;
    }

    private static JsonObject Table(string table)
    {
        var properties = new JsonObject();
        var required = new JsonArray();
        foreach (KeyEntry entry in KeyTable.All)
        {
            if (entry.Table != table) continue;
            JsonObject value = Value(entry);
            value["description"] = Description(entry);
            properties[entry.Key] = value;
            if (entry.IsRequired) required.Add(entry.Key);
        }
        var schema = new JsonObject { ["type"] = "object", ["properties"] = properties, ["additionalProperties"] = false };
        if (required.Count > 0) schema["required"] = required;
        return schema;
    }

    private static string Description(KeyEntry entry)
    {
        string text = entry.Default.Length > 0 ? $"{entry.Summary}. Default: {entry.Default}{(entry.Unit.Length > 0 ? " " + entry.Unit : "")}." : $"{entry.Summary}.";
        return entry.Option is { } option && option.UsedIn != BondModes.All ? $"{text} For {option.UsedIn.Describe()}." : text;
    }

    private static JsonObject Value(KeyEntry entry) => entry.Type switch
    {
        KeyType.Text when entry.Key == "mac" => Text(Mac),
        KeyType.Text => Text(),
        KeyType.Integer => Integer(entry.Minimum, entry.Maximum),
        KeyType.Word => Enumeration(entry.Words.Select(w => (JsonNode)w)),
        KeyType.TextList => Array(Text()),
        KeyType.CpuList => AnyOf(Text("^[0-9, -]+$"), Array(AnyOf(Integer(0, entry.Maximum), Text("^[0-9]+(-[0-9]+)?$")))),
        KeyType.AddressList => Array(AnyOf(Text(), Address())),
        KeyType.Option => Option(entry.Option!),
        _ => Inner(entry),
    };

    /// <summary><c>bond</c>, <c>port</c> and <c>slave</c> are tables of tables whose names the user chooses.</summary>
    private static JsonObject Inner(KeyEntry entry)
    {
        string? named = (entry.Table, entry.Key) switch
        {
            ("", "bond") => KeyTable.Bond,
            ("", "port") => KeyTable.Port,
            (KeyTable.Bond, "slave") => KeyTable.Slave,
            _ => null,
        };
        return named is null ? Table(entry.Key) : new JsonObject { ["type"] = "object", ["additionalProperties"] = Table(named) };
    }

    /// <summary>Words and numbers, as the driver takes them; a number may stand in quotes.</summary>
    private static JsonObject Option(OptionEntry option)
    {
        switch (option.Kind)
        {
            case OptionKind.Words or OptionKind.Switch:
                List<JsonNode> values = [.. option.Words.Select(w => (JsonNode)w.Name), .. option.Words.Select(w => (JsonNode)w.Number), .. option.Words.Select(w => (JsonNode)$"{w.Number}")];
                if (option.TakesDefault) values.Add("default");
                if (option.Kind == OptionKind.Switch) values.AddRange([JsonValue.Create(false), JsonValue.Create(true)]);
                return Enumeration(values);
            case OptionKind.Range:
                List<JsonNode> words = [.. option.Words.Select(w => (JsonNode)w.Name)];
                if (option.TakesDefault) words.Add("default");
                List<JsonObject> kinds = [Integer(option.Minimum, option.Maximum), Text("^-?[0-9]+$")];
                if (words.Count > 0) kinds.Add(Enumeration(words));
                return AnyOf([.. kinds]);
            case OptionKind.Ipv4List or OptionKind.Ipv6List:
                JsonObject list = Array(Text());
                list["maxItems"] = OptionTable.MaxTargets;
                return AnyOf(Text(), list);
            case OptionKind.Mac:
                return Text(Mac);
            default:
                return Text();
        }
    }

    private static JsonObject Address() => new()
    {
        ["type"] = "object",
        ["properties"] = new JsonObject
        {
            ["address"] = Text(),
            ["vlan"] = AnyOf(Integer(1, 4094), Array(Integer(1, 4094))),
        },
        ["additionalProperties"] = false,
        ["required"] = new JsonArray("address"),
    };

    private static JsonObject Text(string? pattern = null)
    {
        var schema = new JsonObject { ["type"] = "string" };
        if (pattern is not null) schema["pattern"] = pattern;
        return schema;
    }

    private static JsonObject Integer(long minimum, long maximum) => new() { ["type"] = "integer", ["minimum"] = minimum, ["maximum"] = maximum };

    private static JsonObject Array(JsonObject items) => new() { ["type"] = "array", ["items"] = items };

    private static JsonObject AnyOf(params JsonObject[] kinds) => new() { ["anyOf"] = new JsonArray([.. kinds]) };

    private static JsonObject Enumeration(IEnumerable<JsonNode> values) => new() { ["enum"] = new JsonArray([.. values]) };
}
