using System.Buffers.Binary;

namespace BondFast.Wire;

/// <summary>TLV type of a Marker PDU.</summary>
public enum MarkerType : byte { Information = 1, Response = 2 }

/// <summary>
/// A received Marker PDU (802.1AX-2014 6.5.3). <see cref="TryParse(ReadOnlySpan{byte}, out MarkerView)"/> checks destination, type, subtype
/// and length once; after it succeeded no accessor fails. The TLV length is not checked: Linux sends 22 where the standard says 16.
/// <code>
/// frame offset = PDU offset + 14
/// 0     1     2      3     4       6         12             16      18  19  20
/// | 2   | 1   | type | 16  | port  | system  | transaction  | pad 2 | 0 | 0 | zeros 90
/// </code>
/// </summary>
public readonly ref struct MarkerView
{
    private readonly ReadOnlySpan<byte> _frame;

    private MarkerView(ReadOnlySpan<byte> frame) => _frame = frame;

    public static bool TryParse(ReadOnlySpan<byte> frame, out MarkerView view) => TryParse(frame, out view, out _);

    public static bool TryParse(ReadOnlySpan<byte> frame, out MarkerView view, out SlowProtocolFault fault)
    {
        view = default;
        if (!SlowProtocol.TrySubtype(frame, out byte subtype) || subtype != SlowProtocol.MarkerSubtype) fault = SlowProtocolFault.NotThisProtocol;
        else fault = frame.Length < SlowProtocol.FrameLength ? SlowProtocolFault.TooShort : SlowProtocolFault.None;
        if (fault != SlowProtocolFault.None) return false;
        view = new MarkerView(frame);
        return true;
    }

    private ReadOnlySpan<byte> Pdu => _frame[EthernetView.HeaderLength..];

    public MacAddress Source => MacAddress.Read(_frame[MacAddress.Length..]);

    public MarkerType Type => (MarkerType)Pdu[2];

    public ushort RequesterPort => BinaryPrimitives.ReadUInt16BigEndian(Pdu[4..]);

    public MacAddress RequesterSystem => MacAddress.Read(Pdu[6..]);

    public uint TransactionId => BinaryPrimitives.ReadUInt32BigEndian(Pdu[12..]);

    /// <summary>
    /// Writes the answer to this marker: the same content as a Marker Response from <paramref name="source"/>, the address of
    /// the port it came in on (802.1AX-2014 6.5.4.2). Returns <see cref="SlowProtocol.FrameLength"/>.
    /// </summary>
    public int WriteResponse(Span<byte> frame, MacAddress source)
    {
        EthernetWriter.Require(frame, SlowProtocol.FrameLength);
        _frame[..SlowProtocol.FrameLength].CopyTo(frame);
        EthernetWriter.RewriteSource(frame, source);
        frame[EthernetView.HeaderLength + 2] = (byte)MarkerType.Response;
        return SlowProtocol.FrameLength;
    }
}

/// <summary>Writes Marker PDUs (802.1AX-2014 6.5.3).</summary>
public static class MarkerWriter
{
    /// <summary>Returns the frame's length, <see cref="SlowProtocol.FrameLength"/>.</summary>
    public static int Write(Span<byte> frame, MacAddress source, MarkerType type, ushort requesterPort, MacAddress requesterSystem, uint transactionId)
    {
        EthernetWriter.Require(frame, SlowProtocol.FrameLength);
        int offset = EthernetWriter.Write(frame, MacAddress.SlowProtocols, source, [], EtherType.SlowProtocols);
        Span<byte> pdu = frame.Slice(offset, SlowProtocol.PduLength);
        pdu.Clear();
        pdu[0] = SlowProtocol.MarkerSubtype;
        pdu[1] = 1;
        pdu[2] = (byte)type;
        pdu[3] = 16;
        BinaryPrimitives.WriteUInt16BigEndian(pdu[4..], requesterPort);
        requesterSystem.Write(pdu[6..]);
        BinaryPrimitives.WriteUInt32BigEndian(pdu[12..], transactionId);
        return SlowProtocol.FrameLength;
    }
}
