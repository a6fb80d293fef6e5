using BondFast.Bonding;
using BondFast.Control.Commands;
using BondFast.Control.Status;

namespace BondFast.Control.Tests.Sockets;

/// <summary>Shows one bond, and remembers what else it was told to do.</summary>
internal sealed class RecordingCommands(Bond bond) : IControlCommands
{
    private readonly List<string> _calls = [];

    /// <summary>What every change answers.</summary>
    public Func<CommandReply> Answer { get; set; } = () => CommandReply.Done;

    public ulong Packets { get; set; }

    public int ShowCount { get; private set; }

    public string[] Calls
    {
        get
        {
            lock (_calls) return [.. _calls];
        }
    }

    public void Show(HostStatus status, long now)
    {
        ShowCount++;
        BondStatus first = status.AddBond();
        first.Take(bond);
        first.Slaves[0].Counters = new TrafficCounters { TxPackets = Packets };
        status.AddWorker(new WorkerStatus(0, 3, true, 10, 5, 50, 100, 0));
    }

    public CommandReply Get(string name, string option) => bond.Get(option) is { } value ? CommandReply.Answer(value) : CommandReply.Refused("ENOENT", $"no option {option}");

    public CommandReply Set(string name, string option, string value, long now) => Record($"set {name} {option} {value}");

    public CommandReply Enslave(string name, string port, long now) => Record($"enslave {name} {port}");

    public CommandReply Release(string name, string slave, long now) => Record($"release {name} {slave}");

    public CommandReply AddBond(string name, IReadOnlyList<KeyValuePair<string, string>> options, long now) =>
        Record($"add {name} {string.Join(' ', options.Select(o => $"{o.Key}={o.Value}"))}");

    public CommandReply DeleteBond(string name, long now) => Record($"delete {name}");

    public CommandReply Reload(bool dryRun, long now) => Record(dryRun ? "reload dry" : "reload");

    public CommandReply Stop() => Record("stop");

    private CommandReply Record(string call)
    {
        lock (_calls) _calls.Add(call);
        return Answer();
    }
}
