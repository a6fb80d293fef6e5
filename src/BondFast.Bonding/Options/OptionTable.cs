using System.Collections.Frozen;
using System.Collections.Immutable;

namespace BondFast.Bonding;

/// <summary>
/// Every option there is, once. Bonding HOWTO section 2 and today's Linux driver say what each takes, when it may change and
/// what it reads back; <c>xmit_hash_formula</c> is BondFast's own.
/// </summary>
public static partial class OptionTable
{
    /// <summary>The most targets that the ARP and NS monitors take, each (HOWTO: arp_ip_target).</summary>
    public const int MaxTargets = 16;

    /// <summary>In the order of the documents.</summary>
    public static ImmutableArray<OptionEntry> All { get; } =
        [.. ModeAndCreation(), .. Monitors(), .. ActiveSlaveChoice(), .. Transmit(), .. Notification(), .. Lacp(), .. PerSlave(), .. Commands()];

    private static readonly FrozenDictionary<string, OptionEntry> ByName = All.ToFrozenDictionary(o => o.Name);

    /// <summary>Values that the driver shows and nobody sets.</summary>
    private static readonly FrozenSet<string> ReadOnlyNames =
        FrozenSet.ToFrozenSet(["mii_status", "ad_aggregator", "ad_num_ports", "ad_actor_key", "ad_partner_key", "ad_partner_mac"]);

    /// <summary>The entry of that name (<c>ad_actor_port_prio</c> is another name of <c>actor_port_prio</c>), or null.</summary>
    public static OptionEntry? Find(string name) =>
        ByName.GetValueOrDefault(name == "ad_actor_port_prio" ? "actor_port_prio" : name);

    public static bool IsReadOnly(string name) => ReadOnlyNames.Contains(name);

    /// <summary>The option that was probably meant, or null.</summary>
    public static string? Nearest(string name) => NearestName.Of(name, All.Select(o => o.Name));

    private static OptionEntry Range(
        string name, long minimum, long maximum, Func<BondOptions, long> read, Func<BondOptions, long, BondOptions> write, string @default,
        string summary, string reference) => new()
        {
            Name = name,
            Kind = OptionKind.Range,
            Minimum = minimum,
            Maximum = maximum,
            Read = read,
            Write = write,
            Default = @default,
            Summary = summary,
            Reference = reference,
        };

    private static OptionEntry Choice(
        string name, string[] words, Func<BondOptions, long> read, Func<BondOptions, long, BondOptions> write, string @default,
        string summary, string reference) => new()
        {
            Name = name,
            Kind = OptionKind.Words,
            Words = [.. words.Select((word, number) => new OptionWord(word, number))],
            Read = read,
            Write = write,
            Default = @default,
            Summary = summary,
            Reference = reference,
        };

    private static OptionEntry Switch(
        string name, Func<BondOptions, bool> read, Func<BondOptions, bool, BondOptions> write, bool @default, string summary, string reference) => new()
        {
            Name = name,
            Kind = OptionKind.Switch,
            Words = [new("off", 0), new("on", 1)],
            Read = o => read(o) ? 1 : 0,
            Write = (o, v) => write(o, v != 0),
            Default = @default ? "on" : "off",
            Summary = summary,
            Reference = reference,
        };
}
