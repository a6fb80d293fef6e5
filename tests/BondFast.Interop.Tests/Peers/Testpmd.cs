using System.Text.RegularExpressions;
using BondFast.Interop.Tests.Host;
using BondFast.Interop.Tests.Lacp;
using BondFast.Interop.Tests.Network;
using BondFast.Wire;

namespace BondFast.Interop.Tests.Peers;

/// <summary>What net_bonding believes of one slave.</summary>
internal sealed record NetBondingPort(LacpState Actor, string PartnerSystem, LacpState Partner)
{
    public bool Works => Actor.Works() && Partner.Works();
}

/// <summary>
/// DPDK's own bonding in mode 4 (net_bonding, in dpdk-testpmd) over af_packet devices. It sends LACPDUs only while somebody calls its transmit
/// function, so testpmd generates a flow as long as the peer lives; at the lowest priority and one packet a burst, the others need the CPU.
/// </summary>
internal sealed partial class Testpmd : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly ChildProcess _testpmd;
    private readonly int _bond;
    private int _mark;

    private Testpmd(ChildProcess testpmd, int bond)
    {
        _testpmd = testpmd;
        _bond = bond;
    }

    public const string SystemMac = "02:00:00:00:0d:cc";

    public static Testpmd StartLacp(Lab lab, NetworkNamespace space, params string[] devices)
    {
        var name = $"{space.Name}-testpmd";
        var everywhere = $"(0-{Environment.ProcessorCount - 1})";
        List<string> words =
        [
            "nice", "-n", "19", "stdbuf", "-oL", Requires.Program("dpdk-testpmd", "dpdk-dev"), "--no-huge", "-m", "256", "--no-pci", "--no-shconf", "--no-telemetry",
            "--lcores", $"0@{everywhere},1@{everywhere}", $"--file-prefix={name}",
        ];
        for (var i = 0; i < devices.Length; i++)
            words.Add($"--vdev=net_af_packet{i},iface={devices[i]}");
        words.Add("--vdev=net_bonding0,mode=4,mac=" + SystemMac + string.Concat(devices.Select((_, i) => $",slave=net_af_packet{i}")));
        words.AddRange(["--", "-i", "--nb-cores=1", "--total-num-mbufs=16384", $"--portlist={devices.Length}", "--no-flush-rx", "--burst=1"]);
        var runtime = new Dictionary<string, string> { ["RUNTIME_DIRECTORY"] = Directory.CreateDirectory(lab.Path(name)).FullName };
        var testpmd = lab.Own(new Testpmd(space.Start(words, runtime), devices.Length));
        testpmd.Do("set fwd flowgen");
        testpmd.Do("start");
        return testpmd;
    }

    /// <summary>State of every slave, in order.</summary>
    public IReadOnlyList<NetBondingPort> Lacp
    {
        get
        {
            var text = Do($"show bonding lacp info {_bond}");
            return [.. text.Split("Slave Port:").Skip(1).Select(part =>
            {
                var (systems, states) = (Mac().Matches(part), State().Matches(part));
                return new NetBondingPort(StateOf(states[0]), systems[1].Groups[1].Value.ToLowerInvariant(), StateOf(states[1]));
            })];
        }
    }

    public bool AllWork => Lacp is { Count: > 0 } ports && ports.All(port => port.Works);

    /// <summary>Types one command; what it printed.</summary>
    public string Do(string command)
    {
        // testpmd says of an unknown word that it is unknown: that marks the end of the answer before it.
        var mark = $"mark-{++_mark}";
        var before = _testpmd.Output.Length;
        _testpmd.Write(command);
        _testpmd.Write(mark);
        _testpmd.WaitForLine(mark, Patience);
        Wait.Until(() => Ends(before, mark) || !_testpmd.Running, Patience, () => _testpmd.Output);
        return _testpmd.Output[before..];
    }

    public void Freeze() => _testpmd.Signal(LibC.SigStop);

    public void Thaw() => _testpmd.Signal(LibC.SigCont);

    public void Dispose() => _testpmd.Dispose();

    private bool Ends(int from, string mark)
    {
        var text = _testpmd.Output[from..];
        return text.IndexOf(mark, StringComparison.Ordinal) is >= 0 and var at && text.IndexOf("Command not found", at, StringComparison.Ordinal) > 0;
    }

    private static LacpState StateOf(Match words)
    {
        var state = LacpState.None;
        foreach (var word in words.Groups[1].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            state |= Flags[word];
        return state;
    }

    private static readonly Dictionary<string, LacpState> Flags = new()
    {
        ["ACTIVE"] = LacpState.Activity,
        ["TIMEOUT"] = LacpState.Timeout,
        ["AGGREGATION"] = LacpState.Aggregation,
        ["SYNCHRONIZATION"] = LacpState.Synchronization,
        ["COLLECTING"] = LacpState.Collecting,
        ["DISTRIBUTING"] = LacpState.Distributing,
        ["DEFAULTED"] = LacpState.Defaulted,
        ["EXPIRED"] = LacpState.Expired,
    };

    [GeneratedRegex(@"system mac address: (\S+)")]
    private static partial Regex Mac();

    [GeneratedRegex(@"port state: ([^\n]*)")]
    private static partial Regex State();
}
