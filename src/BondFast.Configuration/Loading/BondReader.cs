using System.Collections.Immutable;
using BondFast.Bonding;
using BondFast.Configuration.Schema;
using BondFast.Configuration.Toml;
using BondFast.Wire;

namespace BondFast.Configuration.Loading;

/// <summary>A bond as read, with the places that checks between tables need.</summary>
internal sealed record BondDraft(BondConfiguration Bond, TableReader Reader, IReadOnlyList<TomlNode> SlaveNames)
{
    public SourcePosition Position => Reader.Node.KeyPosition;

    /// <summary>Tables [bond.NAME.slave.PORT].</summary>
    public IReadOnlyList<TomlNode> SlaveTables => Reader.Find("slave")?.Children ?? [];
}

/// <summary>Reads <c>[bond.NAME]</c>: the options go through <see cref="OptionsValidator"/>, the rest is BondFast's own.</summary>
internal sealed class BondReader(ProblemList problems, Dictionary<string, SourcePosition> origins)
{
    public BondDraft Read(TomlNode node)
    {
        string path = $"bond.{node.Key}";
        if (PortName.Refusal(node.Key) is { } why)
            problems.Error(node.KeyPosition, $"\"{Quoting.Show(node.Key)}\" cannot be the name of a bond: {why}.", "Choose a name like bond0.");
        TableReader reader = new(node, KeyTable.Bond, path, problems, origins);
        Dictionary<string, List<GivenOption>> ofSlaves = ReadSlaveTables(reader, path);
        ValidatedOptions validated = ReadOptions(reader, ofSlaves.Values.Any(given => given.Exists(g => g.Name == "prio")));
        BondOptions options = validated.Options;
        // Without a mode nobody can say what a slave may have.
        if (validated.Problems.Any(p => p.Option == "mode") || reader.Unreadable.Contains("mode")) ofSlaves.Clear();
        IReadOnlyList<TomlNode> slaves = reader.TextList("slaves");
        BondConfiguration bond = new()
        {
            Name = node.Key,
            Options = options,
            Slaves = [.. slaves.Select(s => s.Text).Distinct().Select(name => new SlaveConfiguration(name, SlaveOptionsOf(name, options, ofSlaves)))],
            Uplink = reader.Text("uplink"),
            Mac = ReadMac(reader),
            Mtu = reader.Integer("mtu"),
            Addresses = AddressReader.Read(reader, problems),
            TxUnsent = (TxUnsent)(reader.Word("tx_unsent") ?? 0),
        };
        return new BondDraft(bond, reader, slaves);
    }

    private ValidatedOptions ReadOptions(TableReader reader, bool slavesHavePrio)
    {
        List<GivenOption> given = Given(reader, KeyTable.Bond);
        ValidatedOptions result = OptionsValidator.Validate(given, slavesHavePrio: slavesHavePrio, where: reader.Node.KeyPosition, unreadable: reader.Unreadable);
        Report(result.Problems, reader);
        return result;
    }

    private static List<GivenOption> Given(TableReader reader, string table)
    {
        List<GivenOption> given = [];
        foreach (TomlNode node in reader.Node.Children)
            if (KeyTable.Find(table, node.Key) is { Option: { } option }) Append(given, reader, node, option);
        return given;
    }

    /// <summary>Numbers, words and lists as the driver's text; values of a wrong kind are reported and left out.</summary>
    private static void Append(List<GivenOption> given, TableReader reader, TomlNode node, OptionEntry option)
    {
        bool list = option.Kind is OptionKind.Ipv4List or OptionKind.Ipv6List;
        switch (node.Kind)
        {
            case TomlKind.String or TomlKind.Integer:
                given.Add(new GivenOption(option.Name, node.Text, node.Position));
                break;
            case TomlKind.Boolean when option.Kind == OptionKind.Switch:
                given.Add(new GivenOption(option.Name, node.Integer != 0 ? "on" : "off", node.Position));
                break;
            case TomlKind.Array when list:
                foreach (TomlNode element in reader.TextList(node.Key)) given.Add(new GivenOption(option.Name, element.Text, element.Position));
                break;
            default:
                reader.WrongKind(node, option.Takes, WrongKindRemedy(node, option, list));
                break;
        }
    }

    private static string WrongKindRemedy(TomlNode node, OptionEntry option, bool list)
    {
        if (list) return $"Write {node.Key} = [\"...\"].";
        return node.Kind switch
        {
            TomlKind.Float when option.Kind == OptionKind.Range => "Write it without a fraction.",
            TomlKind.Array => "Write it without the brackets.",
            _ => option.Kind == OptionKind.Range ? "Write a number." : option.IsNumeric ? "Write one of these words, or its number." : $"Write {node.Key} = \"...\".",
        };
    }

    private void Report(IEnumerable<OptionProblem> found, TableReader reader)
    {
        foreach (OptionProblem problem in found)
            problems.Add(problem.Where is SourcePosition at ? at : reader.Node.KeyPosition, problem.Severity, problem.Message, problem.Remedy);
    }

    private Dictionary<string, List<GivenOption>> ReadSlaveTables(TableReader bond, string path)
    {
        Dictionary<string, List<GivenOption>> read = [];
        if (bond.Find("slave") is not { } slaves) return read;
        if (!slaves.IsTable)
        {
            problems.Error(slaves.Position, $"slave is {slaves.KindWithArticle}, and it takes tables.", "List ports in slaves = [...], and options of one slave in [bond.NAME.slave.PORT].");
            return read;
        }
        foreach (TomlNode slave in slaves.Children)
        {
            if (slave.IsTable)
                read[slave.Key] = Given(new TableReader(slave, KeyTable.Slave, $"{path}.slave.{slave.Key}", problems, origins), KeyTable.Slave);
            else
                problems.Error(slave.KeyPosition, $"[{path}.slave] has no key {Quoting.Show(slave.Key)}: it has one table for each slave.", $"Write [{path}.slave.PORT].");
        }
        return read;
    }

    private SlaveOptions SlaveOptionsOf(string name, BondOptions options, Dictionary<string, List<GivenOption>> ofSlaves)
    {
        if (!ofSlaves.TryGetValue(name, out List<GivenOption>? given)) return new SlaveOptions();
        ValidatedSlaveOptions result = OptionsValidator.ValidateSlave(options, given);
        foreach (OptionProblem problem in result.Problems) problems.Add((SourcePosition)problem.Where!, problem.Severity, problem.Message, problem.Remedy);
        return result.Options;
    }

    private MacAddress? ReadMac(TableReader reader)
    {
        if (reader.Text("mac") is not { } text) return null;
        SourcePosition at = reader.PositionOf("mac");
        if (!MacAddress.TryParse(text, out MacAddress mac))
            problems.Error(at, $"mac = \"{Quoting.Show(text)}\" is not a MAC address.", "Write it as 02:00:00:00:00:01.");
        else if (mac.IsMulticast)
            problems.Error(at, $"mac = {mac} is a group address, and a bond needs one of its own.", "Clear the lowest bit of the first byte.");
        else if (mac.IsZero)
            problems.Error(at, "mac is all zero, which is no address.", "Leave mac out to have the first slave's.");
        else return mac;
        return null;
    }
}
