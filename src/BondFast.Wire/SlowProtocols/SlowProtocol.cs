namespace BondFast.Wire;

/// <summary>Constants of the slow protocols (802.3 Annex 57A, 802.1AX-2014 6.4.2 and 6.5.3).</summary>
public static class SlowProtocol
{
    public const byte LacpSubtype = 1;
    public const byte MarkerSubtype = 2;

    /// <summary>Bytes after the Ethernet header of a version 1 LACPDU and of every Marker PDU.</summary>
    public const int PduLength = 110;

    /// <summary>Frame without FCS.</summary>
    public const int FrameLength = EthernetView.HeaderLength + PduLength;

    /// <summary>True for an untagged frame to 01:80:c2:00:00:02 of type 0x8809 that has room for a subtype.
    /// A tagged frame is data, not a slow protocol.</summary>
    [HotPath]
    public static bool TrySubtype(ReadOnlySpan<byte> frame, out byte subtype)
    {
        subtype = 0;
        if (frame.Length <= EthernetView.HeaderLength) return false;
        if (MacAddress.Read(frame) != MacAddress.SlowProtocols || (frame[12] << 8 | frame[13]) != EtherType.SlowProtocols) return false;
        subtype = frame[EthernetView.HeaderLength];
        return true;
    }
}

/// <summary>Why a slow-protocol frame was not accepted.</summary>
public enum SlowProtocolFault : byte
{
    None,

    /// <summary>Other address, EtherType or subtype: not ours.</summary>
    NotThisProtocol,

    /// <summary>Ours, but shorter than its fixed part: illegal, to be counted.</summary>
    TooShort,

    /// <summary>Ours, but a fixed TLV has another length: illegal, to be counted.</summary>
    BadTlvLength,
}
