using System.Buffers.Binary;

namespace BondFast.Wire;

/// <summary>
/// An IPv6 packet (RFC 8200). <see cref="TryParse"/> checks version and payload length against the bytes, walks the chain of
/// extension headers once and cuts off link padding; after it succeeded no accessor fails.
/// <code>
/// 0                       4        6      7      8         24        40
/// |6| class | flow label | length | next | hops | source  | dest    | extension headers | upper layer
/// </code>
/// </summary>
[HotPath]
public readonly ref struct Ipv6View
{
    public const int HeaderLength = 40;

    /// <summary>Extension headers that are walked; a packet with more is refused.</summary>
    public const int MaxExtensionHeaders = 8;

    private readonly ReadOnlySpan<byte> _packet;
    private readonly ushort _upperOffset;
    private readonly IpProtocol _upper;
    private readonly bool _fragment;

    private Ipv6View(ReadOnlySpan<byte> packet, int upperOffset, IpProtocol upper, bool fragment)
    {
        _packet = packet;
        _upperOffset = (ushort)upperOffset;
        _upper = upper;
        _fragment = fragment;
    }

    /// <summary>Parses the payload of a frame of type <see cref="EtherType.Ipv6"/>. Jumbograms are refused.</summary>
    public static bool TryParse(ReadOnlySpan<byte> packet, out Ipv6View view)
    {
        view = default;
        if (packet.Length < HeaderLength || packet[0] >> 4 != 6) return false;
        int total = HeaderLength + BinaryPrimitives.ReadUInt16BigEndian(packet[4..]);
        if (total > packet.Length || total > ushort.MaxValue) return false;
        packet = packet[..total];
        if (!TryWalk(packet, out int offset, out IpProtocol upper, out bool fragment)) return false;
        view = new Ipv6View(packet, offset, upper, fragment);
        return true;
    }

    /// <summary>Finds the upper layer. A fragment that is not the first has none: its offset is the end, its protocol NoNextHeader.</summary>
    private static bool TryWalk(ReadOnlySpan<byte> packet, out int offset, out IpProtocol next, out bool fragment)
    {
        offset = HeaderLength;
        next = (IpProtocol)packet[6];
        fragment = false;
        for (int headers = 0; IsExtension(next); headers++)
        {
            ReadOnlySpan<byte> rest = packet[offset..];
            if (headers == MaxExtensionHeaders || rest.Length < 8) return false;
            int length = next switch
            {
                IpProtocol.Fragment => 8,
                IpProtocol.AuthenticationHeader => (rest[1] + 2) * 4, // RFC 4302 2.2: words minus two
                _ => (rest[1] + 1) * 8,
            };
            if (length > rest.Length) return false;
            if (next == IpProtocol.Fragment)
            {
                int position = BinaryPrimitives.ReadUInt16BigEndian(rest[2..]);
                fragment |= (position & 0xfff9) != 0;
                if (position >> 3 != 0)
                {
                    offset = packet.Length;
                    next = IpProtocol.NoNextHeader;
                    return true;
                }
            }
            next = (IpProtocol)rest[0];
            offset += length;
        }
        return true;
    }

    private static bool IsExtension(IpProtocol protocol) => protocol is IpProtocol.HopByHop or IpProtocol.Routing or IpProtocol.Fragment
        or IpProtocol.AuthenticationHeader or IpProtocol.DestinationOptions;

    public byte TrafficClass => (byte)(BinaryPrimitives.ReadUInt16BigEndian(_packet) >> 4);

    public int FlowLabel => (int)(BinaryPrimitives.ReadUInt32BigEndian(_packet) & 0xf_ffff);

    /// <summary>Next header of the fixed header: an extension header's number where there is one.</summary>
    public IpProtocol NextHeader => (IpProtocol)_packet[6];

    public byte HopLimit => _packet[7];

    public Ipv6Address Source => Ipv6Address.Read(_packet[8..]);

    public Ipv6Address Destination => Ipv6Address.Read(_packet[24..]);

    /// <summary>Everything after the fixed header.</summary>
    public ReadOnlySpan<byte> Payload => _packet[HeaderLength..];

    /// <summary>Any fragment of a packet that was really split, the first one too.</summary>
    public bool IsFragment => _fragment;

    /// <summary>The protocol after the extension headers; <see cref="IpProtocol.NoNextHeader"/> in a later fragment.</summary>
    public IpProtocol UpperProtocol => _upper;

    public ReadOnlySpan<byte> UpperLayer => _packet[_upperOffset..];
}
