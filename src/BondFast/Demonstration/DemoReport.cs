using System.Text.Json;
using System.Text.Json.Serialization;

namespace BondFast.Demonstration;

/// <summary>What a demonstration found, as its summary and its JSON show it. Counts are frames.</summary>
internal sealed record DemoReport
{
    public required string Version { get; init; }
    public required string Mode { get; init; }
    public required double Seconds { get; init; }
    public required int Flows { get; init; }

    /// <summary>Frames the sending bond was given; a frame it could not place is not sent.</summary>
    public required long Sent { get; init; }

    /// <summary>Different frames that came out of the receiving bond.</summary>
    public required long Received { get; init; }

    /// <summary>Sent and never received.</summary>
    public required long Lost { get; init; }

    /// <summary>Further copies of frames already received.</summary>
    public required long Duplicated { get; init; }

    /// <summary>Received after a younger frame of the same flow.</summary>
    public required long Reordered { get; init; }
    public required long Corrupt { get; init; }
    public required IReadOnlyList<SlaveShare> Slaves { get; init; }
    public required FailoverReport Failover { get; init; }

    /// <summary>Millions of frames received a second, over the whole run.</summary>
    public required double Mpps { get; init; }

    /// <summary>Gigabits a second received, frames without preamble, gap and FCS.</summary>
    public required double Gbps { get; init; }
    public required int GcCollections { get; init; }
    public required long LeakedMbufs { get; init; }

    /// <summary>Nothing went missing but what the pulled cable cost, nothing was damaged, leaked or collected.</summary>
    [JsonIgnore]
    public bool IsGood => Received > 0 && Lost <= Failover.Lost && Corrupt == 0 && LeakedMbufs == 0 && GcCollections == 0;

    public string ToJson() => JsonSerializer.Serialize(this, DemoJson.Default.DemoReport);
}

/// <summary>A slave's part of what the sending bond sent; the shares add up to 1.</summary>
internal sealed record SlaveShare(string Name, long Tx, double Share);

/// <summary>What the pulled cable cost: frames lost until the bond had moved on, and how long frames kept being lost, in microseconds.</summary>
internal sealed record FailoverReport(string Slave, long Lost, double Micros);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(DemoReport))]
internal sealed partial class DemoJson : JsonSerializerContext;
