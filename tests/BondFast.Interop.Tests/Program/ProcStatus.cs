using BondFast.Interop.Tests.Lacp;
using BondFast.Wire;

namespace BondFast.Interop.Tests.Program;

/// <summary>The text of <c>/proc/net/bonding/&lt;bond&gt;</c>, printed by the Linux driver or by <c>bondfast show --proc</c>.</summary>
internal sealed class ProcStatus(string text)
{
    public string Text => text;

    /// <summary>Slaves in order of enslavement.</summary>
    public IReadOnlyList<string> Slaves => [.. text.Split('\n')
        .Where(line => line.StartsWith(SlaveHeading, StringComparison.Ordinal))
        .Select(line => line[SlaveHeading.Length..].Trim())];

    /// <summary>A property of the bond, for example <c>Currently Active Slave</c>.</summary>
    public string this[string property] => Find(property);

    /// <summary>A property of one slave, for example <c>MII Status</c>.</summary>
    public string Of(string slave, string property) => Find(property, SlaveHeading + slave);

    public bool IsUp(string slave) => Slaves.Contains(slave) && Of(slave, "MII Status") == "up";

    /// <summary>What the bond last sent in its LACPDUs on that slave, for example <c>port state</c> (decimal).</summary>
    public string Actor(string slave, string property) => Find(property, SlaveHeading + slave, "details actor lacp pdu");

    /// <summary>What the bond believes of its partner on that slave.</summary>
    public string Partner(string slave, string property) => Find(property, SlaveHeading + slave, "details partner lacp pdu");

    /// <summary>Both sides' port states on a slave.</summary>
    public (LacpState Actor, LacpState Partner) PortStates(string slave) =>
        ((LacpState)int.Parse(Actor(slave, "port state")), (LacpState)int.Parse(Partner(slave, "port state")));

    /// <summary>Both sides collect and distribute on these slaves.</summary>
    public bool LacpWorks(params string[] slaves) => slaves.All(slave =>
        Slaves.Contains(slave) && PortStates(slave) is var (actor, partner) && actor.Works() && partner.Works());

    private const string SlaveHeading = "Slave Interface: ";

    private string Find(string property, params string[] headings)
    {
        var next = 0;
        foreach (var line in text.Split('\n').Select(line => line.Trim()))
        {
            if (next < headings.Length && (next == 0 ? line == headings[0] : line.StartsWith(headings[next], StringComparison.Ordinal)))
                next++;
            else if (next == headings.Length && line.StartsWith(property + ": ", StringComparison.Ordinal))
                return line[(property.Length + 2)..];
        }
        throw new InvalidOperationException($"the status has no '{property}' {string.Join(", ", headings)}:\n{text}");
    }
}
