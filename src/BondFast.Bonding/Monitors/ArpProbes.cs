using BondFast.Bonding.Addressing;
using BondFast.Wire;

namespace BondFast.Bonding.Monitors;

/// <summary>
/// The probes: for each target an ARP request or a neighbour solicitation, from the bond's address in the target's subnet and
/// tagged as the VLAN that has it (HOWTO 6, linux-bonding 5.1). Without such an address the probe is untagged and from 0.0.0.0 or ::.
/// </summary>
internal sealed class ArpProbes(Bond bond, KnownAddresses addresses)
{
    private readonly HashSet<object> _warned = [];

    public void Send(Slave slave)
    {
        foreach (Ipv4Address target in bond.Options.ArpIpTarget) Send(slave, target);
        foreach (Ipv6Address target in bond.Options.NsIp6Target) Send(slave, target);
    }

    public void ForgetWarnings() => _warned.Clear();

    private void Send(Slave slave, Ipv4Address target)
    {
        Span<byte> frame = stackalloc byte[ArpWriter.MaxLength + EthernetView.MaxTags * VlanTag.Length];
        BondAddress? source = addresses.SourceFor(target);
        if (source is null) WarnOnce(target);
        int length = ArpWriter.WriteRequest(frame, slave.CurrentMac, source?.V4 ?? Ipv4Address.Any, target, source is null ? default : source.Tags.AsSpan());
        bond.Send(slave, frame[..length]);
    }

    private void Send(Slave slave, Ipv6Address target)
    {
        Span<byte> frame = stackalloc byte[NeighbourWriter.MaxLength];
        BondAddress? source = addresses.SourceFor(target);
        if (source is null) WarnOnce(target);
        int length = NeighbourWriter.WriteSolicitation(frame, slave.CurrentMac, source?.V6 ?? Ipv6Address.Any, target, source is null ? default : source.Tags.AsSpan());
        bond.Send(slave, frame[..length]);
    }

    /// <summary>Answers to a probe without an address cannot be validated.</summary>
    private void WarnOnce<T>(T target) where T : struct
    {
        if (bond.Options.ArpValidate == ArpValidate.None || !_warned.Add(target)) return;
        bond.Raise(EventLevel.Warning, "no-probe-address", null,
            $"{bond.Name}: no address of {bond.Name} or of a VLAN on it is in the subnet of target {target}, so its answers cannot be validated; give {bond.Name} an address there or set arp_validate=none");
    }
}
