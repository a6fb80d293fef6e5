namespace BondFast.Wire.Tests;

/// <summary>Random damage to a frame.</summary>
internal static class Mutation
{
    private static readonly byte[] Interesting = [0, 1, 2, 4, 7, 8, 0x0f, 0x10, 0x3a, 0x2c, 0x7f, 0x80, 0x81, 0x88, 0xa8, 0xfe, 0xff];

    public static byte[] Of(byte[] original, Random random)
    {
        byte[] frame = (byte[])original.Clone();
        for (int damage = random.Next(1, 5); damage > 0; damage--)
        {
            if (frame.Length == 0) return frame;
            int at = random.Next(frame.Length);
            switch (random.Next(6))
            {
                case 0: frame[at] = (byte)random.Next(256); break;
                case 1: frame[at] = Interesting[random.Next(Interesting.Length)]; break;
                case 2: frame[at] ^= (byte)(1 << random.Next(8)); break;
                case 3: frame = frame[..at]; break;
                case 4: frame = [.. frame, .. frame[at..]]; break;
                default: frame = [.. frame[..at], Interesting[random.Next(Interesting.Length)], .. frame[at..]]; break;
            }
        }
        return frame;
    }

    /// <summary>Makes the ICMPv6 or IGMP checksum right where the headers still can be read, so that the lies behind it are reached.</summary>
    public static void RepairChecksums(byte[] frame)
    {
        if (!EthernetView.TryParse(frame, out EthernetView ethernet)) return;
        if (ethernet.PayloadType == EtherType.Ipv4 && Ipv4View.TryParse(ethernet.Payload, out Ipv4View v4) && v4.Payload.Length >= 4)
        {
            Span<byte> message = frame.AsSpan(ethernet.PayloadOffset + v4.HeaderLength, v4.Payload.Length);
            message[2] = message[3] = 0;
            Put(message[2..], InternetChecksum.Of(message));
        }
        if (ethernet.PayloadType == EtherType.Ipv6 && Ipv6View.TryParse(ethernet.Payload, out Ipv6View v6) && v6.UpperLayer.Length >= 4)
        {
            int end = ethernet.PayloadOffset + Ipv6View.HeaderLength + v6.Payload.Length;
            Span<byte> message = frame.AsSpan(end - v6.UpperLayer.Length, v6.UpperLayer.Length);
            message[2] = message[3] = 0;
            Put(message[2..], InternetChecksum.OverIpv6(v6.Source, v6.Destination, IpProtocol.Icmpv6, message));
        }
    }

    private static void Put(Span<byte> bytes, ushort value) => (bytes[0], bytes[1]) = ((byte)(value >> 8), (byte)value);
}
