using System.Globalization;
using BondFast.Bonding;

namespace BondFast.Configuration.Reload;

/// <summary>What a reload has to do. Pure: both configurations are whole and checked.</summary>
public static class ConfigurationDiff
{
    /// <summary>
    /// All differences, in the order in which they can be applied: what goes, goes first. A bond that is new or gone is one change;
    /// so is a port.
    /// </summary>
    public static IReadOnlyList<ConfigurationChange> Between(HostConfiguration before, HostConfiguration after)
    {
        List<ConfigurationChange> changes = [];
        Ports(changes, before, after);
        foreach (BondConfiguration bond in before.Bonds)
            if (after.FindBond(bond.Name) is { } same) Bond(changes, bond, same);
            else changes.Add(new(ChangeClass.Live, ChangeKind.BondRemoved, null, bond.Name, "a bond", ""));
        foreach (BondConfiguration bond in after.Bonds)
            if (before.FindBond(bond.Name) is null) changes.Add(new(ChangeClass.Live, ChangeKind.BondAdded, null, bond.Name, "", "a bond"));
        Process(changes, before, after);
        return [.. changes.OrderBy(c => c.Kind)];
    }

    private static void Bond(List<ConfigurationChange> changes, BondConfiguration before, BondConfiguration after)
    {
        string bond = before.Name;
        Options(changes, before, after);
        Slaves(changes, before, after);
        Differ(changes, ChangeClass.MemberRestart, ChangeKind.Uplink, bond, "uplink", before.Uplink ?? "", after.Uplink ?? "");
        Differ(changes, ChangeClass.Live, ChangeKind.Mac, bond, "mac", before.Mac?.ToString() ?? "", after.Mac?.ToString() ?? "");
        Differ(changes, ChangeClass.MemberRestart, ChangeKind.Mtu, bond, "mtu", Number(before.Mtu), Number(after.Mtu));
        Differ(changes, ChangeClass.Live, ChangeKind.Addresses, bond, "addresses", string.Join(", ", before.Addresses), string.Join(", ", after.Addresses));
        Differ(changes, ChangeClass.Live, ChangeKind.TxUnsent, bond, "tx_unsent", Lower(before.TxUnsent), Lower(after.TxUnsent));
    }

    /// <summary>The bond's slaves have to go for some options, and for a moment the bond has to be down for others.</summary>
    private static void Options(List<ConfigurationChange> changes, BondConfiguration before, BondConfiguration after)
    {
        foreach (OptionEntry entry in OptionTable.All)
        {
            if (entry.Scope is not (OptionScope.Bond or OptionScope.Creation)) continue;
            ChangeClass cost = entry.When == OptionWhen.AnyTime && entry.Scope == OptionScope.Bond ? ChangeClass.Live : ChangeClass.MemberRestart;
            Differ(changes, cost, ChangeKind.Option, before.Name, entry.Name, OptionText.Plain(before.Options, entry), OptionText.Plain(after.Options, entry));
        }
    }

    private static void Slaves(List<ConfigurationChange> changes, BondConfiguration before, BondConfiguration after)
    {
        string bond = before.Name;
        List<string> old = [.. before.Slaves.Select(s => s.Port)], now = [.. after.Slaves.Select(s => s.Port)];
        foreach (string port in old.Except(now)) changes.Add(new(ChangeClass.Live, ChangeKind.SlaveRemoved, bond, port, "a slave", ""));
        foreach (string port in now.Except(old)) changes.Add(new(ChangeClass.Live, ChangeKind.SlaveAdded, bond, port, "", "a slave"));
        // Slaves that stay keep their places and new ones come last; any other order means enslaving again.
        List<string> natural = [.. old.Intersect(now), .. now.Except(old)];
        if (!natural.SequenceEqual(now))
            changes.Add(new(ChangeClass.MemberRestart, ChangeKind.SlaveOrder, bond, "order of slaves", string.Join(", ", natural), string.Join(", ", now)));
        foreach (SlaveConfiguration slave in after.Slaves)
        {
            SlaveOptions was = before.Slaves.FirstOrDefault(s => s.Port == slave.Port)?.Options ?? slave.Options;
            SlaveOption(changes, bond, slave.Port, "prio", was.Prio, slave.Options.Prio);
            SlaveOption(changes, bond, slave.Port, "queue_id", was.QueueId, slave.Options.QueueId);
            SlaveOption(changes, bond, slave.Port, "actor_port_prio", was.ActorPortPrio, slave.Options.ActorPortPrio);
        }
    }

