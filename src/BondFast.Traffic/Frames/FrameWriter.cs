using System.Buffers.Binary;
using BondFast.Wire;

namespace BondFast.Traffic;

/// <summary>Writes the headers of a flow's frames, lengths and checksums right for the payload that will follow.</summary>
internal static class FrameWriter
{
    private const int Ipv4Header = 20, Ipv6Header = 40, UdpHeader = 8, TcpHeader = 20;
    private const byte TimeToLive = 64;

    /// <summary>Fills <paramref name="head"/> and says where things are. The stamp is zero.</summary>
    /// <param name="flow">Whose frame.</param>
    /// <param name="size">With FCS.</param>
    /// <param name="head">The frame's first bytes; longer than it for short frames.</param>
    /// <exception cref="ArgumentException">The size cannot hold the headers and the short stamp.</exception>
    internal static FrameTemplate Make(Flow flow, int size, Span<byte> head)
    {
        int length = size - FrameSizes.Fcs;
        int network = 14 + (flow.Vlan != 0 ? VlanTag.Length : 0);
        int transport = network + (flow.IsIpv6 ? Ipv6Header : Ipv4Header);
        int payload = transport + (flow.Protocol == IpProtocol.Udp ? UdpHeader : flow.Protocol == IpProtocol.Tcp ? TcpHeader : 0);
        if (length - payload < Stamp.ShortLength)
            throw new ArgumentException($"a frame of {size} bytes cannot hold the headers of flow {flow.Id} and a stamp: at least {payload + Stamp.ShortLength + FrameSizes.Fcs}");
        bool full = length - payload >= Stamp.FullLength;

        ReadOnlySpan<VlanTag> tags = flow.Vlan != 0 ? [VlanTag.Customer(flow.Vlan)] : [];
        EthernetWriter.Write(head, flow.DestinationMac, flow.SourceMac, tags, flow.IsIpv6 ? EtherType.Ipv6 : EtherType.Ipv4);
        if (flow.IsIpv6) WriteIpv6(head[network..], flow, length - transport);
        else WriteIpv4(head[network..], flow, length - network);
        if (payload < head.Length)
            PayloadPattern.From(0, head.Length - payload).CopyTo(head[payload..]);
        head.Slice(payload, full ? Stamp.FullLength : Stamp.ShortLength).Clear();
        FrameTemplate template = new(length, payload, full);
        if (flow.HasPorts) WriteTransport(head, transport, flow, template);
        return template;
    }

    private static void WriteIpv4(Span<byte> packet, Flow flow, int totalLength)
    {
        Span<byte> header = packet[..Ipv4Header];
        header.Clear();
        header[0] = 0x45;
        BinaryPrimitives.WriteUInt16BigEndian(header[2..], (ushort)totalLength);
        header[6] = 0x40; /* do not fragment */
        header[8] = TimeToLive;
        header[9] = (byte)flow.Protocol;
        BinaryPrimitives.WriteUInt32BigEndian(header[12..], (uint)flow.Source);
        BinaryPrimitives.WriteUInt32BigEndian(header[16..], (uint)flow.Destination);
        BinaryPrimitives.WriteUInt16BigEndian(header[10..], InternetChecksum.Of(header));
    }

    private static void WriteIpv6(Span<byte> packet, Flow flow, int payloadLength)
    {
        BinaryPrimitives.WriteUInt32BigEndian(packet, 0x6000_0000);
        BinaryPrimitives.WriteUInt16BigEndian(packet[4..], (ushort)payloadLength);
        packet[6] = (byte)flow.Protocol;
        packet[7] = TimeToLive;
        BinaryPrimitives.WriteUInt128BigEndian(packet[8..], flow.Source);
        BinaryPrimitives.WriteUInt128BigEndian(packet[24..], flow.Destination);
    }

    private static void WriteTransport(Span<byte> head, int transport, Flow flow, FrameTemplate template)
    {
        int length = template.Length - transport;
        Span<byte> header = head[transport..template.PayloadOffset];
        header.Clear();
        BinaryPrimitives.WriteUInt16BigEndian(header, flow.SourcePort);
        BinaryPrimitives.WriteUInt16BigEndian(header[2..], flow.DestinationPort);
        int checksum;
        if (flow.Protocol == IpProtocol.Udp)
        {
            BinaryPrimitives.WriteUInt16BigEndian(header[4..], (ushort)length);
            checksum = 6;
        }
        else
        {
            header[12] = TcpHeader / 4 << 4;
            header[13] = 0x10; /* ACK */
            BinaryPrimitives.WriteUInt16BigEndian(header[14..], ushort.MaxValue); /* window */
            checksum = 16;
        }
        ushort sum = Checksum(head, transport, flow, template, length);
        if (sum == 0 && flow.Protocol == IpProtocol.Udp) sum = 0xffff; /* 0 says "none" (RFC 768) */
        BinaryPrimitives.WriteUInt16BigEndian(header[checksum..], sum);
    }

    /// <summary>Over pseudo-header, headers and payload. The stamp counts as zero: whatever stands in it sums to nothing (<see cref="Stamp"/>).</summary>
    private static ushort Checksum(Span<byte> head, int transport, Flow flow, FrameTemplate template, int length)
    {
        Span<byte> addresses = stackalloc byte[32];
        BinaryPrimitives.WriteUInt128BigEndian(addresses, flow.Source);
        BinaryPrimitives.WriteUInt128BigEndian(addresses[16..], flow.Destination);
        ulong sum = InternetChecksum.Add((ulong)length + (byte)flow.Protocol, addresses);
        byte[] segment = new byte[length];
        int inHead = Math.Min(length, head.Length - transport);
        head.Slice(transport, inHead).CopyTo(segment);
        if (inHead < length)
            PayloadPattern.From(FrameTemplate.HeadRoom - template.PayloadOffset, length - inHead).CopyTo(segment.AsSpan(inHead));
        return InternetChecksum.Finish(InternetChecksum.Add(sum, segment));
    }
}
