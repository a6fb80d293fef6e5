namespace BondFast.Control.Commands;

/// <summary>How a status is to be printed.</summary>
public enum StatusFormat : byte { Json, Text }

/// <summary>One request with its arguments; what was not given is null or its default.</summary>
public sealed class ControlRequest
{
    public ControlVerb Verb { get; set; }
    public string? Bond { get; set; }

    /// <summary>The port to enslave or the slave to release.</summary>
    public string? Port { get; set; }
    public string? Option { get; set; }
    public string? Value { get; set; }
    public StatusFormat Format { get; set; }

    /// <summary>show as text: packets per second since this client's request before, where there was one.</summary>
    public bool Rates { get; set; }

    /// <summary>events: only those with a greater number.</summary>
    public long Since { get; set; }

    /// <summary>events: go on sending new ones, a line each.</summary>
    public bool Follow { get; set; }

    /// <summary>reload: say what would change.</summary>
    public bool DryRun { get; set; }

    /// <summary>bond-add: the new bond's options.</summary>
    public List<KeyValuePair<string, string>> Options { get; } = [];

    public void Clear()
    {
        Verb = ControlVerb.None;
        Format = StatusFormat.Json;
        Bond = Port = Option = Value = null;
        Rates = Follow = DryRun = false;
        Since = 0;
        Options.Clear();
    }

    public void CopyTo(ControlRequest other)
    {
        other.Clear();
        other.Verb = Verb;
        other.Format = Format;
        (other.Bond, other.Port, other.Option, other.Value) = (Bond, Port, Option, Value);
        (other.Rates, other.Follow, other.DryRun, other.Since) = (Rates, Follow, DryRun, Since);
        other.Options.AddRange(Options);
    }
}
