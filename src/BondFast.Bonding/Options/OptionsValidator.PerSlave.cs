namespace BondFast.Bonding;

public sealed partial class OptionsValidator
{
    /// <summary>The options of one slave of a bond whose own options are <paramref name="bond"/>.</summary>
    public static ValidatedSlaveOptions ValidateSlave(BondOptions bond, IReadOnlyList<GivenOption> given)
    {
        OptionsValidator run = new(ValueRules.Strict, false, null, []) { _options = bond };
        SlaveOptions slave = new();
        foreach (GivenOption option in given)
        {
            OptionEntry? entry = OptionTable.Find(option.Name);
            if (entry is not { Scope: OptionScope.Slave }) run.NotOfSlave(option, entry);
            else if (run.FitsMode(option, entry)) slave = run.ReadOfSlave(option, entry, slave);
        }
        return new ValidatedSlaveOptions(slave, run._problems);
    }

    private void NotOfSlave(GivenOption option, OptionEntry? entry)
    {
        string[] names = ["prio", "queue_id", "actor_port_prio"];
        if (entry is not null) Error(option, $"{entry.Name} is an option of the bond, not of one slave.", "Move it to the bond's table.");
        else Error(option, $"A slave has no option {OptionSyntax.Shorten(option.Name)}.",
            NearestName.Of(option.Name, names) is { } nearest ? $"Did you mean {nearest}?" : $"It has {WordList.And(names)}.");
    }

    private SlaveOptions ReadOfSlave(GivenOption option, OptionEntry entry, SlaveOptions slave)
    {
        if (!OptionSyntax.TryRead(entry, option.Text, out long value, out string why)) Error(option, why, OptionSyntax.Remedy(entry, option.Text));
        else if (entry.Name == "queue_id" && value > _options.TxQueues)
            Error(option, $"queue_id = {value} is out of range: tx_queues is {_options.TxQueues}.", $"Write a number from 0 to {_options.TxQueues}, or a larger tx_queues.");
        else
            return entry.Name switch
            {
                "prio" => slave with { Prio = (int)value },
                "queue_id" => slave with { QueueId = (int)value },
                _ => slave with { ActorPortPrio = (int)value },
            };
        return slave;
    }
}
