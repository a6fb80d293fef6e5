using System.Collections.Immutable;
using BondFast.Wire;

namespace BondFast.Bonding.Failover;

/// <summary>Who is in which group: on one VLAN, one host behind the uplink, one group.</summary>
/// <param name="Tags">Outermost first; empty for the bond itself.</param>
/// <param name="Host">Its MAC; zero is the bond's own, whatever that is at the time.</param>
/// <param name="V4">The group of an IGMP membership.</param>
/// <param name="V6">The group of an MLD membership.</param>
internal readonly record struct MembershipKey(ImmutableArray<VlanTag> Tags, MacAddress Host, Ipv4Address? V4, Ipv6Address? V6)
{
    public bool Equals(MembershipKey other) =>
        Host == other.Host && V4 == other.V4 && V6 == other.V6 && Tags.AsSpan().SequenceEqual(other.Tags.AsSpan());

    public override int GetHashCode() => HashCode.Combine(Host, V4, V6, Tags.Length);
}

/// <summary>
/// What a host reported of one group (RFC 3376 3.2, RFC 3810 4.2): all sources except a few, or only a few. Sources are kept as
/// 128-bit numbers in both families. Reports are applied in the order they come.
/// </summary>
internal sealed class Membership
{
    public bool Excludes { get; private set; }
    public List<UInt128> Sources { get; } = [];

    /// <summary>1, 2 or 3 of IGMP, 1 or 2 of MLD: the version the host speaks.</summary>
    public int Version { get; set; }

    /// <summary>The host's IP address as it stood in its report.</summary>
    public UInt128 Sender { get; set; }

    /// <summary>A list of no sources to include is no membership.</summary>
    public bool IsEmpty => !Excludes && Sources.Count == 0;

    /// <param name="most">Sources that are remembered; what one report can repeat.</param>
    public void Apply(MembershipRecordType type, ReadOnlySpan<UInt128> sources, int most)
    {
        switch (type)
        {
            case MembershipRecordType.ModeIsInclude or MembershipRecordType.ChangeToInclude:
                Replace(false, sources, most);
                break;
            case MembershipRecordType.ModeIsExclude or MembershipRecordType.ChangeToExclude:
                Replace(true, sources, most);
                break;
            case MembershipRecordType.AllowNewSources or MembershipRecordType.BlockOldSources:
                // Allowing adds to an include list and takes from an exclude list; blocking the reverse.
                if (type == MembershipRecordType.AllowNewSources != Excludes) Add(sources, most);
                else foreach (UInt128 source in sources) Sources.Remove(source);
                break;
        }
    }

    private void Replace(bool excludes, ReadOnlySpan<UInt128> sources, int most)
    {
        Excludes = excludes;
        Sources.Clear();
        Add(sources, most);
    }

    private void Add(ReadOnlySpan<UInt128> sources, int most)
    {
        foreach (UInt128 source in sources)
            if (Sources.Count < most && !Sources.Contains(source)) Sources.Add(source);
    }
}
