using BondFast.Wire;
using static BondFast.Datapath.Hashing.FrameBytes;
using static BondFast.Wire.EtherType;

namespace BondFast.Datapath.Hashing;

/// <summary>
/// Today's Linux driver's transmit hashes (32 bits, little-endian host), rule by rule as it was observed to compute them.
/// The outermost 802.1Q or 802.1ad tag counts as taken off the frame; what is behind it counts as frame.
/// </summary>
[HotPath]
internal static unsafe class LinuxHash
{
    /// <summary>Last bytes of both MACs ^ EtherType, as a number. Not folded.</summary>
    public static uint Layer2(byte* frame, uint length)
    {
        if (length < EthernetLength) return 0;
        Untag(frame, length, out ushort type);
        return Link(frame, type);
    }

    /// <summary>Layer 2 value ^ addresses, folded. ICMP errors count as the packet they quote. Not IP: as layer2.</summary>
    public static uint Layer23(byte* frame, uint length)
    {
        if (length < EthernetLength) return 0;
        uint at = Untag(frame, length, out ushort type);
        uint link = Link(frame, type);
        if (!IpFields.TryRead(frame, length, at, type, out IpFields ip)) return link;
        if (LinuxIcmp.IsError(frame, length, ip) && !IpFields.TryRead(frame, length, ip.Transport + LinuxIcmp.Length, type, out ip)) return link;
        return Fold(link ^ ip.Addresses);
    }

    /// <summary>Ports (or the ICMP identifier) ^ addresses, folded, shifted right by one. Not IP: as layer2.</summary>
    public static uint Layer34(byte* frame, uint length)
    {
        if (length < EthernetLength) return 0;
        uint at = Untag(frame, length, out ushort type);
        if (!IpFields.TryRead(frame, length, at, type, out IpFields ip)) return Link(frame, type);
        uint transport = LinuxIcmp.Identifier(frame, length, ip);
        if (LinuxIcmp.IsError(frame, length, ip) && !IpFields.TryRead(frame, length, ip.Transport + LinuxIcmp.Length, type, out ip))
            return Link(frame, type);
        transport ^= Ports(frame, length, ip);
        return Fold(transport ^ ip.Addresses) >> 1;
    }

    /// <summary>Tag control information ^ upper ^ lower half of the source MAC (24-bit natural numbers).</summary>
    public static uint VlanSourceMac(byte* frame, uint length)
    {
        if (length < EthernetLength) return 0;
        uint tci = Untag(frame, length, out _) > EthernetLength ? Number16(frame + EthernetLength) : 0u;
        uint upper = (uint)Number16(frame + 6) << 8 | frame[8];
        uint lower = (uint)Number16(frame + 9) << 8 | frame[11];
        return tci ^ upper ^ lower;
    }

    /// <summary>Offset of the network header when the outermost tag is taken off, and the EtherType that then stands before it.</summary>
    public static uint Untag(byte* frame, uint length, out ushort type)
    {
        type = Number16(frame + 12);
        if (!IsTag(type) || length < EthernetLength + TagLength) return EthernetLength;
        type = Number16(frame + 16);
        return EthernetLength + TagLength;
    }

    public static uint Link(byte* frame, ushort type) => (uint)(frame[5] ^ frame[11]) ^ type;

    public static uint Fold(uint hash)
    {
        hash ^= hash >> 16;
        return hash ^ hash >> 8;
    }

    /// <summary>The first four bytes of TCP, UDP, DCCP, ESP, SCTP or UDP-Lite, or the SPI of AH, in memory order; 0 for all else and what is cut short.</summary>
    public static uint Ports(byte* frame, uint length, in IpFields ip)
    {
        uint at = ip.Transport;
        switch (ip.Protocol)
        {
            case Tcp or Udp or 33 or 50 or 132 or 136: break;
            case 51: at += 4; break;
            default: return 0;
        }
        return length >= at + 4 ? Word(frame + at) : 0;
    }
}
