using System.Buffers.Binary;

namespace BondFast.Wire;

/// <summary>Writes LACPDUs (802.1AX-2014 6.4.2): 124-byte frames to 01:80:c2:00:00:02, reserved octets zero.</summary>
public static class LacpduWriter
{
    /// <summary>Port algorithm "unspecified", OUI 00-80-C2 (802.1AX-2014 table 6-4).</summary>
    public const uint UnspecifiedAlgorithm = 0x0080_c200;

    private const int Md5Length = 16;

    /// <summary>Writes a version 1 PDU and returns the frame's length, <see cref="SlowProtocol.FrameLength"/>.</summary>
    /// <param name="source">The sending port's own individual address.</param>
    /// <param name="collectorMaxDelay">Units of 10 microseconds.</param>
    public static int Write(Span<byte> frame, MacAddress source, in LacpPortInfo actor, in LacpPortInfo partner, ushort collectorMaxDelay = 0)
    {
        WriteFixedPart(frame, 1, source, actor, partner, collectorMaxDelay);
        return SlowProtocol.FrameLength;
    }

    /// <summary>
    /// Writes a version 2 PDU with Port Algorithm, Port Conversation ID Digest and Conversation Service Mapping Digest; it has
    /// the same length as version 1.
    /// </summary>
    /// <param name="portAlgorithm">OUI and number, for example <see cref="UnspecifiedAlgorithm"/>.</param>
    /// <param name="linkNumber">The port's link number.</param>
    /// <param name="conversationDigest">MD5 of the conversation-to-link table, 16 bytes.</param>
    /// <param name="serviceDigest">MD5 of the conversation-to-service table, 16 bytes.</param>
    public static int WriteVersion2(Span<byte> frame, MacAddress source, in LacpPortInfo actor, in LacpPortInfo partner, ushort collectorMaxDelay,
        uint portAlgorithm, ushort linkNumber, ReadOnlySpan<byte> conversationDigest, ReadOnlySpan<byte> serviceDigest)
    {
        if (conversationDigest.Length != Md5Length || serviceDigest.Length != Md5Length)
            throw new ArgumentException($"the digests have {conversationDigest.Length} and {serviceDigest.Length} bytes; MD5 digests have {Md5Length}");
        WriteFixedPart(frame, 2, source, actor, partner, collectorMaxDelay);
        Span<byte> tail = frame[(EthernetView.HeaderLength + LacpduView.TailOffset)..SlowProtocol.FrameLength];
        Head(tail, LacpTlvType.PortAlgorithm, 6);
        BinaryPrimitives.WriteUInt32BigEndian(tail[2..], portAlgorithm);
        Head(tail[6..], LacpTlvType.PortConversationIdDigest, 20);
        BinaryPrimitives.WriteUInt16BigEndian(tail[8..], linkNumber);
        conversationDigest.CopyTo(tail[10..]);
        Head(tail[26..], LacpTlvType.ConversationServiceMappingDigest, 18);
        serviceDigest.CopyTo(tail[28..]);
        return SlowProtocol.FrameLength;
    }

    private static void WriteFixedPart(Span<byte> frame, byte version, MacAddress source, in LacpPortInfo actor, in LacpPortInfo partner, ushort collectorMaxDelay)
    {
        EthernetWriter.Require(frame, SlowProtocol.FrameLength);
        int offset = EthernetWriter.Write(frame, MacAddress.SlowProtocols, source, [], EtherType.SlowProtocols);
        Span<byte> pdu = frame.Slice(offset, SlowProtocol.PduLength);
        pdu.Clear();
        pdu[0] = SlowProtocol.LacpSubtype;
        pdu[1] = version;
        Head(pdu[2..], LacpTlvType.Actor, 20);
        actor.Write(pdu[LacpduView.ActorOffset..]);
        Head(pdu[22..], LacpTlvType.Partner, 20);
        partner.Write(pdu[LacpduView.PartnerOffset..]);
        Head(pdu[42..], LacpTlvType.Collector, 16);
        BinaryPrimitives.WriteUInt16BigEndian(pdu[LacpduView.CollectorOffset..], collectorMaxDelay);
    }

    private static void Head(Span<byte> bytes, LacpTlvType type, byte length)
    {
        bytes[0] = (byte)type;
        bytes[1] = length;
    }
}
