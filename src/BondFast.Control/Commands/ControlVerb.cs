namespace BondFast.Control.Commands;

/// <summary>What a request asks for.</summary>
public enum ControlVerb : byte { None, Version, Show, Proc, Get, Set, Enslave, Release, BondAdd, BondDel, Reload, Stop, Events, Workers }

/// <summary>The verbs' names on the wire.</summary>
public static class ControlVerbs
{
    private static readonly string[] Names =
        ["", "version", "show", "proc", "get", "set", "enslave", "release", "bond-add", "bond-del", "reload", "stop", "events", "workers"];

    public static string All { get; } = string.Join(", ", Names[1..]);

    public static string Name(this ControlVerb verb) => Names[(int)verb];

    /// <summary>Only the owner of the socket and root may have it done.</summary>
    public static bool IsChange(this ControlVerb verb) => verb is ControlVerb.Set or ControlVerb.Enslave or ControlVerb.Release
        or ControlVerb.BondAdd or ControlVerb.BondDel or ControlVerb.Reload or ControlVerb.Stop;

    /// <summary>Answered from what the control socket has itself, without the control loop.</summary>
    public static bool IsLocal(this ControlVerb verb) => verb is ControlVerb.Version or ControlVerb.Events;

    internal static ControlVerb Find(in System.Text.Json.Utf8JsonReader json)
    {
        for (int i = 1; i < Names.Length; i++)
            if (json.ValueTextEquals(Names[i])) return (ControlVerb)i;
        return ControlVerb.None;
    }
}
