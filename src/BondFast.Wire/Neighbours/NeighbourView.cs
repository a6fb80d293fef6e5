namespace BondFast.Wire;

/// <summary>ICMPv6 types of neighbour discovery (RFC 4861) that bonding looks at.</summary>
public enum NeighbourMessage : byte { Solicitation = 135, Advertisement = 136 }

/// <summary>
/// A neighbour solicitation or advertisement (RFC 4861 4.3, 4.4). <see cref="TryParse"/> checks what section 7.1 asks of a receiver once:
/// hop limit 255, code 0, length, checksum, every option inside the packet and not empty, target not multicast. After it
/// succeeded no accessor fails.
/// <code>
/// 0      1      2          4                    8          24
/// | type | code | checksum | R S O reserved 29  | target   | options: type, length in 8 bytes, value
/// </code>
/// </summary>
public readonly ref struct NeighbourView
{
    /// <summary>Without options.</summary>
    public const int Length = 24;

    /// <summary>Hop limit of every ND packet: it has not been routed.</summary>
    public const byte HopLimit = 255;

    internal const byte SourceLinkLayerOption = 1;
    internal const byte TargetLinkLayerOption = 2;
    internal const byte RouterFlag = 0x80;
    internal const byte SolicitedFlag = 0x40;
    internal const byte OverrideFlag = 0x20;

    private readonly ReadOnlySpan<byte> _message;

    private NeighbourView(ReadOnlySpan<byte> message, Ipv6Address source, Ipv6Address destination)
    {
        _message = message;
        Source = source;
        Destination = destination;
    }

    public static bool TryParse(scoped in Ipv6View ip, out NeighbourView view)
    {
        view = default;
        if (ip.UpperProtocol != IpProtocol.Icmpv6 || ip.IsFragment || ip.HopLimit != HopLimit) return false;
        ReadOnlySpan<byte> message = ip.UpperLayer;
        if (message.Length < Length || message[0] is not ((byte)NeighbourMessage.Solicitation or (byte)NeighbourMessage.Advertisement) || message[1] != 0) return false;
        Ipv6Address source = ip.Source, destination = ip.Destination;
        if (Ipv6Address.Read(message[8..]).IsMulticast || !OptionsFit(message[Length..])) return false;
        if (InternetChecksum.OverIpv6(source, destination, IpProtocol.Icmpv6, message) != 0) return false;
        view = new NeighbourView(message, source, destination);
        return true;
    }

    /// <summary>Parses a whole frame, tagged or not.</summary>
    public static bool TryParseFrame(ReadOnlySpan<byte> frame, out EthernetView ethernet, out NeighbourView view)
    {
        view = default;
        return EthernetView.TryParse(frame, out ethernet) && ethernet.PayloadType == EtherType.Ipv6
            && Ipv6View.TryParse(ethernet.Payload, out Ipv6View ip) && TryParse(ip, out view);
    }

    public Ipv6Address Source { get; }

    public Ipv6Address Destination { get; }

    public NeighbourMessage Message => (NeighbourMessage)_message[0];

    public Ipv6Address Target => Ipv6Address.Read(_message[8..]);

    public bool IsRouter => (_message[4] & RouterFlag) != 0;

    public bool IsSolicited => (_message[4] & SolicitedFlag) != 0;

    public bool IsOverride => (_message[4] & OverrideFlag) != 0;

    /// <summary>The Ethernet address in the option that belongs to the message: source of a solicitation, target of an advertisement.</summary>
    public bool TryGetLinkLayerAddress(out MacAddress address)
    {
        byte wanted = Message == NeighbourMessage.Solicitation ? SourceLinkLayerOption : TargetLinkLayerOption;
        for (ReadOnlySpan<byte> options = _message[Length..]; options.Length >= 8; options = options[(options[1] * 8)..])
        {
            if (options[0] != wanted || options[1] != 1) continue;
            address = MacAddress.Read(options[2..]);
            return true;
        }
        address = default;
        return false;
    }

    private static bool OptionsFit(ReadOnlySpan<byte> options)
    {
        while (options.Length != 0)
        {
            if (options.Length < 8 || options[1] == 0 || options[1] * 8 > options.Length) return false;
            options = options[(options[1] * 8)..];
        }
        return true;
    }
}