    private static void SlaveOption(List<ConfigurationChange> changes, string bond, string slave, string option, int before, int after) =>
        Differ(changes, ChangeClass.Live, ChangeKind.SlaveOption, bond, $"{slave} {option}", Number(before), Number(after));

    private static void Ports(List<ConfigurationChange> changes, HostConfiguration before, HostConfiguration after)
    {
        foreach (PortConfiguration port in before.Ports)
            if (after.FindPort(port.Name) is not { } same) changes.Add(new(ChangeClass.Live, ChangeKind.PortRemoved, null, port.Name, port.Device, ""));
            else if (same != port) changes.Add(new(ChangeClass.MemberRestart, ChangeKind.Port, null, port.Name, Describe(port, same), Describe(same, port)));
        foreach (PortConfiguration port in after.Ports)
            if (before.FindPort(port.Name) is null) changes.Add(new(ChangeClass.Live, ChangeKind.PortAdded, null, port.Name, "", port.Device));
    }

    /// <summary>What of the port differs from the other.</summary>
    private static string Describe(PortConfiguration port, PortConfiguration other)
    {
        List<string> parts = [];
        if (port.Device != other.Device) parts.Add(port.Device);
        if (port.Interface != other.Interface) parts.Add($"interface {port.Interface}");
        if (port.Peer != other.Peer) parts.Add($"peer {port.Peer}");
        if (port.Queues != other.Queues) parts.Add($"queues {port.Queues}");
        if (port.RxDescriptors != other.RxDescriptors) parts.Add($"rx_descriptors {port.RxDescriptors}");
        if (port.TxDescriptors != other.TxDescriptors) parts.Add($"tx_descriptors {port.TxDescriptors}");
        if (port.Mtu != other.Mtu) parts.Add(port.Mtu is { } mtu ? $"mtu {mtu}" : "the device's mtu");
        return string.Join(", ", parts);
    }

    private static void Process(List<ConfigurationChange> changes, HostConfiguration before, HostConfiguration after)
    {
        const ChangeClass Restart = ChangeClass.DaemonRestart;
        Differ(changes, Restart, ChangeKind.Workers, null, "workers cpus", string.Join(',', before.Workers.Cpus), string.Join(',', after.Workers.Cpus));
        Differ(changes, Restart, ChangeKind.Workers, null, "workers count", Number(before.Workers.Count), Number(after.Workers.Count));
        Differ(changes, Restart, ChangeKind.Workers, null, "workers control_cpu", Number(before.Workers.ControlCpu), Number(after.Workers.ControlCpu));
        Differ(changes, Restart, ChangeKind.Workers, null, "workers burst", Number(before.Workers.Burst), Number(after.Workers.Burst));
        Differ(changes, Restart, ChangeKind.Workers, null, "workers idle", Lower(before.Workers.Idle), Lower(after.Workers.Idle));
        Differ(changes, Restart, ChangeKind.Memory, null, "memory mode", Lower(before.Memory.Mode), Lower(after.Memory.Mode));
        Differ(changes, Restart, ChangeKind.Memory, null, "memory megabytes", Number(before.Memory.Megabytes), Number(after.Memory.Megabytes));
        Differ(changes, Restart, ChangeKind.Memory, null, "memory mbufs", Number(before.Memory.Mbufs), Number(after.Memory.Mbufs));
        Differ(changes, Restart, ChangeKind.Control, null, "control socket", before.Control.Socket, after.Control.Socket);
        Differ(changes, ChangeClass.Live, ChangeKind.Control, null, "control owner", before.Control.Owner ?? "", after.Control.Owner ?? "");
        Differ(changes, ChangeClass.Live, ChangeKind.Control, null, "control group", before.Control.Group ?? "", after.Control.Group ?? "");
        Differ(changes, Restart, ChangeKind.Eal, null, "eal file_prefix", before.Eal.FilePrefix, after.Eal.FilePrefix);
        Differ(changes, Restart, ChangeKind.Eal, null, "eal extra_args", string.Join(' ', before.Eal.ExtraArgs), string.Join(' ', after.Eal.ExtraArgs));
    }

    private static void Differ(List<ConfigurationChange> changes, ChangeClass cost, ChangeKind kind, string? bond, string subject, string from, string to)
    {
        if (from != to) changes.Add(new ConfigurationChange(cost, kind, bond, subject, from, to));
    }

    private static string Number(int? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "";

    private static string Lower<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();
}
