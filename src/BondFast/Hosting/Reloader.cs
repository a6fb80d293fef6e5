using BondFast.Bonding;
using BondFast.Configuration;
using BondFast.Configuration.Reload;
using BondFast.Control.Commands;
using BondFast.Dpdk;

namespace BondFast.Hosting;

/// <summary>
/// Reads the file again and applies what changed as one transaction: everything is checked first, and when a step fails all
/// steps before it are undone. Control thread.
/// </summary>
internal sealed class Reloader(BondHost host, string file)
{
    public CommandReply Reload(bool dryRun, long now)
    {
        ConfigurationResult loaded;
        try
        {
            loaded = ConfigurationLoader.Load(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return CommandReply.Refused("no-input", $"{file} can't be read: {e.Message} Nothing was changed.");
        }
        if (loaded.Configuration is not { } wanted)
            return CommandReply.Refused("configuration", $"{string.Join('\n', loaded.Problems)}\nNothing was changed.");
        IReadOnlyList<ConfigurationChange> changes = ConfigurationDiff.Between(host.Configuration, wanted);
        string diff = changes.Count == 0 ? "nothing has changed" : string.Join('\n', changes);
        string[] warnings = [.. loaded.Problems.Select(p => p.ToString())];
        if (dryRun || changes.Count == 0) return CommandReply.Answer(diff) with { Warnings = [.. warnings] };
        if (changes.FirstOrDefault(c => c.Class == ChangeClass.DaemonRestart) is { } restart)
            return CommandReply.Refused("restart", $"{restart}. Nothing was changed; stop the program and start it again to have it.");
        if (Apply(changes, wanted, now) is { } failure)
            return CommandReply.Refused("refused", $"{failure} Everything is as it was before the reload.");
        return CommandReply.Answer(diff) with { Warnings = [.. warnings] };
    }

    /// <summary>Null, or why not; then nothing has changed.</summary>
    private string? Apply(IReadOnlyList<ConfigurationChange> changes, HostConfiguration wanted, long now)
    {
        HostConfiguration before = host.Configuration;
        HashSet<string> rebuilt = BondsToRebuild(changes, before, wanted);
        var undo = new Unwind();
        try
        {
            foreach (BondConfiguration bond in before.Bonds)
                if (wanted.FindBond(bond.Name) is null || rebuilt.Contains(bond.Name)) Remove(bond, before, now, undo);
            undo.Push("configuration", () => host.Configuration = before);
            host.Configuration = wanted;
            foreach (BondConfiguration bond in wanted.Bonds)
            {
                if (host.FindBond(bond.Name) is null) Add(bond, now, undo);
                else Adjust(before.FindBond(bond.Name)!, bond, now, undo);
            }
            return null;
        }
        catch (Exception e) when (e is DpdkException or StartException)
        {
            undo.Run();
            return e.Message;
        }
    }

    /// <summary>Bonds that a change can't be made to while they live: their mode, their uplink, a device of theirs.</summary>
    private static HashSet<string> BondsToRebuild(IReadOnlyList<ConfigurationChange> changes, HostConfiguration before, HostConfiguration wanted)
    {
        HashSet<string> rebuilt = [];
        foreach (ConfigurationChange change in changes)
        {
            if (change.Class != ChangeClass.MemberRestart && change.Kind is not ChangeKind.TxUnsent) continue;
            if (change.Bond is { } bond) rebuilt.Add(bond);
            else
                foreach (BondConfiguration user in before.Bonds.Concat(wanted.Bonds).Where(b => b.Uplink == change.Subject || b.Slaves.Any(s => s.Port == change.Subject)))
                    rebuilt.Add(user.Name);
        }
        return rebuilt;
    }

    private void Remove(BondConfiguration bond, HostConfiguration before, long now, Unwind undo)
    {
        if (host.FindBond(bond.Name) is not { } running) return;
        host.RemoveBond(running, now);
        undo.Push(bond.Name, () =>
        {
            host.Configuration = before;
            host.AddBond(bond, now);
        });
    }

    private void Add(BondConfiguration bond, long now, Unwind undo)
    {
        HostedBond added = host.AddBond(bond, now);
        undo.Push(bond.Name, () => host.RemoveBond(added, now));
    }

    /// <summary>What may change while the bond works.</summary>
    private void Adjust(BondConfiguration before, BondConfiguration wanted, long now, Unwind undo)
    {
        HostedBond bond = host.FindBond(wanted.Name)!;
        foreach (SlaveConfiguration slave in before.Slaves.Where(s => wanted.Slaves.All(w => w.Port != s.Port)))
        {
            if (bond.Engine.Slaves.FirstOrDefault(s => s.Name == slave.Port) is not { } leaving) continue;
            Require(host.Release(bond, leaving, now));
            undo.Push(slave.Port, () => host.Enslave(bond, slave.Port));
        }
        BondOptions options = bond.Engine.Options;
        if (before.Options != wanted.Options)
        {
            bond.Engine.Configure(wanted.Options, now);
            undo.Push("options", () => bond.Engine.Configure(options, now));
        }
        if (wanted.Mac is { } mac && before.Mac != mac)
        {
            var old = bond.Engine.Mac;
            Require(bond.Engine.SetMac(mac, now));
            undo.Push("address", () => bond.Engine.SetMac(old, now));
        }
        if (!before.Addresses.SequenceEqual(wanted.Addresses))
        {
            bond.Engine.SetAddresses([.. wanted.Addresses.Select(a => a.ToBondAddress())], now);
            undo.Push("addresses", () => bond.Engine.SetAddresses([.. before.Addresses.Select(a => a.ToBondAddress())], now));
        }
        foreach (SlaveConfiguration slave in wanted.Slaves)
        {
            if (bond.Engine.Slaves.Any(s => s.Name == slave.Port))
            {
                AdjustSlave(bond, before.Slaves.FirstOrDefault(s => s.Port == slave.Port)?.Options, slave, now, undo);
                continue;
            }
            Require(host.Enslave(bond, slave.Port));
            undo.Push(slave.Port, () => host.Release(bond, bond.Engine.Slaves.First(s => s.Name == slave.Port), now));
        }
    }

    private static void AdjustSlave(HostedBond bond, SlaveOptions? before, SlaveConfiguration wanted, long now, Unwind undo)
    {
        void Set(string option, int was, int becomes)
        {
            if (was == becomes) return;
            OptionOutcome outcome = bond.Engine.Set(option, $"{wanted.Port}:{becomes}", now);
            if (!outcome.Succeeded) throw new StartException(outcome.Message ?? option);
            undo.Push(option, () => bond.Engine.Set(option, $"{wanted.Port}:{was}", now));
        }

        if (before is null) return;
        Set("prio", before.Prio, wanted.Options.Prio);
        Set("queue_id", before.QueueId, wanted.Options.QueueId);
        Set("actor_port_prio", before.ActorPortPrio, wanted.Options.ActorPortPrio);
    }

    private static void Require(string? refusal)
    {
        if (refusal is not null) throw new StartException(refusal);
    }
}
