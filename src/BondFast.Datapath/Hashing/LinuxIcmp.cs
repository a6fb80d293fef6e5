using BondFast.Wire;
using static BondFast.Datapath.Hashing.FrameBytes;

namespace BondFast.Datapath.Hashing;

/// <summary>ICMP and ICMPv6 in Linux's transmit hashes: echo and timestamp by their identifier, errors by the packet they quote.</summary>
[HotPath]
internal static unsafe class LinuxIcmp
{
    public const uint Length = 8;

    /// <summary>
    /// <code>
    /// 31            16 15      8 7       0
    /// | identifier    | code    | type    |   identifier as a number, 0 counts as 1
    /// </code>
    /// 0 for messages without identifier and everything that is not ICMP.
    /// </summary>
    public static uint Identifier(byte* frame, uint length, in IpFields ip)
    {
        if (ip.Protocol is not (Icmp or Icmpv6) || length < ip.Transport + Length) return 0;
        byte* icmp = frame + ip.Transport;
        if (icmp[0] is not (0 or 8 or 13 or 14 or 128 or 129)) return 0;
        uint identifier = Number16(icmp + 4);
        return (identifier == 0 ? 1 : identifier) << 16 | (uint)icmp[1] << 8 | icmp[0];
    }

    /// <summary>The message quotes the packet that it is about, behind its own header.</summary>
    public static bool IsError(byte* frame, uint length, in IpFields ip)
    {
        if (length < ip.Transport + Length) return false;
        byte kind = frame[ip.Transport];
        return ip.Protocol switch
        {
            Icmp => kind is 3 or 4 or 5 or 11 or 12,
            Icmpv6 => kind is >= 1 and <= 4,
            _ => false,
        };
    }
}
