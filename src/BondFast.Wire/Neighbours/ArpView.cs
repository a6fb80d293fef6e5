using System.Buffers.Binary;

namespace BondFast.Wire;

/// <summary>ARP operation (RFC 826). Other values may stand in a frame and are kept.</summary>
public enum ArpOperation : ushort { Request = 1, Reply = 2 }

/// <summary>
/// An ARP packet for IPv4 over Ethernet (RFC 826). <see cref="TryParse"/> checks the length and the four fixed fields
/// once; after it succeeded no accessor fails.
/// <code>
/// 0       2       4      5      6      8          14         18         24        28
/// | hw 1  | 0800  | 6    | 4    | op   | sender   | sender   | target   | target  |
/// |       |       |      |      |      | MAC      | IP       | MAC      | IP      |
/// </code>
/// </summary>
[HotPath]
public readonly ref struct ArpView
{
    public const int Length = 28;

    internal const int OperationOffset = 6;
    internal const int SenderMacOffset = 8;
    internal const int SenderIpOffset = 14;
    internal const int TargetMacOffset = 18;
    internal const int TargetIpOffset = 24;

    /// <summary>Hardware type 1, protocol 0x0800, lengths 6 and 4.</summary>
    internal const ulong FixedFields = 0x0001_0800_0604;

    private readonly ReadOnlySpan<byte> _packet;

    private ArpView(ReadOnlySpan<byte> packet) => _packet = packet;

    /// <summary>Parses the payload of a frame of type <see cref="EtherType.Arp"/>; padding after it is ignored.</summary>
    public static bool TryParse(ReadOnlySpan<byte> packet, out ArpView view)
    {
        view = default;
        if (packet.Length < Length || MacAddress.Read(packet).Value != FixedFields) return false;
        view = new ArpView(packet[..Length]);
        return true;
    }

    /// <summary>Parses a whole frame, tagged or not.</summary>
    public static bool TryParseFrame(ReadOnlySpan<byte> frame, out EthernetView ethernet, out ArpView view)
    {
        view = default;
        return EthernetView.TryParse(frame, out ethernet) && ethernet.PayloadType == EtherType.Arp && TryParse(ethernet.Payload, out view);
    }

    public ArpOperation Operation => (ArpOperation)BinaryPrimitives.ReadUInt16BigEndian(_packet[OperationOffset..]);

    public MacAddress SenderMac => MacAddress.Read(_packet[SenderMacOffset..]);

    public Ipv4Address SenderIp => Ipv4Address.Read(_packet[SenderIpOffset..]);

    public MacAddress TargetMac => MacAddress.Read(_packet[TargetMacOffset..]);

    public Ipv4Address TargetIp => Ipv4Address.Read(_packet[TargetIpOffset..]);

    /// <summary>Sender and target IP are the same address (RFC 5227 announcement, request or reply).</summary>
    public bool IsGratuitous => SenderIp == TargetIp && !SenderIp.IsAny;
}
