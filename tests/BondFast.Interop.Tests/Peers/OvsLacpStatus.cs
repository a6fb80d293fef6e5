using BondFast.Interop.Tests.Lacp;
using BondFast.Wire;

namespace BondFast.Interop.Tests.Peers;

/// <summary>What <c>ovs-appctl lacp/show</c> says of one member.</summary>
/// <param name="State">For example <c>current attached</c>.</param>
/// <param name="Fields">Its lines: <c>actor sys_id</c>, <c>partner state</c> and so on.</param>
internal sealed record OvsLacpMember(string Name, string State, IReadOnlyDictionary<string, string> Fields)
{
    public string this[string field] => Fields.TryGetValue(field, out var value) ? value : "";

    /// <summary>Both sides collect and distribute here, in its eyes.</summary>
    public bool Works => State.StartsWith("current attached", StringComparison.Ordinal)
        && this["may_enable"] == "true" && StateOf("actor").Works() && StateOf("partner").Works();

    /// <param name="side">actor or partner.</param>
    public LacpState StateOf(string side)
    {
        var state = LacpState.None;
        foreach (var word in this[$"{side} state"].Split(' ', StringSplitOptions.RemoveEmptyEntries))
            state |= Words[word];
        return state;
    }

    private static readonly Dictionary<string, LacpState> Words = new()
    {
        ["activity"] = LacpState.Activity,
        ["timeout"] = LacpState.Timeout,
        ["aggregation"] = LacpState.Aggregation,
        ["synchronized"] = LacpState.Synchronization,
        ["collecting"] = LacpState.Collecting,
        ["distributing"] = LacpState.Distributing,
        ["defaulted"] = LacpState.Defaulted,
        ["expired"] = LacpState.Expired,
    };
}

/// <summary>What <c>ovs-appctl lacp/show</c> says of a bond.</summary>
internal sealed record OvsLacpStatus(bool Negotiated, IReadOnlyList<OvsLacpMember> Members, string Text)
{
    public bool AllWork => Negotiated && Members.Count > 0 && Members.All(member => member.Works);

    public OvsLacpMember this[string member] => Members.First(m => m.Name == member);

    public static OvsLacpStatus Parse(string text)
    {
        var members = new List<OvsLacpMember>();
        Dictionary<string, string>? fields = null;
        foreach (var line in text.Split('\n'))
        {
            if (line.StartsWith("member: ", StringComparison.Ordinal))
            {
                var words = line["member: ".Length..].Split(": ", 2);
                fields = [];
                members.Add(new OvsLacpMember(words[0], words[1], fields));
            }
            else if (fields is not null && line.IndexOf(':') is > 0 and var colon)
            {
                fields[line[..colon].Trim()] = line[(colon + 1)..].Trim();
            }
        }
        return new OvsLacpStatus(text.Contains("negotiated", StringComparison.Ordinal), members, text);
    }
}
