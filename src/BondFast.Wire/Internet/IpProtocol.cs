namespace BondFast.Wire;

/// <summary>IPv4 protocol and IPv6 next-header numbers. Other values may stand in a packet and are kept.</summary>
public enum IpProtocol : byte
{
    HopByHop = 0,
    Icmp = 1,
    Igmp = 2,
    Tcp = 6,
    Udp = 17,
    Routing = 43,
    Fragment = 44,
    AuthenticationHeader = 51,
    Icmpv6 = 58,

    /// <summary>IPv6: nothing follows.</summary>
    NoNextHeader = 59,
    DestinationOptions = 60,
}
