using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using BondFast.Configuration.Toml;

namespace BondFast.Configuration.Loading;

/// <summary>Reads <c>[workers]</c>, <c>[memory]</c>, <c>[control]</c> and <c>[eal]</c>.</summary>
internal sealed class ProcessReader(ProblemList problems, Dictionary<string, SourcePosition> origins)
{
    private const int MaxCpu = 1023;

    /// <summary>sun_path of a Unix socket, less the NUL.</summary>
    private const int MaxSocketPath = 107;

    private TableReader? Open(TomlNode? node, string table)
    {
        if (node is null) return null;
        if (node.IsTable) return new TableReader(node, table, table, problems, origins);
        problems.Error(node.Position, $"{table} is {node.KindWithArticle}, and it is a table.", $"Write [{table}].");
        return null;
    }

    public WorkersConfiguration ReadWorkers(TomlNode? node)
    {
        if (Open(node, "workers") is not { } reader) return new WorkersConfiguration();
        ImmutableArray<int> cpus = ReadCpus(reader);
        int? count = reader.Integer("count");
        int? control = reader.Integer("control_cpu");
        if (count is { } n && reader.Find("cpus") is not null && n != cpus.Length)
            problems.Error(reader.PositionOf("count"), $"count = {n}, and cpus lists {cpus.Length}: there is one worker on each.", "Remove one of the two.");
        if (control is { } cpu && cpus.Contains(cpu))
            problems.Warning(reader.PositionOf("control_cpu"), $"CPU {cpu} is a worker's as well: monitors and LACP have to wait for it.", "Choose a CPU that is not among cpus.");
        WorkersConfiguration defaults = new();
        return new WorkersConfiguration
        {
            Cpus = cpus,
            Count = cpus.IsEmpty ? count ?? defaults.Count : cpus.Length,
            ControlCpu = control,
            Burst = reader.Integer("burst") ?? defaults.Burst,
            Idle = (IdlePolicy)(reader.Word("idle") ?? 0),
        };
    }

    private ImmutableArray<int> ReadCpus(TableReader reader)
    {
        if (reader.Find("cpus") is not { } node) return [];
        List<int> cpus = [];
        if (node.Kind == TomlKind.Array)
            foreach (TomlNode element in node.Children)
                AddCpus(cpus, element.Kind is TomlKind.Integer or TomlKind.String ? element.Text : "", element.Position);
        else if (node.Kind == TomlKind.String)
            foreach (string range in node.Text.Split(','))
                AddCpus(cpus, range.Trim(), node.Position);
        else
            reader.WrongKind(node, "an array of CPU numbers", "Write cpus = [2, 3] or cpus = \"2-5,8\".");
        if (cpus.Count == 0 && node.Kind == TomlKind.Array && node.Children.Count == 0)
            problems.Error(node.Position, "cpus is empty, and there must be a worker.", "Write cpus = [2], or leave it out.");
        return [.. cpus];
    }

    /// <summary><c>7</c> or <c>2-5</c>.</summary>
    private void AddCpus(List<int> cpus, string range, SourcePosition at)
    {
        string[] ends = range.Split('-');
        if (ends.Length > 2 || !TryCpu(ends[0], out int first) || !TryCpu(ends[^1], out int last) || last < first)
        {
            problems.Error(at, $"cpus: \"{Quoting.Show(range)}\" is not a CPU: it takes 0 to {MaxCpu}.", "Write cpus = [2, 3] or cpus = \"2-5,8\".");
            return;
        }
        for (int cpu = first; cpu <= last; cpu++)
        {
            if (!cpus.Contains(cpu)) cpus.Add(cpu);
            else problems.Error(at, $"cpus: CPU {cpu} is there twice, and a CPU has one worker.", "Remove one.");
        }
    }

    private static bool TryCpu(string text, out int cpu) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out cpu) && cpu <= MaxCpu;

    public MemoryConfiguration ReadMemory(TomlNode? node)
    {
        if (Open(node, "memory") is not { } reader) return new MemoryConfiguration();
        return new MemoryConfiguration
        {
            Mode = (MemoryMode)(reader.Word("mode") ?? 0),
            Megabytes = reader.Integer("megabytes") ?? 0,
            Mbufs = reader.Integer("mbufs") ?? 0,
        };
    }

    public ControlConfiguration ReadControl(TomlNode? node)
    {
        if (Open(node, "control") is not { } reader) return new ControlConfiguration();
        return new ControlConfiguration
        {
            Socket = ReadSocket(reader) ?? new ControlConfiguration().Socket,
            Owner = ReadAccount(reader, "owner"),
            Group = ReadAccount(reader, "group"),
        };
    }

    private string? ReadSocket(TableReader reader)
    {
        if (reader.Text("socket") is not { } path) return null;
        int length = Encoding.UTF8.GetByteCount(path);
        if (!path.StartsWith('/') || path.EndsWith('/'))
            problems.Error(reader.PositionOf("socket"), $"socket = \"{Quoting.Show(path)}\" is not the full path of a file.", "Write it from the root, for example /run/bondfast/bondfast.sock.");
        else if (length > MaxSocketPath)
            problems.Error(reader.PositionOf("socket"), $"socket has a path of {length} bytes, and {MaxSocketPath} is the most for a Unix socket.", "Choose a shorter one.");
        return path;
    }

    private string? ReadAccount(TableReader reader, string key)
    {
        if (reader.Text(key) is not { } name) return null;
        if (name.Length is > 0 and <= 32 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' or '$')) return name;
        problems.Error(reader.PositionOf(key), $"{key} = \"{Quoting.Show(name)}\" cannot be the name of a {(key == "owner" ? "user" : "group")}.", "Write a name from the system's accounts, or a number.");
        return null;
    }

    public EalConfiguration ReadEal(TomlNode? node)
    {
        if (Open(node, "eal") is not { } reader) return new EalConfiguration();
        string prefix = reader.Text("file_prefix") ?? new EalConfiguration().FilePrefix;
        if (prefix.Length is 0 or > 32 || !prefix.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-'))
            problems.Error(reader.PositionOf("file_prefix"), $"file_prefix = \"{Quoting.Show(prefix)}\" cannot be a prefix: it takes up to 32 letters, digits, - and _.", "Choose a name like bondfast.");
        IReadOnlyList<TomlNode> arguments = reader.TextList("extra_args");
        foreach (TomlNode argument in arguments) CheckArgument(argument);
        return new EalConfiguration { FilePrefix = prefix, ExtraArgs = [.. arguments.Select(a => a.Text)] };
    }

    /// <summary>Arguments that this file has keys for would fight with them.</summary>
    private void CheckArgument(TomlNode argument)
    {
        string name = argument.Text.Split('=')[0];
        string? home = name switch
        {
            "--file-prefix" => "file_prefix in [eal]",
            "-l" or "-c" or "-s" or "-S" or "--lcores" or "--main-lcore" => "cpus and control_cpu in [workers]",
            "-m" or "--socket-mem" or "--no-huge" or "--in-memory" or "--huge-unlink" or "--single-file-segments" => "[memory]",
            "-a" or "--allow" or "-b" or "--block" or "--vdev" or "--no-pci" => "the tables [port.NAME]",
            "--proc-type" => "the program: it is always the primary process",
            _ => null,
        };
        if (home is not null) problems.Error(argument.Position, $"extra_args: {Quoting.Show(name)} is set by {home}.", "Remove it here.");
    }
}
