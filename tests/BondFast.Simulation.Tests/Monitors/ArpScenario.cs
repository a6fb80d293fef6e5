using BondFast.Bonding;
using BondFast.Simulation.Tests.Network;
using BondFast.Wire;

namespace BondFast.Simulation.Tests.Monitors;

/// <summary>A bond with the ARP monitor (interval 100 ms) on a switch behind which targets answer.</summary>
internal sealed class ArpScenario
{
    public const int Interval = 100;

    public ArpScenario(BondMode mode = BondMode.ActiveBackup, int ports = 2, ArpValidate validate = ArpValidate.None, int missedMax = 2,
        string[]? targets = null, ArpAllTargets allTargets = ArpAllTargets.Any, string[]? addresses = null, bool open = true, string? primary = null, PrimaryReselect reselect = PrimaryReselect.Always,
        int[]? prios = null)
    {
        targets ??= ["10.0.0.1"];
        S = new Scenario(new BondOptions
        {
            Mode = mode,
            ArpInterval = Interval,
            ArpIpTarget = [.. targets.Where(target => !target.Contains(':', StringComparison.Ordinal)).Select(Ip)],
            NsIp6Target = [.. targets.Where(target => target.Contains(':', StringComparison.Ordinal)).Select(Ip6)],
            ArpValidate = validate,
            ArpMissedMax = missedMax,
            ArpAllTargets = allTargets,
            NumGratArp = 0,
            NumUnsolNa = 0,
            ResendIgmp = 0,
            Primary = primary,
            PrimaryReselect = reselect,
        }, 0, open: false);
        Switch = new SimulatedSwitch(S.Net);
        for (int i = 0; i < ports; i++)
        {
            SimulatedPort port = S.Host.AddPort();
            S.Host.Enslave(port, new SlaveOptions { Prio = prios is null ? 0 : prios[i] });
            Switch.Attach(S.Host, port);
        }
        foreach (string target in targets) Switch.AddStation(target);
        S.Host.SetAddresses(addresses ?? ["10.0.0.2/24"]);
        if (!open) return;
        S.Bond.Open(S.Net.Now);
        S.Net.Run(0);
    }

    public Scenario S { get; }
    public SimulatedSwitch Switch { get; }
    public SimulatedNetwork Net => S.Net;
    public Slave this[int port] => S[port];
    public int Active => S.Active;

    /// <summary>Probes a port sent since the frames were last cleared.</summary>
    public int Probes(int port) => S.Ports[port].Sent.Count(frame => frame.IsArp || frame.Type == EtherType.Ipv6);

    public void ClearFrames()
    {
        foreach (SimulatedPort port in S.Ports) port.Sent.Clear();
    }

    public static Ipv4Address Ip(string text) => Ipv4Address.TryParse(text, out Ipv4Address ip) ? ip : throw new FormatException(text);

    public static Ipv6Address Ip6(string text) => Ipv6Address.TryParse(text, out Ipv6Address ip) ? ip : throw new FormatException(text);
}
