namespace BondFast.Bonding;

/// <summary>Options as text, in the form of the driver's files (<c>/sys/class/net/bond0/bonding/*</c>).</summary>
public static class OptionText
{
    /// <summary>
    /// The value as the driver prints it: <c>balance-rr 0</c>, <c>100</c>, <c>10.0.0.1 10.0.0.2</c>, <c>eth0:1 eth1:0</c>; null when
    /// this is no option that can be set.
    /// </summary>
    public static string? Get(BondOptions options, BondState state, string name)
    {
        OptionEntry? entry = OptionTable.Find(name);
        if (entry is null || entry.Scope == OptionScope.Module) return null;
        return entry.Name switch
        {
            // The driver shows a primary only once it is a slave.
            "primary" => options.Primary is { } primary && state.Find(primary) is not null ? primary : "",
            "active_slave" => options.HasActiveSlave ? state.ActiveSlave ?? "" : "",
            "slaves" => string.Join(' ', state.Slaves.Select(s => s.Name)),
            "prio" => PerSlave(state, s => s.Prio),
            "queue_id" => PerSlave(state, s => s.QueueId),
            "actor_port_prio" => PerSlave(state, s => s.ActorPortPrio),
            _ => Value(options, entry),
        };
    }

    /// <summary>The value of an option of the bond itself as the driver prints it.</summary>
    public static string Value(BondOptions options, OptionEntry entry)
    {
        if (entry.Read is null) return Plain(options, entry).Replace(',', ' ');
        long number = entry.Read(options);
        return entry.Kind == OptionKind.Range || entry.ReadsAsNumber ? number.ToString() : $"{WordOf(entry, number)} {number}";
    }

    /// <summary>The value as one writes it in the file: one word, or a list with commas. Empty: not set.</summary>
    public static string Plain(BondOptions options, OptionEntry entry)
    {
        if (entry.Read is null)
            return entry.Name switch
            {
                "primary" => options.Primary ?? "",
                "arp_ip_target" => string.Join(',', options.ArpIpTarget),
                "ns_ip6_target" => string.Join(',', options.NsIp6Target),
                "ad_actor_system" => options.AdActorSystem.ToString(),
                _ => "",
            };
        long number = entry.Read(options);
        return entry.Kind == OptionKind.Range ? number.ToString() : WordOf(entry, number);
    }

    private static string WordOf(OptionEntry entry, long number)
    {
        foreach (OptionWord word in entry.Words)
            if (word.Number == number) return word.Name;
        return "?";
    }

    private static string PerSlave(BondState state, Func<SlaveOptions, int> read) =>
        string.Join(' ', state.Slaves.Select(s => $"{s.Name}:{read(s.Options)}"));
}
