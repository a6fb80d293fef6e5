namespace BondFast.Wire;

/// <summary>What a frame is to the control core.</summary>
public enum FrameKind : byte
{
    /// <summary>Ordinary traffic.</summary>
    Data = 0,

    /// <summary>To 01:80:c2:00:00:02, EtherType 0x8809, subtype 1. It may still be too short to be legal.</summary>
    Lacp,

    /// <summary>The same with subtype 2.</summary>
    Marker,

    /// <summary>ARP, tagged or not.</summary>
    Arp,

    /// <summary>ICMPv6 neighbour solicitation or advertisement, tagged or not, also behind extension headers.</summary>
    NeighbourDiscovery,

    /// <summary>An IGMP or MLD message, tagged or not.</summary>
    Multicast,
}

/// <summary>Sorts frames by what the control core does with them. Looks at types only; the views check the contents.</summary>
[HotPath]
public static class FrameClassifier
{
    /// <summary>LACP or Marker PDU: consumed by the bond in every mode that runs LACP. Reads at most 15 bytes.</summary>
    public static FrameKind ClassifySlowProtocol(ReadOnlySpan<byte> frame)
    {
        if (!SlowProtocol.TrySubtype(frame, out byte subtype)) return FrameKind.Data;
        return subtype switch
        {
            SlowProtocol.LacpSubtype => FrameKind.Lacp,
            SlowProtocol.MarkerSubtype => FrameKind.Marker,
            _ => FrameKind.Data,
        };
    }

    public static FrameKind Classify(ReadOnlySpan<byte> frame)
    {
        if (!EthernetView.TryParse(frame, out EthernetView ethernet)) return FrameKind.Data;
        return ethernet.PayloadType switch
        {
            EtherType.SlowProtocols => ClassifySlowProtocol(frame),
            EtherType.Arp => FrameKind.Arp,
            EtherType.Ipv4 => Ipv4View.TryParse(ethernet.Payload, out Ipv4View ip) && ip.Protocol == IpProtocol.Igmp && ip.FragmentOffset == 0
                ? FrameKind.Multicast : FrameKind.Data,
            EtherType.Ipv6 => ClassifyIpv6(ethernet.Payload),
            _ => FrameKind.Data,
        };
    }

    private static FrameKind ClassifyIpv6(ReadOnlySpan<byte> packet)
    {
        if (!Ipv6View.TryParse(packet, out Ipv6View ip) || ip.UpperProtocol != IpProtocol.Icmpv6 || ip.UpperLayer.IsEmpty) return FrameKind.Data;
        return ip.UpperLayer[0] switch
        {
            (byte)NeighbourMessage.Solicitation or (byte)NeighbourMessage.Advertisement => FrameKind.NeighbourDiscovery,
            (byte)MldType.Query or (byte)MldType.Version1Report or (byte)MldType.Version1Done or (byte)MldType.Version2Report => FrameKind.Multicast,
            _ => FrameKind.Data,
        };
    }
}
