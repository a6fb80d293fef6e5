using System.Text.Json;
using System.Text.Json.Serialization;

namespace BondFast.Control.Sockets;

/// <summary>Arguments of a request; what is null is not sent.</summary>
public sealed record ControlArguments
{
    public string? Bond { get; init; }
    public string? Port { get; init; }
    public string? Option { get; init; }
    public string? Value { get; init; }

    /// <summary><c>json</c> (default) or <c>text</c>.</summary>
    public string? Format { get; init; }
    public bool? Rates { get; init; }
    public long? Since { get; init; }
    public bool? Follow { get; init; }
    public bool? DryRun { get; init; }
    public Dictionary<string, string>? Options { get; init; }
}

/// <summary>One request as it goes over the socket.</summary>
public sealed record ControlCall(long Id, string Verb, ControlArguments? Args);

/// <summary>Why a request was refused: a short stable name and a whole sentence.</summary>
public sealed record ControlError(string Code, string Message);

/// <summary>One reply as it comes over the socket.</summary>
public sealed record ControlReply
{
    public long? Id { get; init; }
    public bool Ok { get; init; }
    public ControlError? Error { get; init; }

    /// <summary>Answer in words, to be printed as it is.</summary>
    public string? Text { get; init; }
    public string? Value { get; init; }

    /// <summary>Answer as JSON; undefined when there is none.</summary>
    public JsonElement Result { get; init; }
    public IReadOnlyList<string> Warnings { get; set; } = []; // not init: the generated reader would set it to null when it is absent

    /// <summary>events: the number of the last one in this reply, and how many before them are lost.</summary>
    public long? Last { get; init; }
    public long Lost { get; init; }

    /// <summary>version: the server's process.</summary>
    public int? Pid { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ControlCall))]
[JsonSerializable(typeof(ControlReply))]
internal sealed partial class ControlJson : JsonSerializerContext;
