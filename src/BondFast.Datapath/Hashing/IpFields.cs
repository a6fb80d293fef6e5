using BondFast.Wire;
using static BondFast.Datapath.Hashing.FrameBytes;
using static BondFast.Wire.EtherType;

namespace BondFast.Datapath.Hashing;

/// <summary>
/// What the transmit hashes want to know of an IPv4 or IPv6 header, read from the first segment's bytes only.
/// Version, total length and checksum are not looked at; the header has to be there as a whole (IPv4: its fixed part).
/// </summary>
[HotPath]
internal unsafe struct IpFields
{
    /// <summary><see cref="Protocol"/> of a fragment, first ones too: nothing is known of what follows.</summary>
    public const ushort Fragment = 256;

    /// <summary>Source ^ destination address in memory order; IPv6 as the XOR of the eight words of both.</summary>
    public uint Addresses;

    /// <summary>IPv4 protocol or the IPv6 fixed header's next header, or <see cref="Fragment"/>.</summary>
    public ushort Protocol;

    /// <summary>Offset of what follows the header, from the start of the frame. May lie behind the frame's end.</summary>
    public uint Transport;

    /// <summary>False: <paramref name="type"/> is not IP, or the header is cut short.</summary>
    public static bool TryRead(byte* frame, uint length, uint at, ushort type, out IpFields fields)
    {
        if (type == Ipv4) return TryReadIpv4(frame, length, at, out fields);
        if (type == Ipv6) return TryReadIpv6(frame, length, at, out fields);
        fields = default;
        return false;
    }

    private static bool TryReadIpv4(byte* frame, uint length, uint at, out IpFields fields)
    {
        fields = default;
        if (length < at + Ipv4Length) return false;
        byte* ip = frame + at;
        fields.Addresses = Word(ip + 12) ^ Word(ip + 16);
        bool fragment = (Number16(ip + 6) & 0x3fff) != 0; // MF and the offset
        fields.Protocol = fragment ? Fragment : ip[9];
        fields.Transport = at + (uint)(ip[0] & 15) * 4;
        return true;
    }

    private static bool TryReadIpv6(byte* frame, uint length, uint at, out IpFields fields)
    {
        fields = default;
        if (length < at + Ipv6Length) return false;
        byte* ip = frame + at;
        ulong folded = Long(ip + 8) ^ Long(ip + 16) ^ Long(ip + 24) ^ Long(ip + 32);
        fields.Addresses = (uint)folded ^ (uint)(folded >> 32);
        fields.Protocol = ip[6];
        fields.Transport = at + Ipv6Length;
        return true;
    }
}
