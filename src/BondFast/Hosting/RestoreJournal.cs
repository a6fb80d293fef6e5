using System.Text.Json;
using System.Text.Json.Serialization;
using BondFast.Wire;

namespace BondFast.Hosting;

/// <summary>What a port was before BondFast changed anything on it.</summary>
/// <param name="Interface">The kernel interface behind the port; only these keep our changes after a crash.</param>
internal sealed record SavedPort(string Port, string Device, string Interface, string Mac, int Mtu, bool Promiscuous);

/// <param name="StartTime">Start time of the process that wrote it, so that a reused pid is not taken for it.</param>
internal sealed record SavedPorts(int Pid, string StartTime, IReadOnlyList<SavedPort> Ports);

/// <summary>
/// Original MAC, MTU and promiscuous mode on disk, written before anything is changed, so that the next start or
/// <c>bondfast restore</c> can undo what a killed process left behind. Lives in the state folder
/// (<c>$STATE_DIRECTORY</c>, /var/lib/bondfast for root, else below <c>$XDG_STATE_HOME</c>), one file a file prefix.
/// </summary>
internal sealed class RestoreJournal(string path)
{
    public string Path { get; } = path;

    public static RestoreJournal For(string filePrefix) => new(System.IO.Path.Combine(StateFolder(), $"restore-{filePrefix}.json"));

    /// <summary>Writes the whole journal: to a new file first, then in one rename.</summary>
    public void Write(IReadOnlyList<SavedPort> ports)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
        string fresh = Path + ".new";
        using (var file = new FileStream(fresh, FileMode.Create, FileAccess.Write))
        {
            JsonSerializer.Serialize(file, new SavedPorts(Environment.ProcessId, StartTimeOf(Environment.ProcessId) ?? "", ports), RestoreJson.Default.SavedPorts);
            file.Flush(flushToDisk: true);
        }
        File.Move(fresh, Path, overwrite: true);
    }

    /// <summary>The journal a dead process left, or null. A journal of a process that still runs is not ours to undo.</summary>
    public SavedPorts? ReadAbandoned()
    {
        SavedPorts? saved;
        try
        {
            saved = JsonSerializer.Deserialize(File.ReadAllBytes(Path), RestoreJson.Default.SavedPorts);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
        return saved is null || StartTimeOf(saved.Pid) == saved.StartTime ? null : saved;
    }

    public void Delete() => File.Delete(Path);

    /// <summary>Parses what <see cref="SavedPort.Mac"/> holds; a journal edited by hand may hold anything.</summary>
    public static MacAddress? MacOf(SavedPort port) => MacAddress.TryParse(port.Mac, out MacAddress mac) ? mac : null;

    private static string StateFolder() =>
        Environment.GetEnvironmentVariable("STATE_DIRECTORY")?.Split(':')[0]
        ?? (Environment.IsPrivilegedProcess ? "/var/lib/bondfast"
            : System.IO.Path.Combine(Environment.GetEnvironmentVariable("XDG_STATE_HOME") ?? System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"bondfast-{Environment.UserName}"), "bondfast"));

    /// <summary>Field 22 of /proc/PID/stat; null when there is no such process.</summary>
    private static string? StartTimeOf(int pid)
    {
        try
        {
            string stat = File.ReadAllText($"/proc/{pid}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[19];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}

[JsonSerializable(typeof(SavedPorts))]
internal sealed partial class RestoreJson : JsonSerializerContext;
