using System.Numerics;
using BondFast.Bonding;

namespace BondFast.Datapath.Tests.Hashing;

/// <summary>The HOWTO's formulas once more, written from its text with big numbers and slices only, to test the real ones against.</summary>
internal static class HowtoReference
{
    public static BigInteger Compute(XmitHashPolicy policy, byte[] frame)
    {
        if (frame.Length < 14) return 0;
        BigInteger macs = Natural(frame[6..12]) ^ Natural(frame[..6]);
        if (policy == XmitHashPolicy.Layer2) return macs;

        byte[] rest = frame[12..];
        while (rest.Length >= 6 && (Natural(rest[..2]) == 0x8100 || Natural(rest[..2]) == 0x88a8)) rest = rest[4..];
        BigInteger type = Natural(rest[..2]);
        byte[] packet = rest[2..];
        BigInteger source, destination;
        bool portsAllowed;
        byte[] transport;
        if (type == 0x0800 && packet.Length >= 20)
        {
            source = Natural(packet[12..16]);
            destination = Natural(packet[16..20]);
            bool moreFragments = (packet[6] & 0x20) != 0;
            bool offset = (packet[6] & 0x1f) != 0 || packet[7] != 0;
            portsAllowed = !moreFragments && !offset && (packet[9] == 6 || packet[9] == 17);
            int header = packet[0] % 16 * 4;
            transport = header <= packet.Length ? packet[header..] : [];
        }
        else if (type == 0x86dd && packet.Length >= 40)
        {
            source = Folded(packet[8..24]);
            destination = Folded(packet[24..40]);
            portsAllowed = packet[6] == 6 || packet[6] == 17;
            transport = packet[40..];
        }
        else
        {
            return macs;
        }

        BigInteger addresses = (source ^ destination) % 65536;
        if (policy == XmitHashPolicy.Layer23) return addresses ^ macs;
        if (!portsAllowed || transport.Length < 4) return addresses;
        return Natural(transport[..2]) ^ Natural(transport[2..4]) ^ addresses;
    }

    private static BigInteger Natural(byte[] bytes) => new(bytes, isUnsigned: true, isBigEndian: true);

    private static BigInteger Folded(byte[] address) =>
        Natural(address[..4]) ^ Natural(address[4..8]) ^ Natural(address[8..12]) ^ Natural(address[12..]);
}
