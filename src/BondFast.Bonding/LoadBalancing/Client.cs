using BondFast.Wire;

namespace BondFast.Bonding.LoadBalancing;

/// <summary>
/// One peer whose receive traffic balance-alb assigns to a slave: the peer believes that the bond's address
/// <see cref="ServerIp"/> lives at the MAC of <see cref="Slave"/>. An entry of <see cref="ClientTable"/>, reused in place.
/// </summary>
internal sealed class Client
{
    private readonly VlanTag[] _tags = new VlanTag[EthernetView.MaxTags];
    private int _tagCount;

    public bool Used { get; set; }

    /// <summary>The bond's address that the peer talks to, and the MAC our own ARP frame named for it.</summary>
    public Ipv4Address ServerIp { get; private set; }
    public MacAddress ServerMac { get; set; }

    public Ipv4Address ClientIp { get; private set; }

    /// <summary>Zero until the peer has answered.</summary>
    public MacAddress ClientMac { get; set; }

    /// <summary>Null while no slave can transmit.</summary>
    public Slave? Slave { get; set; }

    /// <summary>The peer is to be told its slave's MAC.</summary>
    public bool Marked { get; set; }

    /// <summary>VLAN tags of the ARP frame that made the entry, outermost first.</summary>
    public ReadOnlySpan<VlanTag> Tags => _tags.AsSpan(0, _tagCount);

    public bool CanBeTold => !ClientMac.IsZero && !ClientMac.IsMulticast;

    public void Become(Ipv4Address serverIp, Ipv4Address clientIp, in EthernetView frame)
    {
        ServerIp = serverIp;
        ClientIp = clientIp;
        ClientMac = default;
        Slave = null;
        Marked = false;
        _tagCount = frame.CopyTags(_tags);
    }

    /// <summary>Same pair of addresses in the same VLAN.</summary>
    public bool Is(Ipv4Address serverIp, Ipv4Address clientIp, in EthernetView frame) =>
        Used && ServerIp == serverIp && ClientIp == clientIp && IsIn(frame);

    /// <summary>The frame is tagged for the VLAN of this entry. Priority bits do not count.</summary>
    public bool IsIn(in EthernetView frame)
    {
        if (frame.TagCount != _tagCount) return false;
        for (int i = 0; i < _tagCount; i++)
            if (!SameVlan(frame.Tag(i), _tags[i])) return false;
        return true;
    }

    private static bool SameVlan(VlanTag a, VlanTag b) => a.Tpid == b.Tpid && a.VlanId == b.VlanId;
}
