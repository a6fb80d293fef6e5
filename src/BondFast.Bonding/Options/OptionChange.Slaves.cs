using BondFast.Wire;

namespace BondFast.Bonding;

public static partial class OptionChange
{
    private static OptionOutcome SetPrimary(BondOptions current, string value)
    {
        string name = OptionSyntax.Line(value).Trim().ToString();
        if (name.Length == 0) return new OptionOutcome { Options = current with { Primary = null }, Action = new OptionAction.Reselect() };
        if (PortName.Refusal(name) is { } why) return Refuse(current, OptionError.Invalid, $"primary = \"{OptionSyntax.Shorten(name)}\" cannot be a port: {why}.");
        return new OptionOutcome { Options = current with { Primary = name }, Action = new OptionAction.ForcePrimary() };
    }

    private static OptionOutcome Activate(BondOptions current, BondState state, string value)
    {
        string name = OptionSyntax.Line(value).Trim().ToString();
        if (name.Length == 0) return new OptionOutcome { Options = current, Action = new OptionAction.ClearActive() };
        SlaveState? slave = state.Find(name);
        if (slave is null) return NotASlave(current, state, "active_slave", name);
        if (state.ActiveSlave == name) return Accept(current);
        if (state.ActiveSlave is null || !slave.CanBeActive)
            return Refuse(current, OptionError.Invalid, $"active_slave: {name} cannot become active: " +
                (slave.CanBeActive ? "the bond has no active slave to take over from." : $"{name} is down or its link is."));
        return new OptionOutcome { Options = current, Action = new OptionAction.Activate(name) };
    }

    private static OptionOutcome ChangeSlaves(BondOptions current, BondState state, string value)
    {
        string text = OptionSyntax.FirstWord(value);
        if (text.Length < 2 || text[0] is not ('+' or '-'))
            return Refuse(current, OptionError.NotPermitted, $"slaves takes +port or -port, not \"{OptionSyntax.Shorten(text)}\".");
        string name = text[1..];
        if (text[0] == '-')
            return state.Find(name) is null
                ? NotASlave(current, state, "slaves", name)
                : new OptionOutcome { Options = current, Action = new OptionAction.Release(name) };
        if (state.Find(name) is not null) return Refuse(current, OptionError.Busy, $"slaves: {name} is a slave of this bond already.");
        if (state.PortExists is { } exists && !exists(name)) return NoSuchPort(current, "slaves", name);
        return new OptionOutcome { Options = current, Action = new OptionAction.Enslave(name) };
    }

    private static OptionOutcome NotASlave(BondOptions current, BondState state, string option, string name) =>
        state.PortExists is { } exists && exists(name)
            ? Refuse(current, OptionError.Invalid, $"{option}: {name} is not a slave of this bond. {SlavesAre(state)}")
            : Refuse(current, OptionError.NoSuchDevice, $"{option}: there is no port {OptionSyntax.Shorten(name)}. {SlavesAre(state)}");

    private static OptionOutcome NoSuchPort(BondOptions current, string option, string name) =>
        Refuse(current, OptionError.NoSuchDevice, $"{option}: there is no port {OptionSyntax.Shorten(name)}. Add a table [port.{OptionSyntax.Shorten(name)}] to the file, or check the name.");

    private static string SlavesAre(BondState state) =>
        state.HasSlaves ? $"Its slaves: {string.Join(", ", state.Slaves.Select(s => s.Name))}." : "It has no slaves.";

    private static OptionOutcome SetActorSystem(BondOptions current, string value)
    {
        if (OptionSyntax.BadActorSystem(value, out MacAddress mac, out string remedy) is { } why)
            return Refuse(current, OptionError.Invalid, $"{why} {remedy}");
        return Accept(current with { AdActorSystem = mac });
    }

    private static OptionOutcome SetQueueId(BondOptions current, BondState state, OptionEntry entry, string value)
    {
        if (Split(state, value, out SlaveState? slave, out string number, out string why) != OptionError.None)
            return Refuse(current, OptionError.NotPermitted, $"queue_id: {why}");
        if (!OptionSyntax.TryRead(entry with { Maximum = current.TxQueues }, number, out long queue, out why))
            return Refuse(current, OptionError.NotPermitted, $"{why} tx_queues is {current.TxQueues}.");
        foreach (SlaveState other in state.Slaves)
            if (queue != 0 && other.Name != slave!.Name && other.Options.QueueId == queue)
                return Refuse(current, OptionError.NotPermitted, $"queue_id = {queue} belongs to {other.Name}: it must be unique in the bond. Choose another one, or 0 for none.");
        OptionAction action = new OptionAction.SetSlaveOptions(slave!.Name, slave.Options with { QueueId = (int)queue });
        return new OptionOutcome { Options = current, Action = action, Warnings = entry.UsedIn.Has(current.Mode) ? [] : [NoEffect(entry, current.Mode)] };
    }

    private static OptionOutcome SetOfSlave(BondOptions current, BondState state, OptionEntry entry, string value)
    {
        OptionError error = Split(state, value, out SlaveState? slave, out string number, out string why);
        if (error != OptionError.None) return Refuse(current, error, $"{entry.Name}: {why}");
        if (!OptionSyntax.TryRead(entry, number, out long parsed, out why)) return BadValue(current, entry, number, why);
        bool prio = entry.Name == "prio";
        SlaveOptions options = prio ? slave!.Options with { Prio = (int)parsed } : slave!.Options with { ActorPortPrio = (int)parsed };
        string[] idle = prio && current.Primary is { } primary && state.Find(primary) is not null
            ? [$"prio has no effect while the primary {primary} can be used."] : [];
        return new OptionOutcome { Options = current, Action = new OptionAction.SetSlaveOptions(slave.Name, options), Warnings = [.. idle] };
    }

    /// <summary><c>slave:value</c>.</summary>
    private static OptionError Split(BondState state, string value, out SlaveState? slave, out string number, out string why)
    {
        string text = OptionSyntax.FirstWord(value);
        int colon = text.LastIndexOf(':');
        slave = null;
        number = why = "";
        if (colon <= 0)
        {
            why = $"\"{OptionSyntax.Shorten(text)}\" is not of the form slave:value. Write for example {(state.HasSlaves ? state.Slaves[0].Name : "eth0")}:1.";
            return OptionError.Invalid;
        }
        slave = state.Find(text[..colon]);
        number = text[(colon + 1)..];
        if (slave is not null) return OptionError.None;
        why = $"there is no slave {OptionSyntax.Shorten(text[..colon])}. {SlavesAre(state)}";
        return OptionError.NoSuchDevice;
    }
}
