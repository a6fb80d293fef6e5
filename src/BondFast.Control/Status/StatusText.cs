using BondFast.Bonding;
using BondFast.Wire;

namespace BondFast.Control.Status;

/// <summary>Status for people: one line for each bond and an aligned table of its slaves. For one thread at a time.</summary>
public sealed class StatusText
{
    private const double NanosecondsPerSecond = 1e9;

    private static readonly string[] Heads = ["slave", "link", ">Mb/s", "state", ">share", ">rx packets", ">tx packets", ">drops", ">failures"];
    private static readonly string[] LacpHeads = [.. Heads, "agg", "actor", "partner"];
    private static readonly string[] RateHeads = ["slave", "link", ">Mb/s", "state", ">share", ">rx packets/s", ">tx packets/s", ">rx Mb/s", ">tx Mb/s", ">drops", ">failures"];
    private static readonly string[] LacpRateHeads = [.. RateHeads, "agg", "actor", "partner"];

    private readonly TextTable _table = new();

    /// <summary>Appends all bonds, or the one of that name.</summary>
    /// <param name="before">An earlier status: then packets and bytes are shown per second since, and shares are of that time.</param>
    public void Write(TextBuffer text, HostStatus host, string? only = null, HostStatus? before = null)
    {
        if (before is not null && before.At >= host.At) before = null;
        bool first = true;
        for (int i = 0; i < host.BondCount; i++)
        {
            BondStatus bond = host[i];
            if (only is not null && bond.Name != only) continue;
            if (!first) text.Append('\n');
            first = false;
            WriteHead(text, bond);
            WriteSlaves(text, bond, before?.Find(bond.Name), before is null ? 0 : (host.At - before.At) / NanosecondsPerSecond);
        }
        if (first) text.Append(only is null ? "no bonds\n" : $"no bond {only}\n");
    }

    /// <summary>One line for each worker core.</summary>
    public void WriteWorkers(TextBuffer text, HostStatus host)
    {
        _table.Begin(["worker", ">cpu", "state", ">busy", ">polls", ">gap p99.99 us", ">gap max us", ">allocated"]);
        foreach (WorkerStatus worker in host.Workers)
        {
            Number(worker.Number);
            Number(worker.Cpu);
            _table.Add(worker.Running ? "running" : "stopped");
            Percent(worker.BusyPolls, worker.Polls);
            Number((long)worker.Polls);
            Number((long)worker.GapP9999Micros);
            Number((long)worker.LongestGapMicros);
            Number(worker.AllocatedBytes);
        }
        _table.WriteTo(text, 0);
        text.Append("buffers in use ");
        text.Append(host.BuffersInUse);
        text.Append(" of ");
        text.Append(host.Buffers);
        text.Append(", garbage collections ");
        text.Append(host.GcCollections);
        text.Append('\n');
    }

    private static void WriteHead(TextBuffer text, BondStatus bond)
    {
        BondOptions o = bond.Options;
        int up = 0;
        ulong speed = 0;
        foreach (SlaveStatus slave in bond.Slaves)
        {
            if (slave.Link == SlaveLink.Up) up++;
            if (slave.CanTransmit) speed += slave.SpeedMbps;
        }
        text.Append(bond.Name).Append("  "u8).Append(o.Mode.OptionName()).Append("  "u8).Append(!bond.IsOpen ? "closed" : bond.CarrierUp ? "up" : "no carrier");
        text.Append("  "u8).Append(up).Append('/').Append(bond.Slaves.Length).Append(" slaves up  "u8).Append(speed).Append(" Mb/s"u8);
        if (o.HasActiveSlave) text.Append("  active "u8).Append(bond.Active ?? "none");
        if (OptionWords.UsesHash(o)) text.Append("  "u8).Append(OptionWords.HashPolicy(o));
        if (bond.Lacp is { } lacp) WriteLacp(text, o, lacp);
        text.Append("  mac "u8).Append(bond.Mac).Append("  mtu "u8).Append(bond.Mtu);
        if (bond.Uplink is not null) text.Append("  uplink "u8).Append(bond.Uplink);
        text.Append('\n');
    }

