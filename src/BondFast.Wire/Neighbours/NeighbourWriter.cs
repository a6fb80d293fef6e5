using System.Buffers.Binary;

namespace BondFast.Wire;

/// <summary>Writes neighbour discovery frames (RFC 4861). Every method returns the frame's length.</summary>
public static class NeighbourWriter
{
    private const int OptionLength = 8;

    /// <summary>Longest frame that is written: a buffer of this size always suffices.</summary>
    public const int MaxLength = EthernetView.MaxHeaderLength + Ipv6View.HeaderLength + NeighbourView.Length + OptionLength;

    /// <summary>
    /// Solicitation to the target's solicited-node group (the NS monitor's probe). A source of :: has no source link-layer option
    /// (RFC 4861 4.3).
    /// </summary>
    public static int WriteSolicitation(Span<byte> frame, MacAddress sender, Ipv6Address senderIp, Ipv6Address target, ReadOnlySpan<VlanTag> tags = default)
    {
        Ipv6Address group = target.SolicitedNode;
        return Write(frame, group.MulticastMac, sender, tags, senderIp, group, NeighbourMessage.Solicitation, 0, target,
            senderIp.IsAny ? (byte)0 : NeighbourView.SourceLinkLayerOption, sender);
    }

    /// <summary>Unsolicited advertisement of one's own address to ff02::1: Override set, Solicited clear (HOWTO option num_unsol_na; RFC 4861 7.2.6).</summary>
    public static int WriteUnsolicitedAdvertisement(Span<byte> frame, MacAddress sender, Ipv6Address address, bool router = false, ReadOnlySpan<VlanTag> tags = default) =>
        WriteAdvertisement(frame, Ipv6Address.AllNodes.MulticastMac, sender, address, Ipv6Address.AllNodes, address, sender,
            (byte)(NeighbourView.OverrideFlag | (router ? NeighbourView.RouterFlag : 0)), tags);

    /// <summary>Solicited answer to <paramref name="asker"/>.</summary>
    public static int WriteAnswer(Span<byte> frame, MacAddress askerMac, Ipv6Address asker, MacAddress sender, Ipv6Address address, ReadOnlySpan<VlanTag> tags = default) =>
        WriteAdvertisement(frame, askerMac, sender, address, asker, address, sender, NeighbourView.SolicitedFlag | NeighbourView.OverrideFlag, tags);

    private static int WriteAdvertisement(Span<byte> frame, MacAddress destinationMac, MacAddress sourceMac, Ipv6Address source, Ipv6Address destination,
        Ipv6Address target, MacAddress targetMac, byte flags, ReadOnlySpan<VlanTag> tags) =>
        Write(frame, destinationMac, sourceMac, tags, source, destination, NeighbourMessage.Advertisement, flags, target, NeighbourView.TargetLinkLayerOption, targetMac);

    /// <param name="option">Type of the link-layer option; 0 writes none.</param>
    private static int Write(Span<byte> frame, MacAddress destinationMac, MacAddress sourceMac, ReadOnlySpan<VlanTag> tags, Ipv6Address source, Ipv6Address destination,
        NeighbourMessage message, byte flags, Ipv6Address target, byte option, MacAddress optionMac)
    {
        int icmpLength = NeighbourView.Length + (option == 0 ? 0 : OptionLength);
        EthernetWriter.Require(frame, EthernetWriter.HeaderLength(tags.Length) + Ipv6View.HeaderLength + icmpLength);
        int offset = EthernetWriter.Write(frame, destinationMac, sourceMac, tags, EtherType.Ipv6);
        offset += Ipv6Writer.Write(frame[offset..], source, destination, IpProtocol.Icmpv6, NeighbourView.HopLimit, icmpLength);
        Span<byte> icmp = frame.Slice(offset, icmpLength);
        icmp.Clear();
        icmp[0] = (byte)message;
        icmp[4] = flags;
        target.Write(icmp[8..]);
        if (option != 0)
        {
            icmp[NeighbourView.Length] = option;
            icmp[NeighbourView.Length + 1] = 1;
            optionMac.Write(icmp[(NeighbourView.Length + 2)..]);
        }
        BinaryPrimitives.WriteUInt16BigEndian(icmp[2..], InternetChecksum.OverIpv6(source, destination, IpProtocol.Icmpv6, icmp));
        return offset + icmpLength;
    }
}
