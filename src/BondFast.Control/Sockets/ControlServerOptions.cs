namespace BondFast.Control.Sockets;

/// <summary>Where and for whom the control socket is, and its limits.</summary>
public sealed record ControlServerOptions
{
    public required string Path { get; init; }

    /// <summary>User name or number that owns the socket and may change things, besides root and the process's own user; null: the process's own.</summary>
    public string? Owner { get; init; }

    /// <summary>Group name or number that may read; null: the process's own.</summary>
    public string? Group { get; init; }

    public UnixFileMode Mode { get; init; } = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite;

    /// <summary>When one more comes, the one that was silent longest has to go.</summary>
    public int MaxClients { get; init; } = 64;

    /// <summary>Bytes of a request, with its line end.</summary>
    public int MaxRequest { get; init; } = 64 * 1024;

    /// <summary>How long the control loop may take to answer a question, and to make a change.</summary>
    public TimeSpan ReadTimeout { get; init; } = TimeSpan.FromSeconds(5);
    public TimeSpan ChangeTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>A client that leaves a request half sent, or a reply half read, for this long is let go.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(10);
}
