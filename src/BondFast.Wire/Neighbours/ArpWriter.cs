using System.Buffers.Binary;

namespace BondFast.Wire;

/// <summary>Writes ARP frames for IPv4 over Ethernet. Every method returns the frame's length, padded to 60 bytes.</summary>
public static class ArpWriter
{
    /// <summary>Longest frame that is written: a buffer of this size always suffices.</summary>
    public const int MaxLength = EthernetView.MinFrameLength;

    /// <summary>Broadcast request with target hardware address zero: the ARP monitor's probe (HOWTO 7.1).</summary>
    public static int WriteRequest(Span<byte> frame, MacAddress sender, Ipv4Address senderIp, Ipv4Address targetIp, ReadOnlySpan<VlanTag> tags = default) =>
        Write(frame, MacAddress.Broadcast, sender, ArpOperation.Request, sender, senderIp, MacAddress.Zero, targetIp, tags);

    /// <summary>Unicast reply to <paramref name="target"/>.</summary>
    public static int WriteReply(Span<byte> frame, MacAddress sender, Ipv4Address senderIp, MacAddress target, Ipv4Address targetIp, ReadOnlySpan<VlanTag> tags = default) =>
        Write(frame, target, sender, ArpOperation.Reply, sender, senderIp, target, targetIp, tags);

    /// <summary>Gratuitous ARP: a broadcast request with sender IP and target IP equal (HOWTO option num_grat_arp; RFC 5227 2.3).</summary>
    public static int WriteGratuitous(Span<byte> frame, MacAddress sender, Ipv4Address ip, ReadOnlySpan<VlanTag> tags = default) =>
        WriteRequest(frame, sender, ip, ip, tags);

    /// <summary>Any ARP frame: the Ethernet addresses may differ from those inside.</summary>
    public static int Write(Span<byte> frame, MacAddress ethernetDestination, MacAddress ethernetSource, ArpOperation operation,
        MacAddress sender, Ipv4Address senderIp, MacAddress target, Ipv4Address targetIp, ReadOnlySpan<VlanTag> tags = default)
    {
        int offset = EthernetWriter.Write(frame, ethernetDestination, ethernetSource, tags, EtherType.Arp);
        EthernetWriter.Require(frame, offset + ArpView.Length);
        Span<byte> packet = frame.Slice(offset, ArpView.Length);
        new MacAddress(ArpView.FixedFields).Write(packet);
        BinaryPrimitives.WriteUInt16BigEndian(packet[ArpView.OperationOffset..], (ushort)operation);
        sender.Write(packet[ArpView.SenderMacOffset..]);
        senderIp.Write(packet[ArpView.SenderIpOffset..]);
        target.Write(packet[ArpView.TargetMacOffset..]);
        targetIp.Write(packet[ArpView.TargetIpOffset..]);
        return EthernetWriter.Pad(frame, offset + ArpView.Length);
    }

    /// <summary>Replaces the sender hardware address of an ARP frame in place; false when the frame is not ARP for IPv4.</summary>
    public static bool TryRewriteSender(Span<byte> frame, MacAddress sender)
    {
        if (!ArpView.TryParseFrame(frame, out EthernetView ethernet, out _)) return false;
        sender.Write(frame[(ethernet.PayloadOffset + ArpView.SenderMacOffset)..]);
        return true;
    }
}
