using System.Collections.Immutable;

namespace BondFast.Bonding;

/// <summary>One change of an option as <see cref="OptionChange.TryApply"/> takes it.</summary>
public readonly record struct OptionStep(string Option, string Value)
{
    public override string ToString() => $"{Option}={Value}";
}

/// <summary>The single changes that lead from one set of options to another, with their side effects counted in. Pure.</summary>
public static class OptionPlan
{
    /// <summary>A side effect can undo an earlier step, so the list is gone through again; nothing needs more rounds.</summary>
    private const int Rounds = 3;

    /// <summary>First what switches other things off, targets before the monitor that probes them. The rest as in the table.</summary>
    private static readonly ImmutableArray<OptionEntry> Order =
    [
        .. new[] { "mode", "miimon", "updelay", "downdelay", "peer_notif_delay", "arp_ip_target", "ns_ip6_target", "arp_interval" }.Select(n => OptionTable.Find(n)!),
        .. OptionTable.All.Where(o => o.Scope == OptionScope.Bond
            && o.Name is not ("mode" or "miimon" or "updelay" or "downdelay" or "peer_notif_delay" or "arp_ip_target" or "ns_ip6_target" or "arp_interval")),
    ];

    /// <summary>
    /// Steps in the order in which they are to be taken. Options that <paramref name="target"/>'s mode does not have stay as they are.
    /// </summary>
    public static ImmutableArray<OptionStep> Steps(BondOptions current, BondOptions target)
    {
        List<OptionStep> steps = [];
        for (int round = 0; round < Rounds; round++)
        {
            int before = steps.Count;
            foreach (OptionEntry entry in Order)
                foreach (OptionStep step in StepsOf(entry, current, target))
                {
                    OptionOutcome outcome = OptionChange.TryApply(current, BondState.Fresh, step.Option, step.Value);
                    if (!outcome.Succeeded) continue;
                    current = outcome.Options;
                    steps.Add(step);
                }
            if (steps.Count == before) break;
        }
        return [.. steps];
    }

    private static IEnumerable<OptionStep> StepsOf(OptionEntry entry, BondOptions current, BondOptions target)
    {
        if (!entry.Modes.Has(target.Mode)) return [];
        return entry.Kind switch
        {
            OptionKind.Ipv4List => ListSteps(entry.Name, current.ArpIpTarget, target.ArpIpTarget),
            OptionKind.Ipv6List => ListSteps(entry.Name, current.NsIp6Target, target.NsIp6Target),
            _ => OptionText.Plain(current, entry) is var now && OptionText.Plain(target, entry) is var then && now != then ? [new OptionStep(entry.Name, then)] : [],
        };
    }

    /// <summary>New ones first while there is room, so that the monitor is never without a target; their order does not count.</summary>
    private static IEnumerable<OptionStep> ListSteps<T>(string name, ImmutableArray<T> current, ImmutableArray<T> target)
    {
        List<T> added = [.. target.Where(t => !current.Contains(t))];
        int room = OptionTable.MaxTargets - current.Length;
        return
        [
            .. added.Take(room).Select(t => new OptionStep(name, $"+{t}")),
            .. current.Where(t => !target.Contains(t)).Select(t => new OptionStep(name, $"-{t}")),
            .. added.Skip(room).Select(t => new OptionStep(name, $"+{t}")),
        ];
    }
}
