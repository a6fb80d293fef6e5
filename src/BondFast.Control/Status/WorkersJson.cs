using System.Text.Json;

namespace BondFast.Control.Status;

/// <summary>Workers as a JSON array.</summary>
public static class WorkersJson
{
    public static void Write(Utf8JsonWriter json, HostStatus host)
    {
        json.WriteStartArray();
        foreach (WorkerStatus worker in host.Workers)
        {
            json.WriteStartObject();
            json.WriteNumber("worker"u8, worker.Number);
            json.WriteNumber("cpu"u8, worker.Cpu);
            json.WriteBoolean("running"u8, worker.Running);
            json.WriteNumber("polls"u8, worker.Polls);
            json.WriteNumber("busy_polls"u8, worker.BusyPolls);
            json.WriteNumber("gap_p9999_us"u8, worker.GapP9999Micros);
            json.WriteNumber("gap_max_us"u8, worker.LongestGapMicros);
            json.WriteNumber("allocated_bytes"u8, worker.AllocatedBytes);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
