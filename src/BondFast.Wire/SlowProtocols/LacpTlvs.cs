namespace BondFast.Wire;

/// <summary>TLV types of version 2 (802.1AX-2014 6.4.2.4).</summary>
public enum LacpTlvType : byte
{
    Terminator = 0,
    Actor = 1,
    Partner = 2,
    Collector = 3,

    /// <summary>Four octets: OUI and algorithm number.</summary>
    PortAlgorithm = 4,

    /// <summary>Link number (2) and MD5 digest (16) of the conversation-to-link table.</summary>
    PortConversationIdDigest = 5,

    /// <summary>MD5 digest (16).</summary>
    ConversationServiceMappingDigest = 10,
}

/// <summary>One TLV: its type and the bytes after its two-byte head.</summary>
public readonly ref struct LacpTlv(LacpTlvType type, ReadOnlySpan<byte> value)
{
    public LacpTlvType Type { get; } = type;
    public ReadOnlySpan<byte> Value { get; } = value;
}

/// <summary>Walks TLVs: a type octet, a length octet that counts the head too, then the value. Hostile lengths end the walk.</summary>
public ref struct LacpTlvs(ReadOnlySpan<byte> bytes)
{
    private const int HeadLength = 2;

    private ReadOnlySpan<byte> _rest = bytes;

    public LacpTlv Current { get; private set; }

    public readonly LacpTlvs GetEnumerator() => this;

    public bool MoveNext()
    {
        if (_rest.Length < HeadLength || _rest[0] == (byte)LacpTlvType.Terminator) return false;
        int length = _rest[1];
        if (length < HeadLength || length > _rest.Length) return false;
        Current = new LacpTlv((LacpTlvType)_rest[0], _rest[HeadLength..length]);
        _rest = _rest[length..];
        return true;
    }

    /// <summary>The first TLV of a type from here on, or false.</summary>
    public readonly bool TryFind(LacpTlvType type, out LacpTlv found)
    {
        foreach (LacpTlv tlv in this)
        {
            if (tlv.Type != type) continue;
            found = tlv;
            return true;
        }
        found = default;
        return false;
    }
}
