using System.Buffers.Binary;
using BondFast.Wire;

namespace BondFast.Traffic;

/// <summary>Finds where the payload of a received frame begins and ends. Frames are hostile: every length is checked.</summary>
internal static class StampLocator
{
    /// <summary>False for anything but IPv4 and IPv6 without extension headers, up to four tags deep, whose lengths fit the frame.</summary>
    /// <param name="frame">Its first segment.</param>
    /// <param name="frameLength">Over all segments.</param>
    /// <param name="start">Of the payload.</param>
    /// <param name="end">One past the payload, by the IP header; padding is not payload.</param>
    [HotPath]
    internal static bool TryFind(ReadOnlySpan<byte> frame, int frameLength, out int start, out int end)
    {
        start = end = 0;
        if (!EthernetView.TryParse(frame, out EthernetView ethernet)) return false;
        int network = ethernet.PayloadOffset;
        if (frame.Length < network + 20) return false;
        int protocol;
        if (ethernet.PayloadType == EtherType.Ipv4)
        {
            start = network + (frame[network] & 15) * 4;
            end = network + BinaryPrimitives.ReadUInt16BigEndian(frame[(network + 2)..]);
            protocol = frame[network + 9];
            if (frame[network] >> 4 != 4 || start < network + 20) return false;
        }
        else if (ethernet.PayloadType == EtherType.Ipv6 && frame.Length >= network + 40)
        {
            start = network + 40;
            end = start + BinaryPrimitives.ReadUInt16BigEndian(frame[(network + 4)..]);
            protocol = frame[network + 6];
        }
        else
        {
            return false;
        }
        start += protocol switch { (int)IpProtocol.Udp => 8, (int)IpProtocol.Tcp => 20, _ => 0 };
        return end <= frameLength && end - start >= Stamp.ShortLength && frame.Length >= Math.Min(end, start + Stamp.FullLength);
    }
}
