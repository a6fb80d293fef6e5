using BondFast.Wire;

namespace BondFast.Bonding.Failover;

/// <summary>Says again what a host said of one group, in the version it speaks.</summary>
internal static class MembershipReport
{
    public static void Send(Bond bond, Slave slave, MembershipKey key, Membership membership)
    {
        MacAddress host = key.Host.IsZero ? bond.Mac : key.Host;
        if (key.V4 is { } group4) SendIgmp(bond, slave, host, key, group4, membership);
        else if (key.V6 is { } group6) SendMld(bond, slave, host, key, group6, membership);
    }

    private static void SendIgmp(Bond bond, Slave slave, MacAddress host, MembershipKey key, Ipv4Address group, Membership membership)
    {
        Span<byte> frame = stackalloc byte[IgmpWriter.MaxLength];
        var sender = new Ipv4Address((uint)membership.Sender);
        ReadOnlySpan<VlanTag> tags = key.Tags.AsSpan();
        Span<Ipv4Address> sources = stackalloc Ipv4Address[membership.Sources.Count];
        for (int i = 0; i < sources.Length; i++) sources[i] = new Ipv4Address((uint)membership.Sources[i]);
        int length = membership.Version switch
        {
            1 => IgmpWriter.WriteVersion1Report(frame, host, sender, group, tags),
            2 => IgmpWriter.WriteVersion2Report(frame, host, sender, group, tags),
            _ => IgmpWriter.WriteVersion3Report(frame, host, sender, group, TypeOf(membership), sources, tags),
        };
        bond.Send(slave, frame[..length]);
    }

    private static void SendMld(Bond bond, Slave slave, MacAddress host, MembershipKey key, Ipv6Address group, Membership membership)
    {
        Span<byte> frame = stackalloc byte[MldWriter.MaxLength];
        var sender = new Ipv6Address(membership.Sender);
        ReadOnlySpan<VlanTag> tags = key.Tags.AsSpan();
        Span<Ipv6Address> sources = stackalloc Ipv6Address[membership.Sources.Count];
        for (int i = 0; i < sources.Length; i++) sources[i] = new Ipv6Address(membership.Sources[i]);
        int length = membership.Version == 1
            ? MldWriter.WriteVersion1Report(frame, host, sender, group, tags)
            : MldWriter.WriteVersion2Report(frame, host, sender, group, TypeOf(membership), sources, tags);
        bond.Send(slave, frame[..length]);
    }

    private static MembershipRecordType TypeOf(Membership membership) =>
        membership.Excludes ? MembershipRecordType.ModeIsExclude : MembershipRecordType.ModeIsInclude;
}
