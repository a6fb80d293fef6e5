using System.Globalization;

namespace BondFast.Bonding.Tests.Options;

/// <summary>
/// A bond in one line: <c>MODE [up] [slaves=eth0,eth1!] [ports=eth9] [option=value]...</c>. The first slave is active; <c>!</c> marks
/// one whose link is down, <c>*none</c> in slaves says that none is active; <c>name@n</c> gives queue_id n.
/// </summary>
public static class BondStateText
{
    public static (BondOptions Options, BondState State) Read(string line)
    {
        string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        BondOptions options = Apply(new BondOptions(), "mode", words[0]);
        bool up = false, active = true;
        List<SlaveState> slaves = [];
        List<string> ports = [];
        foreach (string word in words.Skip(1))
        {
            if (word == "up") up = true;
            else if (word == "inactive") active = false;
            else
            {
                (string key, string value) = OptionChangeTests.Cut(word, "=");
                if (key == "slaves") slaves.AddRange(value.Split(',').Select(Slave));
                else if (key == "ports") ports.AddRange(value.Split(','));
                else if (key == "tx_queues") options = options with { TxQueues = int.Parse(value, CultureInfo.InvariantCulture) };
                else foreach (string one in value.Split(',')) options = Apply(options, key, one);
            }
        }
        string? first = active && options.HasActiveSlave ? slaves.Find(s => s.CanBeActive)?.Name : null;
        return (options, new BondState(up, slaves, first, name => slaves.Exists(s => s.Name == name) || ports.Contains(name)));
    }

    private static SlaveState Slave(string text)
    {
        string[] parts = text.TrimEnd('!').Split('@');
        int queue = parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 0;
        return new SlaveState(parts[0], new SlaveOptions { QueueId = queue }, !text.EndsWith('!'));
    }

    private static BondOptions Apply(BondOptions options, string option, string value)
    {
        OptionOutcome outcome = OptionChange.TryApply(options, BondState.Fresh, option, value);
        Assert.True(outcome.Succeeded, outcome.Message);
        return outcome.Options;
    }
}
