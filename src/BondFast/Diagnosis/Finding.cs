using System.Text.Json.Serialization;

namespace BondFast.Diagnosis;

[JsonConverter(typeof(JsonStringEnumConverter<Verdict>))]
internal enum Verdict { OK, WARN, FAIL }

/// <summary>One thing that was looked at.</summary>
/// <param name="Subject">What was looked at, in a few words.</param>
/// <param name="Cause">What is there, and why it matters if it is not well.</param>
/// <param name="Command">One command to copy that mends it, or null.</param>
internal sealed record Finding(Verdict Verdict, string Subject, string Cause, string? Command = null);

internal sealed record Diagnosis(int Version, Verdict Verdict, IReadOnlyList<Finding> Findings);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(Diagnosis))]
internal sealed partial class DiagnosisJson : JsonSerializerContext;
