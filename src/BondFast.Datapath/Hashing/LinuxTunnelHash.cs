using BondFast.Wire;
using static BondFast.Datapath.Hashing.FrameBytes;
using static BondFast.Wire.EtherType;

namespace BondFast.Datapath.Hashing;

/// <summary>
/// The policies encap2+3 and encap3+4: like layer2+3 and layer3+4 by the innermost headers that can be reached through
/// tags, IPIP, 6in4, 4in6, GRE, PPPoE and batman-adv. ICMP errors count as what they are, not as what they quote.
/// </summary>
[HotPath]
internal static unsafe class LinuxTunnelHash
{
    /// <summary>Headers walked at most, so that no frame can keep a worker busy.</summary>
    private const int MaxHeaders = 15;

    private const byte IpInIp = 4;
    private const byte Ipv6InIp = 41;
    private const byte Gre = 47;

    public static uint Encap23(byte* frame, uint length)
    {
        if (length < EthernetLength) return 0;
        uint at = LinuxHash.Untag(frame, length, out ushort type);
        uint link = LinuxHash.Link(frame, type);
        return TryReachInnermost(frame, length, at, type, out IpFields ip) ? LinuxHash.Fold(link ^ ip.Addresses) : link;
    }

    public static uint Encap34(byte* frame, uint length)
    {
        if (length < EthernetLength) return 0;
        uint at = LinuxHash.Untag(frame, length, out ushort type);
        if (!TryReachInnermost(frame, length, at, type, out IpFields ip)) return LinuxHash.Link(frame, type);
        uint transport = LinuxHash.Ports(frame, length, ip) ^ LinuxIcmp.Identifier(frame, length, ip);
        return LinuxHash.Fold(transport ^ ip.Addresses) >> 1;
    }

    /// <summary>What entering a header came to.</summary>
    private enum Step
    {
        /// <summary>Cut short, or nothing that is known.</summary>
        Unreadable,

        /// <summary>There is a header inside, of a type and at an offset that are now set.</summary>
        Inside,

        /// <summary>Known, but nothing inside to hash by.</summary>
        End,
    }

    /// <summary>False: an unknown type, or a header that is cut short. All fields 0: known, but without addresses (ARP, MPLS and others).</summary>
    private static bool TryReachInnermost(byte* frame, uint length, uint at, ushort type, out IpFields ip)
    {
        ip = default;
        for (int headers = 0; headers < MaxHeaders; headers++)
        {
            Step step = type is Ipv4 or Ipv6
                ? EnterIp(frame, length, ref at, ref type, ref ip)
                : EnterLink(frame, length, ref at, ref type);
            if (step == Step.Unreadable) return false;
            if (step == Step.End) return true;
        }
        return true;
    }

    private static Step EnterIp(byte* frame, uint length, ref uint at, ref ushort type, ref IpFields ip)
    {
        if (type == Ipv4 && length > at && (frame[at] & 15) < 5) return Step.Unreadable;
        if (!IpFields.TryRead(frame, length, at, type, out ip)) return Step.Unreadable;
        if (type == Ipv6 && !TrySkipExtensions(frame, length, ref ip)) return Step.Unreadable;
        at = ip.Transport;
        switch (ip.Protocol)
        {
            case IpInIp: type = Ipv4; return Step.Inside;
            case Ipv6InIp: type = Ipv6; return Step.Inside;
            case Gre: return EnterGre(frame, length, ref at, ref type);
            default: return Step.End;
        }
    }

    private static Step EnterLink(byte* frame, uint length, ref uint at, ref ushort type)
    {
        byte* header = frame + at;
        switch (type)
        {
            case Vlan or ServiceVlan:
                if (length < at + TagLength) return Step.Unreadable;
                type = Number16(header + 2);
                at += TagLength;
                return Step.Inside;
            case 0x8864: // PPPoE session: version and type 1, code 0, then a PPP protocol number
                if (length < at + 8 || Number16(header) != 0x1100) return Step.Unreadable;
                at += 8;
                return EnterPpp(Number16(header + 6), ref type);
            case 0x4305: // batman-adv: a unicast packet of protocol version 15 carries an Ethernet frame
                if (length < at + 10 + EthernetLength || header[0] != 0x40 || header[1] != 15) return Step.Unreadable;
                type = Number16(header + 22);
                at += 10 + EthernetLength;
                return Step.Inside;
            case Arp or 0x8035 or 0x8847 or 0x8848: // ARP, RARP, MPLS
                return Step.End;
            case 0x8906: // FCoE
                return length < at + 38 ? Step.Unreadable : Step.End;
            case 0x88f7: // PTP
                return length < at + 34 ? Step.Unreadable : Step.End;
            case 0x88ca: // TIPC
                return length < at + 16 ? Step.Unreadable : Step.End;
            default:
                return Step.Unreadable;
        }
    }

    /// <summary>
    /// GRE (RFC 2784, 2890) and its PPTP variant (RFC 2637, version 1).
    /// <code>
    ///  0 1 2 3            8        13-15
    /// |C|R|K|S|          |A|      | ver |  type 16 |  checksum+offset 32 if C | key 32 if K | sequence 32 if S | acknowledgement 32 if A
    /// </code>
    /// </summary>
    private static Step EnterGre(byte* frame, uint length, ref uint at, ref ushort type)
    {
        if (length < at + 4) return Step.Unreadable;
        uint flags = Number16(frame + at);
        type = Number16(frame + at + 2);
        uint version = flags & 7;
        bool pptp = version == 1 && type == 0x880b && (flags & 0x2000) != 0;
        if ((flags & 0x4000) != 0 || (version != 0 && !pptp)) return Step.End;
        at += 4;
        if ((flags & 0x8000) != 0) at += 4;
        if ((flags & 0x2000) != 0) at += 4;
        if ((flags & 0x1000) != 0) at += 4;
        if (pptp && (flags & 0x0080) != 0) at += 4;
        if (pptp)
        {
            if (length < at + 4) return Step.Unreadable;
            at += 4;
            return EnterPpp(Number16(frame + at - 2), ref type);
        }
        if (type == 0x6558) // a bridged Ethernet frame
        {
            if (length < at + EthernetLength) return Step.Unreadable;
            type = Number16(frame + at + 12);
            at += EthernetLength;
        }
        return Step.Inside;
    }

    private static Step EnterPpp(ushort protocol, ref ushort type)
    {
        if (protocol is not (0x0021 or 0x0057)) return Step.End;
        type = protocol == 0x0021 ? Ipv4 : Ipv6;
        return Step.Inside;
    }

    /// <summary>Walks hop-by-hop, routing and destination options; a fragment header ends the walk.</summary>
    private static bool TrySkipExtensions(byte* frame, uint length, ref IpFields ip)
    {
        for (int headers = 0; headers < MaxHeaders; headers++)
        {
            switch (ip.Protocol)
            {
                case 0 or 43 or 60:
                    if (length < ip.Transport + 2) return false;
                    ip.Protocol = frame[ip.Transport];
                    ip.Transport += 8u + 8u * frame[ip.Transport + 1];
                    continue;
                case 44:
                    if (length < ip.Transport + 8) return false;
                    ip.Protocol = IpFields.Fragment;
                    return true;
                default:
                    return true;
            }
        }
        ip.Protocol = IpFields.Fragment;
        return true;
    }
}