    private static void WriteLacp(TextBuffer text, BondOptions o, in LacpStatus lacp)
    {
        text.Append("  lacp "u8).Append(OptionWords.LacpRate(o));
        if (lacp.ActiveAggregator == 0) text.Append(", no active aggregator"u8);
        else if (lacp.Partner.IsZero) text.Append(", aggregator "u8).Append(lacp.ActiveAggregator).Append(" without partner"u8);
        else text.Append(", aggregator "u8).Append(lacp.ActiveAggregator).Append(", partner "u8).Append(lacp.Partner);
    }

    private void WriteSlaves(TextBuffer text, BondStatus bond, BondStatus? before, double seconds)
    {
        if (bond.Slaves.IsEmpty) return;
        bool rates = before is not null, lacp = bond.Lacp is not null;
        _table.Begin(rates ? lacp ? LacpRateHeads : RateHeads : lacp ? LacpHeads : Heads);
        ulong total = 0;
        foreach (SlaveStatus slave in bond.Slaves) total += Since(slave.Counters, before?.Find(slave.Name)).TxPackets;
        foreach (SlaveStatus slave in bond.Slaves)
        {
            TrafficCounters c = Since(slave.Counters, before?.Find(slave.Name));
            _table.Add(slave.Name);
            _table.Add(ProcStatus.LinkText(slave.Link));
            if (slave.SpeedMbps == 0) _table.Add("-");
            else Number(slave.SpeedMbps);
            _table.Add(State(bond, slave));
            Percent(c.TxPackets, total);
            if (rates) Rates(c, seconds);
            else
            {
                Number((long)c.RxPackets);
                Number((long)c.TxPackets);
            }
            Number((long)slave.Counters.Dropped);
            Number(slave.LinkFailureCount);
            if (slave.Lacp is { } port) LacpCells(port);
        }
        _table.WriteTo(text, 2);
    }

    /// <summary>What the slave does for the bond, in a word.</summary>
    private static string State(BondStatus bond, SlaveStatus slave)
    {
        if (slave.Lacp is { } lacp)
            return (lacp.Actor.State & LacpState.Distributing) != 0 ? "distributing"
                : (lacp.Actor.State & LacpState.Collecting) != 0 ? "collecting"
                : slave.Link != SlaveLink.Up ? "down" : lacp.InActiveAggregator || bond.Lacp?.ActiveAggregator == 0 ? "waiting" : "standby";
        if (slave.IsActive && bond.Options.HasActiveSlave) return "active";
        if (slave.CanTransmit) return bond.Options.HasActiveSlave ? "transmits" : "active";
        return slave.Link == SlaveLink.Up ? "backup" : "down";
    }

    private void LacpCells(in LacpPortStatus port)
    {
        if (port.AggregatorId == 0) _table.Add("-");
        else Number(port.AggregatorId);
        _table.Cell.Append(port.Actor.State);
        _table.EndCell();
        _table.Cell.Append(port.Partner.State);
        _table.EndCell();
    }

    private void Rates(in TrafficCounters c, double seconds)
    {
        Number((long)(c.RxPackets / seconds));
        Number((long)(c.TxPackets / seconds));
        Rate(c.RxBytes * 8 / seconds / 1e6);
        Rate(c.TxBytes * 8 / seconds / 1e6);
    }

    private void Rate(double megabits)
    {
        _table.Cell.Append(megabits, megabits < 100 ? 1 : 0);
        _table.EndCell();
    }

    private void Number(long value)
    {
        _table.Cell.Append(value);
        _table.EndCell();
    }

    private void Percent(ulong part, ulong whole)
    {
        if (whole == 0) _table.Cell.Append('-');
        else _table.Cell.Append(100.0 * part / whole, 1).Append(" %"u8);
        _table.EndCell();
    }

    /// <summary>Counters since an earlier status; counters that fell (a slave left and came back) count from 0.</summary>
    private static TrafficCounters Since(in TrafficCounters now, SlaveStatus? before)
    {
        if (before is null || before.Counters.TxPackets > now.TxPackets || before.Counters.RxPackets > now.RxPackets) return now;
        return new TrafficCounters
        {
            RxPackets = now.RxPackets - before.Counters.RxPackets,
            RxBytes = now.RxBytes - before.Counters.RxBytes,
            TxPackets = now.TxPackets - before.Counters.TxPackets,
            TxBytes = now.TxBytes - before.Counters.TxBytes,
        };
    }
}
