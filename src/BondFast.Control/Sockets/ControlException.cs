namespace BondFast.Control.Sockets;

/// <summary>The control socket cannot be served or reached; the message says why and what to do.</summary>
/// <param name="code">Short stable name, as in error replies.</param>
public sealed class ControlException(string code, string message, Exception? cause = null) : Exception(message, cause)
{
    public string Code { get; } = code;
}
