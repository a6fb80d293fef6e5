using System.Buffers.Binary;

namespace BondFast.Wire;

/// <summary>
/// A received LACPDU of version 1 or later (802.1AX-2014 6.4.2). <see cref="TryParse"/> checks destination, type, subtype,
/// length and the lengths of the three fixed TLVs once; version, TLV types and reserved octets are not checked, as the standard asks of
/// a receiver (6.4.2.3: later versions stay readable). After it succeeded no accessor fails.
/// <code>
/// frame offset = PDU offset + 14
/// 0        1        2    3        4                 22   23       24                42   43       44         46       58
/// | 1      | ver    | 1  | 20     | actor 18        | 2  | 20     | partner 18      | 3  | 16     | delay 2  | 0 x 12 | version 2 TLVs, terminator, zeros
/// </code>
/// </summary>
public readonly ref struct LacpduView
{
    internal const int ActorOffset = 4;
    internal const int PartnerOffset = 24;
    internal const int CollectorOffset = 44;

    /// <summary>Where the terminator stands in version 1, and further TLVs in version 2.</summary>
    internal const int TailOffset = 58;

    private readonly ReadOnlySpan<byte> _frame;

    private LacpduView(ReadOnlySpan<byte> frame) => _frame = frame;

    /// <summary>Parses a whole frame.</summary>
    public static bool TryParse(ReadOnlySpan<byte> frame, out LacpduView view) => TryParse(frame, out view, out _);

    /// <summary>Parses a whole frame and says what was wrong with one that is refused.</summary>
    public static bool TryParse(ReadOnlySpan<byte> frame, out LacpduView view, out SlowProtocolFault fault)
    {
        view = default;
        if (!SlowProtocol.TrySubtype(frame, out byte subtype) || subtype != SlowProtocol.LacpSubtype)
            fault = SlowProtocolFault.NotThisProtocol;
        else if (frame.Length < SlowProtocol.FrameLength)
            fault = SlowProtocolFault.TooShort;
        else
        {
            ReadOnlySpan<byte> pdu = frame[EthernetView.HeaderLength..];
            fault = pdu[3] == 20 && pdu[23] == 20 && pdu[43] == 16 ? SlowProtocolFault.None : SlowProtocolFault.BadTlvLength;
        }
        if (fault != SlowProtocolFault.None) return false;
        view = new LacpduView(frame);
        return true;
    }

    private ReadOnlySpan<byte> Pdu => _frame[EthernetView.HeaderLength..];

    /// <summary>Ethernet source: the sending port's own address.</summary>
    public MacAddress Source => MacAddress.Read(_frame[MacAddress.Length..]);

    public byte Version => Pdu[1];

    public LacpPortInfo Actor => LacpPortInfo.Read(Pdu[ActorOffset..]);

    public LacpPortInfo Partner => LacpPortInfo.Read(Pdu[PartnerOffset..]);

    /// <summary>Units of 10 microseconds.</summary>
    public ushort CollectorMaxDelay => BinaryPrimitives.ReadUInt16BigEndian(Pdu[CollectorOffset..]);

    /// <summary>TLVs after the Collector Information, in version 2 and later; ends at the terminator or at the first TLV that
    /// says it is longer than the PDU. Empty in version 1.</summary>
    public LacpTlvs ExtraTlvs => new(Version >= 2 ? Pdu[TailOffset..] : default);
}
