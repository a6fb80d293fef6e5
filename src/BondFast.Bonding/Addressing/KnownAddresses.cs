using System.Collections.Immutable;
using BondFast.Wire;

namespace BondFast.Bonding.Addressing;

/// <summary>
/// IP addresses of the bond and of VLANs on it, and the VLANs themselves: told (<see cref="Bond.SetAddresses"/>), and learned from tagged
/// neighbour frames of the uplink (HOWTO 6). Self-made frames take their source and their tags from here.
/// </summary>
internal sealed class KnownAddresses(Bond bond)
{
    /// <summary>Bounds what an uplink can make us remember; the oldest goes first.</summary>
    public const int MaxLearned = 64;

    private readonly List<KnownAddress> _told = [];
    private readonly List<KnownAddress> _learned = [];
    /// <summary>Told as they were given, learned ones of VLANs of which nothing was told.</summary>
    public List<KnownAddress> All { get; } = [];

    /// <summary>Every stack of tags under which the uplink has a device.</summary>
    public List<BondVlan> Vlans { get; } = [];

    public void Tell(IReadOnlyList<BondAddress> addresses)
    {
        ForgetRemoved(addresses);
        _told.Clear();
        foreach (BondAddress address in addresses)
            _told.Add(new KnownAddress(address.Tags.IsDefault ? address with { Tags = [] } : address, address.Tags.IsDefaultOrEmpty || address.Mac.IsZero || address.Mac == bond.Mac));
        Vlans.Clear();
        foreach (KnownAddress known in _told) AddVlan(known);
        foreach (KnownAddress known in _learned) AddVlan(known);
        Combine();
    }

    /// <summary>A VLAN that was told and no longer is has been removed: what was learned there goes with it.</summary>
    private void ForgetRemoved(IReadOnlyList<BondAddress> addresses)
    {
        for (int i = _learned.Count - 1; i >= 0; i--)
        {
            ImmutableArray<VlanTag> tags = _learned[i].Address.Tags;
            if (IsTold(tags) && !addresses.Any(address => address.Tags.AsSpan().SequenceEqual(tags.AsSpan()))) _learned.RemoveAt(i);
        }
    }

    /// <summary>A tagged ARP or neighbour discovery frame from the uplink. Returns whether anything was new.</summary>
    public bool Learn(ReadOnlySpan<byte> frame)
    {
        if (!EthernetView.TryParse(frame, out EthernetView ethernet) || ethernet.TagCount == 0 || ethernet.Source.IsMulticast) return false;
        Ipv4Address? v4 = null;
        Ipv6Address? v6 = null;
        if (ethernet.PayloadType == EtherType.Arp && ArpView.TryParse(ethernet.Payload, out ArpView arp)) v4 = arp.SenderIp;
        else if (NeighbourView.TryParseFrame(frame, out _, out NeighbourView neighbour)) v6 = neighbour.Source;
        else return false;
        return Learn(TagsOf(ethernet), ethernet.Source, v4, v6);
    }

    private bool Learn(ImmutableArray<VlanTag> tags, MacAddress source, Ipv4Address? v4, Ipv6Address? v6)
    {
        // A guest behind the uplink speaks for itself: only the bond's own devices are spoken for.
        bool own = source == bond.Mac;
        var address = new BondAddress(tags, v4, v6, v4 is null ? 128 : 32, source);
        bool isNew = Vlans.Count < MaxLearned && AddVlan(new KnownAddress(address, own));
        if (!own || v4 is { IsAny: true } || v6 is { IsAny: true } || Find(_learned, address) >= 0) return isNew;
        if (_learned.Count == MaxLearned) _learned.RemoveAt(0);
        _learned.Add(new KnownAddress(address, true));
        Combine();
        return true;
    }

    /// <summary>Without priority: what is learned is the VLAN, not the urgency of one frame.</summary>
    private static ImmutableArray<VlanTag> TagsOf(EthernetView ethernet)
    {
        ImmutableArray<VlanTag>.Builder tags = ImmutableArray.CreateBuilder<VlanTag>(ethernet.TagCount);
        for (int i = 0; i < ethernet.TagCount; i++) tags.Add(new VlanTag(ethernet.Tag(i).Tpid, (ushort)ethernet.Tag(i).VlanId));
        return tags.MoveToImmutable();
    }

    private bool AddVlan(KnownAddress known)
    {
        ImmutableArray<VlanTag> tags = known.Address.Tags;
        if (tags.IsEmpty || Vlans.Exists(vlan => vlan.Has(tags.AsSpan()))) return false;
        Vlans.Add(new BondVlan(tags, known.FollowsBond ? MacAddress.Zero : known.Address.Mac));
        return true;
    }

    private static int Find(List<KnownAddress> list, BondAddress address)
    {
        for (int i = 0; i < list.Count; i++)
        {
            BondAddress other = list[i].Address;
            if (other.V4 == address.V4 && other.V6 == address.V6 && other.Tags.AsSpan().SequenceEqual(address.Tags.AsSpan())) return i;
        }
        return -1;
    }

    private void Combine()
    {
        All.Clear();
        All.AddRange(_told);
        foreach (KnownAddress learned in _learned)
            if (!IsTold(learned.Address.Tags)) All.Add(learned);
    }

    private bool IsTold(ImmutableArray<VlanTag> tags)
    {
        foreach (KnownAddress known in _told)
            if (known.Address.Tags.AsSpan().SequenceEqual(tags.AsSpan())) return true;
        return false;
    }

    public bool IsOurs(Ipv4Address address)
    {
        foreach (KnownAddress known in All)
            if (known.Address.V4 == address) return true;
        return false;
    }

    public bool IsOurs(Ipv6Address address)
    {
        foreach (KnownAddress known in All)
            if (known.Address.V6 == address) return true;
        return false;
    }

    /// <summary>The address in the target's subnet, of the narrowest subnet if there are several; null when there is none.</summary>
    public BondAddress? SourceFor(Ipv4Address target)
    {
        BondAddress? best = null;
        foreach (KnownAddress known in All)
            if (known.Address.V4 is { } own && InSubnet((ulong)(own.Value ^ target.Value) << 32, known.Address.PrefixLength) && IsNarrower(known.Address, best)) best = known.Address;
        return best;
    }

    public BondAddress? SourceFor(Ipv6Address target)
    {
        BondAddress? best = null;
        foreach (KnownAddress known in All)
        {
            if (known.Address.V6 is not { } own) continue;
            UInt128 difference = own.Value ^ target.Value;
            int prefix = known.Address.PrefixLength;
            if ((prefix <= 0 || difference >> (128 - Math.Min(prefix, 128)) == UInt128.Zero) && IsNarrower(known.Address, best)) best = known.Address;
        }
        return best;
    }

    private static bool InSubnet(ulong difference, int prefix) => prefix <= 0 || difference >> (64 - Math.Min(prefix, 32)) == 0;

    private static bool IsNarrower(BondAddress candidate, BondAddress? best) => best is null || candidate.PrefixLength > best.PrefixLength;
}
