using System.Collections.Immutable;
using BondFast.Wire;

namespace BondFast.Bonding.Failover;

/// <summary>
/// Group memberships of everything behind the uplink, learned from its IGMP and MLD reports, and their repetition after a failover
/// (option resend_igmp, linux-bonding 6.3): a switch that snoops must hear them from the new port. The first round leaves about a
/// millisecond after the failover, the others every 200 ms.
/// </summary>
internal sealed class Memberships(Bond bond)
{
    /// <summary>Bounds what an uplink can make us remember; further groups are not repeated.</summary>
    public const int MaxMemberships = 256;

    private const long FirstDelay = 1_000_000;
    private const long RepeatInterval = 200_000_000;

    private readonly Dictionary<MembershipKey, Membership> _memberships = [];
    private int _rounds;
    private long _due;

    public long NextDeadline => _rounds > 0 ? _due : long.MaxValue;

    public int Count => _memberships.Count;

    public void Start(long now)
    {
        _rounds = bond.Options.ResendIgmp;
        _due = now + FirstDelay;
    }

    public void Stop() => _rounds = 0;

    public void Run(long now)
    {
        if (_rounds == 0 || now < _due) return;
        _due = now + RepeatInterval;
        _rounds--;
        int active = bond.Plan.Active;
        if (active < 0) return;
        foreach (KeyValuePair<MembershipKey, Membership> membership in _memberships)
            MembershipReport.Send(bond, bond.SlaveList[active], membership.Key, membership.Value);
    }

    /// <summary>A frame from the uplink that may be a report.</summary>
    public void Learn(ReadOnlySpan<byte> frame)
    {
        if (IgmpView.TryParseFrame(frame, out EthernetView ethernet, out IgmpView igmp)) Learn(ethernet, igmp);
        else if (MldView.TryParseFrame(frame, out ethernet, out MldView mld)) Learn(ethernet, mld);
    }

    private void Learn(EthernetView ethernet, IgmpView igmp)
    {
        if (!Ipv4View.TryParse(ethernet.Payload, out Ipv4View ip)) return;
        int version = igmp.Type switch { IgmpType.Version1Report => 1, IgmpType.Version3Report => 3, _ => 2 };
        Span<UInt128> sources = stackalloc UInt128[IgmpWriter.MaxSources];
        foreach (IgmpRecord record in igmp.Records)
        {
            int count = Math.Min(record.SourceCount, sources.Length);
            for (int i = 0; i < count; i++) sources[i] = record.Source(i).Value;
            var key = new MembershipKey(TagsOf(ethernet), HostOf(ethernet), record.Group, null);
            Apply(key, version, ip.Source.Value, record.Type, sources[..count], IgmpWriter.MaxSources);
        }
    }

    private void Learn(EthernetView ethernet, MldView mld)
    {
        if (!Ipv6View.TryParse(ethernet.Payload, out Ipv6View ip)) return;
        int version = mld.Type == MldType.Version2Report ? 2 : 1;
        Span<UInt128> sources = stackalloc UInt128[MldWriter.MaxSources];
        foreach (MldRecord record in mld.Records)
        {
            int count = Math.Min(record.SourceCount, sources.Length);
            for (int i = 0; i < count; i++) sources[i] = record.Source(i).Value;
            var key = new MembershipKey(TagsOf(ethernet), HostOf(ethernet), null, record.Group);
            Apply(key, version, ip.Source.Value, record.Type, sources[..count], MldWriter.MaxSources);
        }
    }

    private void Apply(MembershipKey key, int version, UInt128 sender, MembershipRecordType type, ReadOnlySpan<UInt128> sources, int most)
    {
        if (!_memberships.TryGetValue(key, out Membership? membership))
        {
            if (_memberships.Count == MaxMemberships) return;
            _memberships[key] = membership = new Membership();
        }
        membership.Version = version;
        membership.Sender = sender;
        membership.Apply(type, sources, most);
        if (membership.IsEmpty) _memberships.Remove(key);
    }

    private MacAddress HostOf(EthernetView ethernet) => ethernet.Source == bond.Mac ? MacAddress.Zero : ethernet.Source;

    private static ImmutableArray<VlanTag> TagsOf(EthernetView ethernet)
    {
        if (ethernet.TagCount == 0) return [];
        ImmutableArray<VlanTag>.Builder tags = ImmutableArray.CreateBuilder<VlanTag>(ethernet.TagCount);
        for (int i = 0; i < ethernet.TagCount; i++) tags.Add(new VlanTag(ethernet.Tag(i).Tpid, (ushort)ethernet.Tag(i).VlanId));
        return tags.MoveToImmutable();
    }
}
