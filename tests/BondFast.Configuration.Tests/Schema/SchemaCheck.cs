using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using BondFast.Configuration.Toml;

namespace BondFast.Configuration.Tests.Schema;

/// <summary>The part of JSON schema draft 4 that our schema uses, applied to a TOML document.</summary>
internal static class SchemaCheck
{
    private static readonly string[] Understood =
        ["$schema", "title", "description", "type", "properties", "additionalProperties", "required", "anyOf", "enum", "items", "maxItems", "minimum", "maximum", "pattern"];

    /// <summary>Where the document breaks the schema; empty: nowhere.</summary>
    public static List<string> Run(JsonObject schema, TomlNode node, string path = "")
    {
        Assert.All(schema, p => Assert.Contains(p.Key, Understood));
        List<string> wrong = [];
        if (schema["anyOf"] is JsonArray kinds && kinds.All(k => Run(k!.AsObject(), node, path).Count > 0)) wrong.Add($"{path}: none of anyOf");
        if (schema["enum"] is JsonArray words && !words.Any(w => IsSame(w!, node))) wrong.Add($"{path}: {node.Text} is not in enum");
        if (schema["type"] is { } type && type.GetValue<string>() != TypeOf(node)) wrong.Add($"{path}: {node.Kind} is not {type}");
        if (schema["minimum"] is { } low && node.Kind == TomlKind.Integer && node.Integer < low.GetValue<long>()) wrong.Add($"{path}: below minimum");
        if (schema["maximum"] is { } high && node.Kind == TomlKind.Integer && node.Integer > high.GetValue<long>()) wrong.Add($"{path}: above maximum");
        if (schema["pattern"] is { } pattern && node.Kind == TomlKind.String && !Regex.IsMatch(node.Text, pattern.GetValue<string>())) wrong.Add($"{path}: does not match");
        if (schema["maxItems"] is { } most && node.Kind == TomlKind.Array && node.Children.Count > most.GetValue<int>()) wrong.Add($"{path}: too many");
        if (schema["items"] is JsonObject items && node.Kind == TomlKind.Array)
            foreach (TomlNode child in node.Children) wrong.AddRange(Run(items, child, path + "[]"));
        if (node.IsTable) wrong.AddRange(Table(schema, node, path));
        return wrong;
    }

    private static IEnumerable<string> Table(JsonObject schema, TomlNode node, string path)
    {
        foreach (JsonNode? key in schema["required"] as JsonArray ?? [])
            if (node.Find(key!.GetValue<string>()) is null) yield return $"{path}: {key} is missing";
        foreach (TomlNode child in node.Children)
        {
            string inner = $"{path}.{child.Key}";
            JsonNode? value = schema["properties"]?[child.Key] ?? schema["additionalProperties"];
            if (value is JsonObject known)
                foreach (string wrong in Run(known, child, inner)) yield return wrong;
            else if (value is not null) yield return $"{inner}: not known";
        }
    }

    private static bool IsSame(JsonNode word, TomlNode node) => node.Kind switch
    {
        TomlKind.String => word.GetValueKind() == System.Text.Json.JsonValueKind.String && word.GetValue<string>() == node.Text,
        TomlKind.Integer => word.GetValueKind() == System.Text.Json.JsonValueKind.Number && word.GetValue<long>() == node.Integer,
        TomlKind.Boolean => word.ToJsonString() == (node.Integer != 0 ? "true" : "false"),
        _ => false,
    };

    private static string TypeOf(TomlNode node) => node.Kind switch
    {
        TomlKind.Table => "object",
        TomlKind.Array => "array",
        TomlKind.String => "string",
        TomlKind.Integer => "integer",
        TomlKind.Boolean => "boolean",
        _ => "number",
    };
}
