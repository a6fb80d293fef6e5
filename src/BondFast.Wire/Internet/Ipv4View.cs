using System.Buffers.Binary;

namespace BondFast.Wire;

/// <summary>
/// An IPv4 packet (RFC 791). <see cref="TryParse"/> checks version, header length and total length against the bytes once
/// and cuts off link padding; after it succeeded no accessor fails. The checksum is looked at only by <see cref="ChecksumValid"/>.
/// <code>
/// 0    1    2       4     6          8     9       10         12      16      20
/// |4|IHL| TOS | total | id | 0 D M off | TTL | proto | checksum | source | dest | options 0..40 | payload
/// </code>
/// </summary>
[HotPath]
public readonly ref struct Ipv4View
{
    public const int MinHeaderLength = 20;

    private const ushort MoreFragments = 0x2000;
    private const ushort OffsetMask = 0x1fff;

    private readonly ReadOnlySpan<byte> _packet;

    private Ipv4View(ReadOnlySpan<byte> packet) => _packet = packet;

    /// <summary>Parses the payload of a frame of type <see cref="EtherType.Ipv4"/>.</summary>
    public static bool TryParse(ReadOnlySpan<byte> packet, out Ipv4View view)
    {
        view = default;
        if (packet.Length < MinHeaderLength || packet[0] >> 4 != 4) return false;
        int header = (packet[0] & 15) * 4;
        int total = BinaryPrimitives.ReadUInt16BigEndian(packet[2..]);
        if (header < MinHeaderLength || total < header || total > packet.Length) return false;
        view = new Ipv4View(packet[..total]);
        return true;
    }

    public int HeaderLength => (_packet[0] & 15) * 4;

    public int TotalLength => _packet.Length;

    public byte TypeOfService => _packet[1];

    public ushort Identification => BinaryPrimitives.ReadUInt16BigEndian(_packet[4..]);

    private ushort FlagsAndOffset => BinaryPrimitives.ReadUInt16BigEndian(_packet[6..]);

    /// <summary>Where this fragment's payload begins in the whole packet, in bytes.</summary>
    public int FragmentOffset => (FlagsAndOffset & OffsetMask) * 8;

    public bool HasMoreFragments => (FlagsAndOffset & MoreFragments) != 0;

    /// <summary>Any fragment, the first one too.</summary>
    public bool IsFragment => (FlagsAndOffset & (MoreFragments | OffsetMask)) != 0;

    public byte TimeToLive => _packet[8];

    public IpProtocol Protocol => (IpProtocol)_packet[9];

    public Ipv4Address Source => Ipv4Address.Read(_packet[12..]);

    public Ipv4Address Destination => Ipv4Address.Read(_packet[16..]);

    public ReadOnlySpan<byte> Options => _packet[MinHeaderLength..HeaderLength];

    public ReadOnlySpan<byte> Payload => _packet[HeaderLength..];

    public bool ChecksumValid => InternetChecksum.Of(_packet[..HeaderLength]) == 0;
}
