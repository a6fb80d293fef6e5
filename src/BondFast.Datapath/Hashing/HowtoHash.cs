using System.Buffers.Binary;
using BondFast.Wire;
using static BondFast.Datapath.Hashing.FrameBytes;

namespace BondFast.Datapath.Hashing;

/// <summary>
/// The formulas of the HOWTO, option <c>xmit_hash_policy</c>, read literally: MAC addresses are 48-bit and IP addresses
/// 32-bit natural numbers (an IPv6 address is the XOR of its four words), ports are 16-bit ones. A tagged frame is hashed
/// by its innermost headers. Frames too short for an Ethernet header have the hash 0.
/// </summary>
[HotPath]
internal static unsafe class HowtoHash
{
    /// <summary>source MAC ^ destination MAC.</summary>
    public static ulong Layer2(byte* frame, uint length)
    {
        if (length < EthernetLength) return 0;
        ulong destination = BinaryPrimitives.ReverseEndianness(Long(frame)) >> 16;
        ulong source = BinaryPrimitives.ReverseEndianness(Long(frame + 6)) >> 16;
        return destination ^ source;
    }

    /// <summary>((source IP ^ destination IP) &amp; 0xffff) ^ (source MAC ^ destination MAC); not IP: as layer2.</summary>
    public static ulong Layer23(byte* frame, uint length)
    {
        ulong macs = Layer2(frame, length);
        return TryReadIp(frame, length, out IpFields ip) ? macs ^ Addresses16(ip) : macs;
    }

    /// <summary>(source port ^ destination port) ^ ((source IP ^ destination IP) &amp; 0xffff) for unfragmented TCP and UDP,
    /// without the ports for all other IP; not IP: as layer2.</summary>
    public static ulong Layer34(byte* frame, uint length)
    {
        if (!TryReadIp(frame, length, out IpFields ip)) return Layer2(frame, length);
        bool hasPorts = ip.Protocol is Tcp or Udp && length >= ip.Transport + 4;
        uint ports = hasPorts ? (uint)Number16(frame + ip.Transport) ^ Number16(frame + ip.Transport + 2) : 0;
        return ports ^ Addresses16(ip);
    }

    /// <summary>The low 16 bits of the natural number.</summary>
    private static uint Addresses16(in IpFields ip) => BinaryPrimitives.ReverseEndianness(ip.Addresses) & 0xffff;

    private static bool TryReadIp(byte* frame, uint length, out IpFields ip)
    {
        ip = default;
        if (length < EthernetLength) return false;
        uint at = SkipTags(frame, length, out ushort type);
        return IpFields.TryRead(frame, length, at, type, out ip);
    }
}
