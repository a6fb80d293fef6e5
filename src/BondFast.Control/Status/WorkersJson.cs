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
            json.WriteNumber("busy_cycles"u8, worker.BusyCycles);
            json.WriteNumber("total_cycles"u8, worker.TotalCycles);
            json.WriteNumber("packets"u8, worker.Packets);
            json.WriteNumber("allocated_bytes"u8, worker.AllocatedBytes);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
