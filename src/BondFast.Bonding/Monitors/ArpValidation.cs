using BondFast.Bonding.Addressing;
using BondFast.Wire;

namespace BondFast.Bonding.Monitors;

/// <summary>
/// Which received ARP and neighbour discovery frames count as a sign of life (option arp_validate, linux-bonding 5.2). Frames of
/// slaves whose role is not looked into count by their mere arrival (<see cref="Bond.ReportReceived"/>).
/// </summary>
internal sealed class ArpValidation(Bond bond, KnownAddresses addresses)
{
    /// <summary>Frames on a slave of this role must be proven answers or probes.</summary>
    public bool Validates(Slave slave) => bond.Options.ArpValidate switch
    {
        ArpValidate.All => true,
        ArpValidate.Active or ArpValidate.FilterActive => !slave.Backup,
        ArpValidate.Backup or ArpValidate.FilterBackup => slave.Backup,
        _ => false,
    };

    /// <summary>What the workers stamp counts: any frame, or with a filter any IPv6 frame (<see cref="ForwardingPlan.StampIpv6"/>).</summary>
    public bool CountsStamps(Slave slave) => !Validates(slave);

    private bool Filters => bond.Options.ArpValidate >= ArpValidate.Filter;

    public void Receive(Slave slave, ReadOnlySpan<byte> frame, long arrived, Slave? hunting)
    {
        if (!EthernetView.TryParse(frame, out EthernetView ethernet)) return;
        if (!Validates(slave))
        {
            if (!Filters || ethernet.PayloadType is EtherType.Arp or EtherType.Ipv6) Count(slave, arrived);
            return;
        }
        if (!IsForUs(slave, ethernet.Destination)) return;
        int target = ethernet.PayloadType switch
        {
            EtherType.Arp when ArpView.TryParse(ethernet.Payload, out ArpView arp) => Accepts(slave, arp, arrived, hunting),
            EtherType.Ipv6 when NeighbourView.TryParseFrame(frame, out _, out NeighbourView neighbour) => Accepts(slave, neighbour, arrived, hunting),
            _ => -1,
        };
        if (target < 0) return;
        Count(slave, arrived);
        slave.TargetHeard[target] = arrived;
    }

    private static void Count(Slave slave, long arrived) => slave.LastReceived = Math.Max(slave.LastReceived, arrived);

    private bool IsForUs(Slave slave, MacAddress destination) => destination.IsMulticast || destination == bond.Mac || destination == slave.CurrentMac;

    /// <summary>Place of the target that proves itself, or -1.</summary>
    private int Accepts(Slave slave, ArpView arp, long arrived, Slave? hunting) => Evidence(slave, arrived, hunting, arp.Operation == ArpOperation.Reply) switch
    {
        ArpEvidence.Answer => Target(arp.SenderIp, arp.TargetIp),
        ArpEvidence.OwnProbe => Target(arp.TargetIp, arp.SenderIp),
        _ => -1,
    };

    private int Accepts(Slave slave, NeighbourView neighbour, long arrived, Slave? hunting) => Evidence(slave, arrived, hunting, true) switch
    {
        ArpEvidence.Answer => Target(neighbour.Source, neighbour.Destination),
        ArpEvidence.OwnProbe when neighbour.Message == NeighbourMessage.Solicitation => Target(neighbour.Target, neighbour.Source),
        _ => -1,
    };

    /// <summary>
    /// What can be expected on this slave. One that probes itself gets answers: an active one, and every one in modes 0, 2 and 3.
    /// A backup sees the active slave's broadcast probe come back through the switch, once the active itself has been
    /// answered; while the monitor hunts it sees answers to the hunting slave.
    /// </summary>
    private ArpEvidence Evidence(Slave slave, long arrived, Slave? hunting, bool answers)
    {
        if (!slave.Backup || bond.Options.Mode != BondMode.ActiveBackup) return ArpEvidence.Answer;
        if (bond.Active is { } active) return active.LastReceived > active.LastLinkUp ? ArpEvidence.OwnProbe : ArpEvidence.None;
        var window = new ArpWindow(bond.Options.ArpInterval * Bond.NanosecondsPerMillisecond, arrived);
        return hunting is not null && answers && window.Within(hunting.LastProbe, 1) ? ArpEvidence.Answer : ArpEvidence.None;
    }

    private int Target(Ipv4Address target, Ipv4Address ours) =>
        !target.IsAny && addresses.IsOurs(ours) ? bond.Options.ArpIpTarget.IndexOf(target) : -1;

    private int Target(Ipv6Address target, Ipv6Address ours)
    {
        if (target.IsAny || ours != Ipv6Address.AllNodes && !addresses.IsOurs(ours)) return -1;
        int index = bond.Options.NsIp6Target.IndexOf(target);
        return index < 0 ? -1 : ArpMonitor.MaxTargets + index;
    }

    private enum ArpEvidence : byte { None, Answer, OwnProbe }
}
